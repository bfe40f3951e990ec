"""What stands in people's calendars beside the teams' meetings: the verbs above register theirs here.

Whatever it is, it comes by one way only: a kind brings its happenings into the feed (`happenings`), takes out what
came by mail when the feed is chosen (`take_out`), and brings it by mail again when the feed ends (`bring_by_mail`).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from teams.models import Person

from .calendar import Item
from .models import CalendarChoice


class Kind(Protocol):
    def happenings(self, person: Person, *, since: datetime) -> Iterable[Item]: ...

    def take_out(self, choice: CalendarChoice, *, at: datetime) -> None: ...

    def bring_by_mail(self, choice: CalendarChoice, *, at: datetime) -> None: ...


KINDS: dict[str, Kind] = {}


def register(key: str, kind: Kind) -> None:
    """Add a kind; registering a key again replaces it."""
    KINDS[key] = kind


def happenings(person: Person, *, since: datetime) -> list[Item]:
    """Everything of the person's from `since` on, kind by kind."""
    return [item for kind in KINDS.values() for item in kind.happenings(person, since=since)]


def take_out(choice: CalendarChoice, *, at: datetime) -> None:
    for kind in KINDS.values():
        kind.take_out(choice, at=at)


def bring_by_mail(choice: CalendarChoice, *, at: datetime) -> None:
    for kind in KINDS.values():
        kind.bring_by_mail(choice, at=at)
