"""A member's maps: what is asked of me, and what I wrote."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from cycles.listen import access
from cycles.listen.enums import MapBox
from cycles.listen.models import MapRound, ThinkingMap
from teams.models import Person

from .cycles import cycle_title


@dataclass(frozen=True)
class Asked:
    """One map that a person is, or was, asked for. Of a sheet without names nobody knows whether it is done."""

    round: MapRound
    lead: str
    title: str
    url: str
    closes_at: datetime
    is_open: bool
    is_anonymous: bool
    is_done: bool
    is_begun: bool

    @property
    def waits(self) -> bool:
        return self.is_open and not self.is_done


def asked_of(person: Person, *, at: datetime) -> tuple[Asked, ...]:
    """Everything that the person was asked for at their workplace, the newest first. 2 queries, and the workplace."""
    maps = access.own_maps(person).order_by("-round__closes_at", "-pk")
    asked = MapRound.objects.filter(team__school=access.workplace_of(person), survey__tickets__person=person)
    sheets = asked.select_related("lead", "team", "survey", "learning_cycle__term")
    found = [_named(one, at) for one in maps] + [_sealed(one, at) for one in sheets]
    return tuple(sorted(found, key=lambda one: one.closes_at, reverse=True))


def _named(found: ThinkingMap, at: datetime) -> Asked:
    closes_at = found.round.closes_at or at
    return Asked(
        found.round,
        found.round.lead.name,
        cycle_title(found.round.learning_cycle),
        reverse("cycles:map", args=[found.pk]),
        closes_at,
        at <= closes_at,
        False,
        found.handed_in_at is not None,
        not found.is_empty,
    )


def _sealed(found: MapRound, at: datetime) -> Asked:
    closes_at = found.closes_at or at
    url = reverse("surveys:sheet", args=[found.survey_id])
    title = cycle_title(found.learning_cycle)
    return Asked(found, found.lead.name, title, url, closes_at, at < closes_at, True, False, False)


@dataclass(frozen=True)
class MapPage:
    """One's own map: its branches with what was written, and how it stands."""

    map: ThinkingMap
    lead: str
    title: str
    branches: tuple[tuple[MapBox, str], ...]
    is_open: bool

    @property
    def is_handed_in(self) -> bool:
        return self.map.handed_in_at is not None

    @property
    def may_change(self) -> bool:
        return self.is_open and not self.is_handed_in

    @property
    def may_take_up(self) -> bool:
        return self.is_open and self.is_handed_in and self.map.read_at is None


def map_page(found: ThinkingMap, *, at: datetime) -> MapPage:
    """No query."""
    branches = tuple((box, getattr(found, box.value)) for box in MapBox)
    title = cycle_title(found.round.learning_cycle)
    is_open = found.round.closes_at is not None and at <= found.round.closes_at
    return MapPage(found, found.round.lead.name, title, branches, is_open)
