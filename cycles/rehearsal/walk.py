"""The play: from before the meeting to after it, place by place. Each look plays it anew up to its place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cycles.meet import access, entering, phases, queries, room
from cycles.meet.enums import CardKind, Face
from cycles.meet.models import Card, Meeting, Phase, Protocol

from . import acts, words
from .acts import Play
from .moves import Move, moves_of
from .school import Cast, make_example, plan_for


class NothingToRehearse(Exception):
    """A protocol without a step, or with none in this time."""


@dataclass(frozen=True)
class Place:
    """A moment of the meeting. `said` is what is so then, `press` what the facilitator presses to come to it.

    `phase` is None before the meeting and after it; `after` is how much of the meeting's time is spent by then.
    """

    number: int
    said: str
    press: str
    play: Callable[[Play], object]
    phase: Phase | None
    title: str
    prompt: str
    tips: tuple[str, ...]
    after: timedelta


@dataclass(frozen=True)
class Rehearsal:
    """Where somebody is in the walk, and what `draw` made of it."""

    places: tuple[Place, ...]
    at: int
    drawn: str

    @property
    def place(self) -> Place:
        return self.places[self.at]

    @property
    def before(self) -> Place | None:
        return self.places[self.at - 1] if self.at else None

    @property
    def next(self) -> Place | None:
        return self.places[self.at + 1] if self.at + 1 < len(self.places) else None

    @property
    def steps(self) -> tuple[Place, ...]:
        """The first place of each step, and those before and after the meeting."""
        pairs = zip(self.places, (None, *self.places), strict=False)
        return tuple(one for one, before in pairs if before is None or one.phase != before.phase)


def rehearse(
    protocol: Protocol, *, minutes: int, is_ilt: bool, at: int, face: Face, draw: Callable[[dict[str, Any]], str]
) -> Rehearsal:
    """Play to the place `at`, or the last one before it, draw one face there, and take everything back.

    One transaction that is always rolled back: nothing is stored, and what waits for a commit never happens. Raises
    `NothingToRehearse`.
    """
    if not protocol.phases.filter(kind__in=phases.kinds()).exists():
        raise NothingToRehearse
    with transaction.atomic():
        now = timezone.now()
        cast = make_example(protocol, minutes=minutes, is_ilt=is_ilt, at=now)
        wanted, planned = _agenda(cast, protocol, now)
        if not wanted:
            raise NothingToRehearse
        places = _places(wanted, planned)
        at = max(0, min(at, len(places) - 1))
        begins = now - places[at].after
        plan_for(cast.session, begins)
        for place in places[: at + 1]:
            place.play(Play(cast, begins + place.after))
        drawn = draw(_known(cast, face))
        transaction.set_rollback(True)
    return Rehearsal(places, at, drawn)


def _agenda(cast: Cast, protocol: Protocol, now: datetime) -> tuple[list[Phase], dict[int, int]]:
    """The steps that the meeting will have, with something parked, and their minutes; asked of one that is undone."""
    with transaction.atomic():
        first = protocol.phases.order_by("position")[0]
        known = {"protocol": protocol, "facilitator": cast.facilitator, "opened_at": now}
        meeting = Meeting.objects.create(session=cast.session, phase=first, minutes=cast.session.minutes, **known)
        parked = {"kind": CardKind.PARKED, "author": cast.facilitator, "written_at": now}
        Card.objects.create(meeting=meeting, text=str(words.PARKED), **parked)
        wanted = queries.wanted_phases(meeting)
        planned = queries.planned(meeting, wanted)
        transaction.set_rollback(True)
    return wanted, planned


def _places(wanted: Sequence[Phase], planned: Mapping[int, int]) -> tuple[Place, ...]:
    places, spent = (
        [_outside(_("Before the meeting"), _("The room is ready"), "", acts.nothing, timedelta())],
        timedelta(),
    )
    for phase in wanted:
        length = timedelta(minutes=planned[phase.pk])
        places += _in_step(phase, spent, length, is_first=phase == wanted[0])
        spent += length
    is_over, press = _("The meeting is closed"), _("Press “Close the meeting”.")
    places.append(_outside(_("After the meeting"), is_over, press, acts.close, spent))
    return tuple(replace(place, number=number) for number, place in enumerate(places))


def _outside(title: str, said: str, press: str, play: Callable[[Play], object], after: timedelta) -> Place:
    return Place(0, said, press, play, None, title, "", (), after)


def _in_step(phase: Phase, spent: timedelta, length: timedelta, *, is_first: bool) -> list[Place]:
    title, moves = queries.worded(phase, "title"), moves_of(phase)
    if is_first:
        come = Move(_("People have come in"), _("Press “Open the meeting”."), acts.begin)
    else:
        come = Move(_("The step begins"), _("Press “Next: %(title)s”.") % {"title": title}, acts.advance)
    tips = tuple(map(str, phases.kind(phase.kind).tips))
    prompt = queries.worded(phase, "prompt")
    return [
        Place(
            0, str(move.said), str(move.press), move.play, phase, title, prompt, tips,
            spent + length * number / (len(moves) + 1),
        )
        for number, move in enumerate((come, *moves))
    ]  # fmt: skip


def _known(cast: Cast, face: Face) -> dict[str, Any]:
    """What the face's own templates know: the facilitator's, a participant's, or the screen's, where nobody is."""
    session = type(cast.session).objects.select_related("cycle__school", "team", "facilitator").get(pk=cast.session.pk)
    meeting = access.meeting_of(session)
    who = {Face.FACILITATE: cast.facilitator, Face.ROOM: cast.people[0], Face.SCREEN: entering.nobody()}[face]
    return room.known(session, face, who, meeting)
