"""Fishbone: causes of each chosen topic by their kind, wide before deep; one of them is agreed as the root cause."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cycles.meet import queries
from cycles.meet.enums import CauseCategory
from cycles.meet.models import Meeting

from .base import PhaseKind, Seat


@dataclass(frozen=True)
class Bone:
    """One kind of cause with those that the group named."""

    value: str
    label: str
    causes: tuple[queries.CauseLine, ...]


@dataclass(frozen=True)
class Fish:
    """A chosen topic and its bones, one for each kind."""

    topic: queries.TopicLine
    bones: tuple[Bone, ...]


@dataclass(frozen=True)
class Shown:
    """The chosen topics, each with a bone for every kind of cause."""

    fishes: tuple[Fish, ...]
    categories: list[tuple[str, str]]


def show(meeting: Meeting, seat: Seat) -> Shown:
    """The same for everyone. 4 queries."""
    categories = [(value, str(label)) for value, label in CauseCategory.choices]
    topics = queries.topics(meeting, reader=None, chosen_only=True)
    return Shown(tuple(Fish(topic, _bones(topic, categories)) for topic in topics), categories)


def _bones(topic: queries.TopicLine, categories: list[tuple[str, str]]) -> tuple[Bone, ...]:
    return tuple(
        Bone(value, label, tuple(cause for cause in topic.causes if cause.category == label))
        for value, label in categories
    )


PHASE = PhaseKind(
    key="fishbone",
    label=_("Fishbone"),
    show=show,
    finds_causes=True,
    tips=(
        _("Fill every bone with at least one thought before you weigh any."),
        _("Ask of each: how do we know? Then follow the strongest one with “why?”."),
        _("Agree on one that is within our control and is not a person."),
    ),
)
