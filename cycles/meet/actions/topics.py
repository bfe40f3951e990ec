"""Cards grouped into topics, votes for them, and the few that are chosen."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.meet.enums import VOTES_EACH, CardKind
from cycles.meet.models import Card, Meeting, Topic, Vote
from teams.models import Person, UipGoal

from .cards import must_be_shown
from .refusals import NothingChosen, PhaseClosed, VotesClosed, VotesSpent
from .steps import at_step, touch


def _clear_empty_topics(meeting: Meeting) -> None:
    Topic.objects.filter(meeting=meeting, cards=None, is_chosen=False, causes=None).delete()


@transaction.atomic
def group_cards(
    meeting: Meeting,
    *,
    cards: Collection[Card],
    title: str,
    by: Person,
    at: datetime,
    topic: Topic | None = None,
    goal: UipGoal | None = None,
) -> Topic:
    """Put growth cards into a new topic, or into `topic`; a topic that loses its last card goes."""
    must_be_shown(meeting, CardKind.GROWTH)
    if not cards:
        raise NothingChosen(_("Select at least one card."))
    touch(meeting)
    if topic is None:
        topic = Topic.objects.create(meeting=meeting, title=title, goal=goal)
    pks = [card.pk for card in cards]
    Card.objects.filter(pk__in=pks, meeting=meeting, kind=CardKind.GROWTH).update(topic=topic)
    _clear_empty_topics(meeting)
    return topic


@transaction.atomic
def split_topic(topic: Topic, *, by: Person, at: datetime) -> None:
    """Undo a group: its cards stand alone again. A topic that the group chose stays as it is."""
    touch(topic.meeting)
    Card.objects.filter(topic=topic, topic__is_chosen=False).update(topic=None)
    _clear_empty_topics(topic.meeting)


@transaction.atomic
def rename_topic(topic: Topic, *, title: str, by: Person, at: datetime) -> None:
    """Give a topic better words."""
    touch(topic.meeting)
    Topic.objects.filter(pk=topic.pk).update(title=title)
    topic.title = title


@transaction.atomic
def open_votes(meeting: Meeting, *, by: Person, at: datetime, step: int | None = None) -> None:
    """Ask for votes. A card that stands alone becomes a topic of its own first.

    After a counted vote it is a new round from nothing: a single vote can't be worked out from two totals.
    """
    must_be_shown(meeting, CardKind.GROWTH)
    touch(meeting, **at_step(step))
    if Meeting.objects.filter(pk=meeting.pk, votes_closed_at__isnull=False).exists():
        Vote.objects.filter(topic__meeting=meeting).delete()
    for card in Card.objects.filter(meeting=meeting, kind=CardKind.GROWTH, topic=None):
        title = card.text if len(card.text) <= 200 else f"{card.text[:199]}…"
        card.topic = Topic.objects.create(meeting=meeting, title=title)
        card.save(update_fields=["topic"])
    Meeting.objects.filter(pk=meeting.pk).update(votes_opened_at=at, votes_closed_at=None)
    meeting.votes_opened_at, meeting.votes_closed_at = at, None


@transaction.atomic
def close_votes(meeting: Meeting, *, by: Person, at: datetime, step: int | None = None) -> None:
    """End the vote; from now on everyone sees the totals, never who voted how."""
    touch(meeting, **at_step(step))
    Meeting.objects.filter(pk=meeting.pk, votes_closed_at=None).update(votes_closed_at=at)
    meeting.votes_closed_at = meeting.votes_closed_at or at


@transaction.atomic
def vote_for(topic: Topic, *, by: Person, at: datetime, is_wanted: bool | None = None) -> None:
    """Give one of `VOTES_EACH` votes to a topic or (`is_wanted=False`) take it back; None toggles.

    The meeting's row is locked by `touch`, so a double press can never spend more than the budget.
    """
    meeting = topic.meeting
    must_be_shown(meeting, CardKind.GROWTH)
    try:
        touch(meeting, votes_closed_at=None)
    except PhaseClosed as closed:
        raise VotesClosed(_("The vote is closed.")) from closed
    mine = Vote.objects.filter(person=by, topic__meeting=meeting)
    has_voted = mine.filter(topic=topic).exists()
    if has_voted and is_wanted is not True:
        mine.filter(topic=topic).delete()
    elif not has_voted and is_wanted is not False:
        if mine.count() >= VOTES_EACH:
            raise VotesSpent(_("Your %(votes)s votes are given. Take one back to move it.") % {"votes": VOTES_EACH})
        Vote.objects.create(topic=topic, person=by)


@transaction.atomic
def choose_topics(meeting: Meeting, *, topics: Collection[Topic], by: Person, at: datetime) -> None:
    """Choose the few that the group goes deep on; this closes the vote."""
    if not topics:
        raise NothingChosen(_("Choose at least one topic."))
    touch(meeting)
    pks = [topic.pk for topic in topics]
    Topic.objects.filter(meeting=meeting).exclude(pk__in=pks).update(is_chosen=False)
    Topic.objects.filter(meeting=meeting, pk__in=pks).update(is_chosen=True)
    Meeting.objects.filter(pk=meeting.pk, votes_closed_at=None).update(votes_closed_at=at)
    meeting.votes_closed_at = meeting.votes_closed_at or at
