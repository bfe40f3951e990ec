"""Who asks at the door of a meeting, who was admitted by name, and what an admitted browser wrote."""

from dataclasses import dataclass
from datetime import datetime

from cycles.meet import entering
from cycles.meet.entrances import Admission, NameDoor
from cycles.meet.models import Card, Meeting

from .cards import CardLine, card_line, shown_kinds, with_cited
from .cited import CitedCells


@dataclass(frozen=True)
class AtTheDoor:
    """Somebody who asks (`admitted_at` is None) or was admitted. `others`: how many more ask under the same name."""

    key: str
    name: str
    asked_at: datetime
    admitted_at: datetime | None
    others: int


@dataclass(frozen=True)
class Door:
    """`code` tells the screen's code from an earlier one; empty while people cannot ask by name."""

    code: str
    waiting: tuple[AtTheDoor, ...] = ()
    inside: tuple[AtTheDoor, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether people can ask by name."""
        return bool(self.code)


def name_door(meeting: Meeting) -> NameDoor | None:
    """What lets people ask by name; None while they cannot. 1 query, none while the meeting is not open."""
    return NameDoor.objects.filter(meeting=meeting).first() if meeting.is_open else None


def _code(meeting: Meeting) -> str:
    door = name_door(meeting)
    return entering.door_key(door)[:6] if door else ""


def screen_door(meeting: Meeting) -> Door:
    """What the screen knows of it: which code it shows. 1 query."""
    return Door(_code(meeting))


def door(meeting: Meeting) -> Door:
    """What who leads knows of it. 2 queries."""
    rows = Admission.objects.filter(meeting=meeting, ended_at=None).select_related("person").order_by("asked_at", "pk")
    people = [row.person_id for row in rows if row.is_waiting]
    lines = [
        AtTheDoor(str(row.pk), row.person.name, row.asked_at, row.admitted_at, people.count(row.person_id) - 1)
        for row in rows
    ]
    return Door(
        _code(meeting),
        waiting=tuple(line for line in lines if line.admitted_at is None),
        inside=tuple(line for line in lines if line.admitted_at is not None),
    )


def admitted_cards(admission: Admission) -> tuple[CardLine, ...]:
    """What this browser wrote and nobody else sees yet; it cites nothing. 2 queries."""
    rows = Card.objects.filter(meeting=admission.meeting_id, admitted__admission=admission)
    rows = rows.exclude(kind__in=shown_kinds(admission.meeting)).order_by("written_at", "pk")
    cited = CitedCells(admission.meeting, None)
    return tuple(card_line(card, admission.meeting, None, cited) for card in with_cited(rows))
