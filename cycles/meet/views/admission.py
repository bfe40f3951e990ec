"""In the room without a sign-in: tapping one's name, who leads admits, and writing in this one meeting.

Every address that an admitted browser is shown lies under `ADMITTED`, where there is only what it may do; the key is a
cookie that is sent to this meeting's addresses there and nowhere else.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cycles.meet import access, actions, entering, queries, room
from cycles.meet.entrances import Admission
from cycles.meet.enums import Face
from cycles.meet.forms import CardForm, CauseForm, FinishForm, RoomForm, VoteForm
from cycles.meet.models import Meeting
from cycles.plan import access as plan_access
from reflection_site.links import unseen
from teams.models import Person

from .streaming import listen

COOKIE = "admission"
ADMITTED = "/admitted/"


_unseen = unseen("same-origin")


# --- at the door


def _join_page(
    request: HttpRequest, meeting: Meeting, key: str, *, problem: str = "", status: int = 200
) -> HttpResponse:
    known = {
        "session": meeting.session,
        "meeting": meeting,
        "key": key,
        "problem": problem,
        "offered": entering.offered(meeting),
    }
    return render(request, "cycles/meet/joining.html", known, status=status)


@_unseen
@require_GET
def joining(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Where the code on the screen leads: who is signed in and may join goes in, others tap their name."""
    meeting = entering.knocked_meeting(pk, key)
    if isinstance(request.user, Person) and plan_access.joinable_sessions(request.user).filter(pk=pk).exists():
        return redirect("cycles:room", pk)
    return _join_page(request, meeting, key)


@_unseen
@require_POST
def joining_ask(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    meeting = entering.knocked_meeting(pk, key)
    person = entering.offered_person(meeting, request.POST.get("name", ""))
    try:
        cookie = actions.ask_admission(meeting, person=person, at=timezone.now())
    except actions.RoomRefusal as refusal:
        return _join_page(request, meeting, key, problem=str(refusal), status=refusal.status)
    answer = redirect("cycles:admitted-room", pk)
    answer.set_cookie(
        COOKIE,
        cookie,
        max_age=entering.ADMITTED_HOURS * 3600,
        path=f"{ADMITTED}sessions/{pk}/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


# --- who leads


def _press(request: HttpRequest, meeting: Meeting, action: Callable[..., object]) -> HttpResponse:
    try:
        action(by=request.user, at=timezone.now())
    except actions.RoomRefusal as refusal:
        return room.refuse(request, meeting.session, because=refusal)
    return room.answer(request, meeting.session)


def _led(request: HttpRequest, pk: int) -> Meeting:
    assert isinstance(request.user, Person)  # noqa: S101 (tells the type checker)
    return access.led_meeting(request.user, pk)


@require_POST
def door_open(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = _led(request, pk)
    return _press(request, meeting, partial(actions.open_door, meeting))


@require_POST
def door_shut(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = _led(request, pk)
    return _press(request, meeting, partial(actions.shut_door, meeting))


@require_POST
def admission_admit(request: HttpRequest, pk: int, admission_pk: UUID) -> HttpResponse:
    meeting = _led(request, pk)
    return _press(request, meeting, partial(actions.admit, entering.answered_admission(meeting, admission_pk)))


@require_POST
def admission_decline(request: HttpRequest, pk: int, admission_pk: UUID) -> HttpResponse:
    meeting = _led(request, pk)
    return _press(request, meeting, partial(actions.decline, entering.answered_admission(meeting, admission_pk)))


@require_POST
def admission_end(request: HttpRequest, pk: int, admission_pk: UUID) -> HttpResponse:
    meeting = _led(request, pk)
    was_another = request.POST.get("was_another") == "on"
    admission = entering.answered_admission(meeting, admission_pk)
    return _press(request, meeting, partial(actions.end_admission, admission, was_another=was_another))


# --- admitted


@contextmanager
def _inside() -> Iterator[None]:
    """Addresses that are made meanwhile lie under `ADMITTED`."""
    before = get_script_prefix()
    set_script_prefix(ADMITTED)
    try:
        yield
    finally:
        set_script_prefix(before)


def _key(request: HttpRequest) -> str:
    return request.COOKIES.get(COOKIE, "")


def _part(request: HttpRequest, admission: Admission) -> str:
    """What the browser is shown now: the participant's face, or why it is not."""
    meeting, person = admission.meeting, admission.person
    known: dict[str, Any] = {"admission": admission, "meeting": meeting, "session": meeting.session}
    if not (entering.is_in(admission) and meeting.is_open):
        return render_to_string("cycles/meet/_admitted_state.html", known, request)
    known |= room.known(meeting.session, Face.ROOM, entering.nobody(person.name), meeting, voter=person)
    known |= {"own_cards": queries.admitted_cards(admission)}
    with _inside():
        return render_to_string("cycles/meet/_room.html", known, request)


@_unseen
@require_GET
def admitted_room(request: HttpRequest, pk: int) -> HttpResponse:
    admission = entering.asked_admission(pk, _key(request))
    known = {
        "admission": admission,
        "meeting": admission.meeting,
        "session": admission.meeting.session,
        "part": _part(request, admission),
        "listens": admission.pk in entering.admitted_versions({admission.pk}),
    }
    return render(request, "cycles/meet/admitted.html", known)


@_unseen
@require_GET
def admitted_phase(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(_part(request, entering.asked_admission(pk, _key(request))))


@_unseen
@require_GET
def admitted_stream(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    admission = entering.asked_admission(pk, _key(request))
    return listen(request, admission.meeting.session, admission.pk, entering.admitted_versions)


def _write(request: HttpRequest, admission: Admission, form: RoomForm, action: Callable[..., object]) -> HttpResponse:
    """Check the form, do `action` with what it says, answer; a refusal gives back what was typed."""
    if not form.is_valid():
        return _refuse(request, admission, form)
    said = {name: value for name, value in form.cleaned_data.items() if name != "face"}
    try:
        action(**said, at=timezone.now())
    except actions.RoomRefusal as refusal:
        return _refuse(request, admission, form, refusal)
    if not getattr(request, "htmx", False):
        return HttpResponseRedirect(reverse("cycles:admitted-room", args=[admission.meeting.session_id]))
    return HttpResponse(_part(request, entering.asked_admission(admission.meeting.session_id, _key(request))))


def _refuse(
    request: HttpRequest, admission: Admission, form: RoomForm, because: actions.RoomRefusal | None = None
) -> HttpResponse:
    with _inside():
        return room.refuse(request, admission.meeting.session, form, because=because, base="base_bare.html")


@_unseen
@require_POST
def admitted_card_write(request: HttpRequest, pk: int) -> HttpResponse:
    admission = entering.admitted(pk, _key(request))
    return _write(request, admission, CardForm(request.POST), partial(actions.write_admitted, admission))


@_unseen
@require_POST
def admitted_card_withdraw(request: HttpRequest, pk: int, card_pk: int) -> HttpResponse:
    admission = entering.admitted(pk, _key(request))
    card = entering.admitted_card(admission, card_pk)
    return _write(request, admission, RoomForm(request.POST), partial(actions.withdraw_card, card, by=admission.person))


@_unseen
@require_POST
def admitted_vote(request: HttpRequest, pk: int, topic_pk: int) -> HttpResponse:
    admission = entering.admitted(pk, _key(request))
    topic = access.topic_of(admission.meeting, topic_pk)
    return _write(request, admission, VoteForm(request.POST), partial(actions.vote_for, topic, by=admission.person))


@_unseen
@require_POST
def admitted_cause_propose(request: HttpRequest, pk: int, topic_pk: int) -> HttpResponse:
    admission = entering.admitted(pk, _key(request))
    propose = partial(actions.propose_in_phase, access.topic_of(admission.meeting, topic_pk), by=admission.person)
    return _write(request, admission, CauseForm(request.POST), propose)


@_unseen
@require_POST
def admitted_finish(request: HttpRequest, pk: int) -> HttpResponse:
    admission = entering.admitted(pk, _key(request))
    finish = partial(actions.finish_step, admission.meeting, by=admission.person)
    return _write(request, admission, FinishForm(request.POST), finish)


@_unseen
@require_POST
def admitted_pass(request: HttpRequest, pk: int) -> HttpResponse:
    """A pass for the number that the browser chose, to put cards without names into the box as nobody."""
    admission = entering.admitted(pk, _key(request))
    box = queries.shut_box(admission.meeting)
    if box is None:
        return JsonResponse({"problem": _("Load the page again; what you wrote stays.")}, status=409)
    try:
        drawn = actions.draw_pass(box, nonce=request.POST.get("nonce", ""), by=admission.person)
    except actions.RoomRefusal as refusal:
        return JsonResponse({"problem": str(refusal)}, status=refusal.status)
    return JsonResponse({"pass": drawn})
