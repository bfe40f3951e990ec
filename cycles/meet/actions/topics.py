"""Cards grouped into topics."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.meet.enums import CardKind
from cycles.meet.models import Card, Meeting, Topic
from teams.models import Person, UipGoal

from .cards import must_be_shown
from .refusals import NothingChosen
from .steps import touch


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
