"""Votes for topics, and the few that are chosen. Each person's are kept only while the vote is open."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from cycles.meet import queries
from cycles.meet.enums import CardKind
from cycles.meet.models import Card, Meeting, Topic, Vote
from teams.models import Person

from .cards import must_be_shown
from .counting import count_votes
from .refusals import NothingChosen, PhaseClosed, VotesClosed, VotesSpent
from .steps import at_step, touch


@transaction.atomic
def open_votes(
    meeting: Meeting,
    *,
    by: Person,
    at: datetime,
    step: int | None = None,
    each: int | None = None,
    cap: int | None = None,
    facilitator_votes: bool = True,
) -> None:
    """Ask for votes: `each` for a person, at most `cap` of them for one topic (None: as the protocol says).

    A card that stands alone becomes a topic of its own first. After a counted vote it is a new round from nothing;
    pressed again while it is open, the round goes on as it is.
    """
    must_be_shown(meeting, CardKind.GROWTH)
    touch(meeting, **at_step(step))
    rows = Meeting.objects.filter(pk=meeting.pk).exclude(votes_opened_at__isnull=False, votes_closed_at__isnull=True)
    if not rows.exists():
        return
    for card in Card.objects.filter(meeting=meeting, kind=CardKind.GROWTH, topic=None):
        title = card.text if len(card.text) <= 200 else f"{card.text[:199]}…"
        card.topic = Topic.objects.create(meeting=meeting, title=title)
        card.save(update_fields=["topic"])
    topics = Topic.objects.filter(meeting=meeting)
    each = each or meeting.phase.votes or queries.suggested_votes(topics.count())
    topics.update(votes_counted=None)
    rule = {
        "votes_each": each,
        "votes_cap": min(cap or meeting.phase.vote_cap, each),
        "facilitator_votes": facilitator_votes,
    }
    rows.update(votes_opened_at=at, votes_closed_at=None, voters=None, **rule)
    meeting.refresh_from_db(fields=["votes_opened_at", "votes_closed_at", "voters", *rule])


@transaction.atomic
def close_votes(meeting: Meeting, *, by: Person, at: datetime, step: int | None = None) -> None:
    """End the vote; from now on everyone sees the totals, and nobody, in the database neither, who voted how."""
    touch(meeting, **at_step(step))
    count_votes(meeting, at=at)


@transaction.atomic
def vote_for(topic: Topic, *, by: Person, at: datetime, count: int = 1) -> None:
    """Give `count` of one's votes to a topic in all; 0 takes them back. Twice is once.

    The meeting's row is locked by `touch`, so a double press can never spend more than the budget.
    """
    meeting = topic.meeting
    must_be_shown(meeting, CardKind.GROWTH)
    try:
        touch(meeting, votes_opened_at__isnull=False, votes_closed_at=None)
    except PhaseClosed as closed:
        raise VotesClosed(_("The vote is closed.")) from closed
    meeting.refresh_from_db(fields=["votes_each", "votes_cap", "facilitator_votes", "facilitator"])
    if by.pk == meeting.facilitator_id and not meeting.facilitator_votes:
        raise VotesClosed(_("You lead this vote without voting."))
    mine = Vote.objects.filter(person=by, topic__meeting=meeting)
    others = mine.exclude(topic=topic).aggregate(given=Sum("count", default=0))["given"]
    if count > meeting.votes_cap:
        raise VotesSpent(_("One topic gets at most %(cap)s of your votes.") % {"cap": meeting.votes_cap})
    if others + count > meeting.votes_each:
        raise VotesSpent(_("Your %(votes)s votes are given. Take one back to move it.") % {"votes": meeting.votes_each})
    if count == 0:
        mine.filter(topic=topic).delete()
    else:
        Vote.objects.update_or_create(topic=topic, person=by, defaults={"count": count})


@transaction.atomic
def choose_topics(meeting: Meeting, *, topics: Collection[Topic], by: Person, at: datetime) -> None:
    """Choose the few that the group goes deep on; this closes the vote."""
    if not topics:
        raise NothingChosen(_("Choose at least one topic."))
    touch(meeting)
    pks = [topic.pk for topic in topics]
    Topic.objects.filter(meeting=meeting).exclude(pk__in=pks).update(is_chosen=False)
    Topic.objects.filter(meeting=meeting, pk__in=pks).update(is_chosen=True)
    count_votes(meeting, at=at)
