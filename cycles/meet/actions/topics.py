"""Cards grouped into topics."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cycles.meet.enums import CardKind
from cycles.meet.models import Card, CardMove, Meeting, Topic
from teams.models import Person, UipGoal

from .cards import must_be_shown
from .refusals import NothingChosen, VotesClosed
from .steps import touch


def clear_empty_topics(meeting: Meeting) -> None:
    Topic.objects.filter(meeting=meeting, cards=None, is_chosen=False, causes=None).delete()


def _touch_groups(meeting: Meeting) -> None:
    """Groups stay as they are while people vote for them."""
    must_be_shown(meeting, CardKind.GROWTH)
    touch(meeting)
    meeting.refresh_from_db(fields=["votes_opened_at", "votes_closed_at"])
    if meeting.is_voting:
        raise VotesClosed(_("People are voting: the topics stay as they are until the vote is closed."))


def _remember(meeting: Meeting, cards: QuerySet[Card]) -> None:
    """Where these cards lie now; what was remembered before goes."""
    CardMove.objects.filter(card__meeting=meeting).delete()
    CardMove.objects.bulk_create(
        CardMove(card=card, topic=card.topic, title=card.topic.title, goal_id=card.topic.goal_id)
        if card.topic
        else CardMove(card=card)
        for card in cards.select_related("topic")
    )


@transaction.atomic
def group_cards(
    meeting: Meeting,
    *,
    cards: Collection[Card],
    title: str,
    by: Person,
    at: datetime,
    topics: Collection[Topic] = (),
    topic: Topic | None = None,
    goal: UipGoal | None = None,
) -> Topic:
    """Put growth cards, and all of `topics`, into a new topic or into `topic`; one that loses its last card goes."""
    if not cards and not topics:
        raise NothingChosen(_("Select at least one card."))
    _touch_groups(meeting)
    chosen = Q(pk__in=[card.pk for card in cards]) | Q(topic__in=[one.pk for one in topics])
    found = Card.objects.filter(chosen, meeting=meeting, kind=CardKind.GROWTH)
    pks = list(found.values_list("pk", flat=True))
    if topic is not None and not Topic.objects.filter(pk=topic.pk).exists():
        raise NothingChosen(_("That topic is gone: somebody has grouped the cards anew. Choose again."))
    _remember(meeting, found)
    if topic is None:
        topic = Topic.objects.create(meeting=meeting, title=title, goal=goal)
    Card.objects.filter(pk__in=pks).update(topic=topic)
    clear_empty_topics(meeting)
    return topic


@transaction.atomic
def split_topic(topic: Topic, *, by: Person, at: datetime) -> None:
    """Take a group apart: its cards stand alone again. A topic that the group chose stays as it is."""
    _touch_groups(topic.meeting)
    cards = Card.objects.filter(topic=topic, topic__is_chosen=False)
    _remember(topic.meeting, cards)
    cards.update(topic=None)
    clear_empty_topics(topic.meeting)


@transaction.atomic
def undo_grouping(meeting: Meeting, *, by: Person, at: datetime) -> None:
    """Put the cards back to where they lay before the groups were last changed."""
    _touch_groups(meeting)
    moves = list(CardMove.objects.select_related("topic").filter(card__meeting=meeting))
    if not moves:
        raise NothingChosen(_("There is nothing to put back."))
    gone: dict[tuple[str, int | None], Topic] = {}
    for move in moves:
        key = move.title, move.goal_id
        if move.topic is None and move.title and key not in gone:
            gone[key] = Topic.objects.create(meeting=meeting, title=move.title, goal_id=move.goal_id)
        Card.objects.filter(pk=move.card_id).update(topic=move.topic or gone.get(key))
    CardMove.objects.filter(card__meeting=meeting).delete()
    clear_empty_topics(meeting)


@transaction.atomic
def suggest_kin(meeting: Meeting, *, is_wanted: bool, by: Person, at: datetime) -> None:
    """Show who leads which cards may belong together, or no longer."""
    touch(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(suggests_kin=is_wanted)
    meeting.suggests_kin = is_wanted


@transaction.atomic
def rename_topic(topic: Topic, *, title: str, by: Person, at: datetime) -> None:
    """Give a topic better words."""
    touch(topic.meeting)
    Topic.objects.filter(pk=topic.pk).update(title=title)
    topic.title = title
