"""What a person holds in the apps above, and how it passes to a successor.

Apps above register a kind (`register`), so that `teams` imports nobody: `held` tells what the person has from a day
on at some schools, `hand_over` passes the same things on and returns how many. Both look at the same rows.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from django.db.models import QuerySet
from django.utils.functional import Promise

from .models import Person, School


@dataclass(frozen=True)
class Held:
    """One thing that somebody holds: what it is, its day where it has one, its page where it has one."""

    text: str
    when: date | None = None
    url: str = ""


@dataclass(frozen=True)
class Holding:
    """All things of one kind."""

    label: str
    items: list[Held]


class HandOver(Protocol):
    def __call__(
        self,
        person: Person,
        *,
        successor: Person,
        schools: QuerySet[School],
        since: date,
        by: Person,
        at: datetime,
    ) -> int: ...


HeldBy = Callable[[Person, QuerySet[School], date], list[Held]]


@dataclass(frozen=True)
class _Kind:
    label: str | Promise
    held: HeldBy
    hand_over: HandOver


_kinds: dict[str, _Kind] = {}


def register(key: str, *, label: str | Promise, held: HeldBy, hand_over: HandOver) -> None:
    """Add a kind; `label` may be lazy. Registering a key again replaces it."""
    _kinds[key] = _Kind(label, held, hand_over)


def holdings(person: Person, *, schools: QuerySet[School], since: date, links: bool = True) -> list[Holding]:
    """What the person holds from `since` on at `schools`, kind by kind; kinds without anything are left out.

    Without `links` nothing leads to the things themselves: the district may know of them and not open them.
    """
    found = (Holding(str(kind.label), kind.held(person, schools, since)) for kind in _kinds.values())
    kept = [holding for holding in found if holding.items]
    if links:
        return kept
    return [Holding(holding.label, [replace(item, url="") for item in holding.items]) for holding in kept]


def hand_over(
    person: Person,
    *,
    successor: Person,
    schools: QuerySet[School],
    since: date,
    by: Person,
    at: datetime,
) -> int:
    """Pass everything that `holdings` lists to `successor`; the number of things."""
    return sum(
        kind.hand_over(person, successor=successor, schools=schools, since=since, by=by, at=at)
        for kind in _kinds.values()
    )
