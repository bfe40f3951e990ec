"""A room as one face shows it, and the two ways to answer what is pressed in it.

Verbs above contribute phases whose forms post to their own views; these answer with `answer` and `refuse` too.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext as _, ngettext

from cycles.plan.models import ReflectionSession
from cycles.plan.parts import in_place_of
from teams.models import Person

from . import access, phases, queries, sharing
from .enums import CardKind, Face, Writers
from .models import Meeting, Phase
from .phases.base import PhaseKind, Seat, Stage


@dataclass(frozen=True)
class Dot:
    """A person as a quiet dot."""

    name: str
    state: str
    word: str


@dataclass(frozen=True)
class Step:
    """What the facilitator's main button does. `confirm` is asked where it cannot be taken back."""

    url: str
    label: str
    says: str
    is_end: bool = False


@dataclass(frozen=True)
class Room:
    """Everything that one face of a meeting shows to one person; nothing that they may not see.

    `left` is what a clock that stands shows ("4:05"; empty where it runs); `spot` is on the screen and the console,
    `desk` on the console only.
    """

    session: ReflectionSession
    meeting: Meeting
    kind: PhaseKind
    seat: Seat
    shown: Any
    title: str
    prompt: str
    agenda: list[queries.AgendaLine]
    people: list[Dot]
    come: int
    finished: int
    has_finished: bool
    next: Step | None
    skip: Step | None
    back: str
    parked: queries.Cards
    writing: queries.Writing
    laid: queries.Laid
    now: datetime
    left: str
    spot: queries.Spot | None
    desk: queries.Desk | None

    @property
    def key(self) -> str:
        """Changes when the group goes to another phase, or the meeting ends."""
        return f"{self.meeting.step}-{'open' if self.meeting.is_open else 'closed'}"

    @property
    def place(self) -> int:
        """Which phase this is, counted from one."""
        return next((n for n, line in enumerate(self.agenda, 1) if line.state == "current"), len(self.agenda))

    @property
    def is_writing(self) -> bool:
        """Whether people write here, so that "I'm finished" means something."""
        return bool(self.kind.writes)

    @property
    def takes_ahead(self) -> bool:
        """Whether people could write cards for a step of this kind before the meeting."""
        return any(kind in queries.ASKED for kind in self.kind.writes)


def seat_of(meeting: Meeting, person: Person, face: Face, voter: Person | None = None) -> Seat:
    """What the person may press on this face. The phase's rule says who writes; one person leads."""
    is_pressed = meeting.is_open and face != Face.SCREEN
    leads = face == Face.FACILITATE and meeting.facilitator_id == person.pk
    writes = meeting.phase.writers == Writers.EVERYONE or (
        meeting.phase.writers == Writers.FACILITATOR and meeting.facilitator_id == person.pk
    )
    return Seat(person, face, may_write=is_pressed and writes, may_lead=is_pressed and leads, voter=voter)


def enter(meeting: Meeting, person: Person, face: Face, *, at: datetime, voter: Person | None = None) -> Room:
    """The room for one person and face: 8 queries, those of the phase's kind, and of what it lays beside.

    A clock that stands costs one more, the screen two, the console 13.

    `voter` is whose votes and "finished" are shown, where the browser of somebody admitted reads as nobody.
    """
    seat = seat_of(meeting, person, face, voter)
    kind = phases.kind(meeting.phase.kind)
    shown = kind.show(meeting, seat)
    wanted, changed = queries.wanted_phases(meeting), queries.changes(meeting)
    before, after = queries.around(meeting, wanted, changed)
    present = queries.presence(meeting)
    minutes = queries.planned(meeting, wanted, changed)
    go_on = _go_on(meeting, after, minutes)
    writing = queries.writing(meeting)
    inside = _inside(kind.stage(shown), meeting, writing)
    return Room(
        session=meeting.session,
        meeting=meeting,
        kind=kind,
        seat=seat,
        shown=shown,
        title=queries.worded(meeting.phase, "title"),
        prompt=queries.worded(meeting.phase, "prompt"),
        agenda=queries.agenda(meeting, wanted, at=at, changed=changed),
        people=[_dot(line) for line in present],
        come=sum(line.has_come for line in present),
        finished=sum(line.is_finished for line in present),
        has_finished=any(line.pk == seat.hand.pk and line.is_finished for line in present),
        next=inside or go_on,
        skip=go_on if inside else None,
        back=queries.worded(before, "title") if before else "",
        parked=queries.cards(meeting, CardKind.PARKED, reader=person)[CardKind.PARKED],
        writing=writing,
        laid=queries.laid(meeting, None if seat.is_screen else person),
        now=at,
        left=_left(meeting),
        spot=None if face == Face.ROOM else queries.spotlight(meeting),
        desk=queries.desk(meeting, present, wanted, changed, at=at) if seat.is_console and meeting.is_open else None,
    )


def _left(meeting: Meeting) -> str:
    seconds = queries.seconds_left(meeting)
    if seconds is None:
        return ""
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'+' if seconds < 0 else ''}{minutes}:{rest:02}"


def _to(name: str, meeting: Meeting) -> str:
    return reverse(name, args=[meeting.session_id])


def _inside(stage: Stage | None, meeting: Meeting, writing: queries.Writing) -> Step | None:
    if stage is None:
        return None
    says = str(stage.says)
    if writing.box and stage.url_name == "cycles:cards-reveal":
        says = _("Everyone sees all cards at once, mixed and without names. Later ones wait for five people.")
    return Step(_to(stage.url_name, meeting), str(stage.label), says)


def _go_on(meeting: Meeting, after: Phase | None, minutes: dict[int, int]) -> Step:
    if after is None:
        says = _("Ends the meeting for everyone. What was agreed becomes the record; nobody writes any more.")
        return Step(_to("cycles:meeting-close", meeting), _("Close the meeting"), says, is_end=True)
    title = queries.worded(after, "title")
    says = ngettext(
        "Takes everyone to “%(title)s”, %(minutes)s minute.",
        "Takes everyone to “%(title)s”, %(minutes)s minutes.",
        minutes[after.pk],
    ) % {"title": title, "minutes": minutes[after.pk]}
    return Step(_to("cycles:meeting-advance", meeting), _("Next: %(title)s") % {"title": title}, says)


def _dot(line: queries.Presence) -> Dot:
    if line.is_finished:
        return Dot(line.name, "ready", _("finished"))
    return Dot(line.name, "working", _("here")) if line.has_come else Dot(line.name, "away", _("not here yet"))


# --- answers


def face_of(request: HttpRequest) -> Face:
    """The face that a form was sent through."""
    return Face.FACILITATE if request.POST.get("face") == Face.FACILITATE else Face.ROOM


def answer(request: HttpRequest, session: ReflectionSession) -> HttpResponse:
    """After a change: the face's new state for htmx, else the way back to its page.

    What was pressed may have had another door than the face: who may not see that is told no more than "done" (204).
    """
    face = face_of(request)
    if not getattr(request, "htmx", False):
        return HttpResponseRedirect(reverse(f"cycles:{face}", args=[session.pk]))
    assert isinstance(request.user, Person)  # noqa: S101  the door let them in
    if not access.may_see(request.user, session, face):
        return HttpResponse(status=204)
    return part(request, session, face, access.meeting_of(session))


# stands in a part where its forms have a token: the page that draws it has one of its reader's own
PAGES_OWN = "of-the-page"


def part(request: HttpRequest, session: ReflectionSession, face: Face, meeting: Meeting | None) -> HttpResponse:
    """The part of a face that changes with the meeting: drawn once for all who are shown the same."""
    return HttpResponse(drawn(request, session, face, meeting))


def drawn(request: HttpRequest, session: ReflectionSession, face: Face, meeting: Meeting | None) -> str:
    """That part in the language at hand, for `request.user`."""
    assert isinstance(request.user, Person)  # noqa: S101  the door let them in

    def draw() -> str:
        known = context(request, session, face, meeting) | {"csrf_token": PAGES_OWN}
        return render_to_string(f"cycles/meet/_{face}.html", known, request)

    return sharing.drawn(meeting, request.user, face, get_language(), draw=draw) if meeting else draw()


def context(request: HttpRequest, session: ReflectionSession, face: Face, meeting: Meeting | None) -> dict[str, Any]:
    """What a face's templates know; `room` is None before the meeting has begun."""
    assert isinstance(request.user, Person)  # noqa: S101  the door let them in
    return known(session, face, request.user, meeting)


def known(
    session: ReflectionSession, face: Face, person: Person, meeting: Meeting | None, *, voter: Person | None = None
) -> dict[str, Any]:
    """What a face's templates know of what `person` may see; `voter` is whose votes and "finished" are shown."""
    room = None if meeting is None else enter(meeting, person, face, at=timezone.now(), voter=voter)
    screen = ("phase", "code")
    told: dict[str, Any] = {
        "room": room,
        "session": session,
        "meeting": meeting,
        "face": face,
        "school": session.cycle.school,
        "is_written_ahead": meeting is None and face == Face.ROOM and bool(queries.written_ahead([session])),
        "in_place": in_place_of(session, meeting.facilitator if meeting else None, is_today=True),
    }
    if face == Face.SCREEN:
        told["addresses"] = {part: reverse(f"cycles:screen-{part}", args=[session.pk]) for part in screen}
        told["addresses"]["stream"] = reverse("cycles:meeting-stream", args=[session.pk])
        told["door"] = queries.screen_door(meeting) if meeting else None
    return told | ({"shown": room.shown, "seat": room.seat} if room else {})


def refuse(
    request: HttpRequest,
    session: ReflectionSession,
    form: forms.BaseForm | None = None,
    *,
    because: Exception | None = None,
    base: str = "base.html",
    back: str = "",
) -> HttpResponse:
    """422 (or the exception's own `status`), with what was typed given back: nothing is lost, nothing is kept.

    The page in use shows the reason beside the words; without a script they come back in a page of their own, which
    leads `back`, else to the face.
    """
    reasons = [str(because)] if because else []
    if form is not None and not because:
        reasons = [str(text) for errors in form.errors.values() for text in errors]
    face = face_of(request)
    known = {"session": session, "form": form, "reasons": reasons, "face": face, "base": base, "back": back}
    name = "_refusal" if getattr(request, "htmx", False) else "refused"
    return render(request, f"cycles/meet/{name}.html", known, status=getattr(because, "status", 422))
