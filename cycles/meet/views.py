"""The three faces of a room, the stream that keeps them fresh, and everything that is pressed in it."""

import io
from collections.abc import Callable
from functools import partial
from typing import Any

import segno
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cycles.plan.models import ReflectionSession
from reflection_site import events
from teams.models import Person

from . import access, actions, room
from .enums import CardKind, Face
from .forms import (
    AgreeForm,
    CardForm,
    CauseForm,
    CelebrateForm,
    ChooseForm,
    FinishForm,
    GroupForm,
    MinutesForm,
    PredictForm,
    RenameForm,
    RevealForm,
    RevisitForm,
    RoomForm,
    StepForm,
    VoteForm,
)


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)  # noqa: S101  sign-in is asked for by middleware
    return request.user


def _do(
    request: HttpRequest, session: ReflectionSession, form: RoomForm, change: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """Check the form, make one change, answer; a refusal gives back what was typed."""
    if not form.is_valid():
        return room.refuse(request, session, form)
    try:
        change({name: value for name, value in form.cleaned_data.items() if name != "face"})
    except actions.RoomRefusal as refusal:
        return room.refuse(request, session, form, because=refusal)
    return room.answer(request, session)


# --- faces


def _come(request: HttpRequest, session: ReflectionSession) -> None:
    meeting = access.meeting_of(session)
    if meeting is not None:
        actions.attend_meeting(meeting, by=_person(request), at=timezone.now())


def _face(request: HttpRequest, session: ReflectionSession, face: Face) -> HttpResponse:
    return render(request, f"cycles/meet/{face}.html", room.context(request, session, face))


@never_cache
@require_GET
def room_page(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.joinable_session(_person(request), pk)
    _come(request, session)
    return _face(request, session, Face.ROOM)


@never_cache
@require_GET
def facilitate(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.facilitated_session(_person(request), pk)
    _come(request, session)
    return _face(request, session, Face.FACILITATE)


@never_cache
@require_GET
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    return _face(request, access.joinable_session(_person(request), pk), Face.SCREEN)


@never_cache
@require_GET
def room_phase(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.joinable_session(_person(request), pk)
    _come(request, session)
    return room.part(request, session, Face.ROOM)


@never_cache
@require_GET
def facilitate_phase(request: HttpRequest, pk: int) -> HttpResponse:
    return room.part(request, access.facilitated_session(_person(request), pk), Face.FACILITATE)


@never_cache
@require_GET
def screen_phase(request: HttpRequest, pk: int) -> HttpResponse:
    return room.part(request, access.joinable_session(_person(request), pk), Face.SCREEN)


@require_GET
def screen_code(request: HttpRequest, pk: int) -> HttpResponse:
    """The room's address as a QR code."""
    session = access.joinable_session(_person(request), pk)
    picture = io.BytesIO()
    address = request.build_absolute_uri(reverse("cycles:room", args=[session.pk]))
    segno.make(address, error="m").save(picture, kind="svg", border=1, scale=8, omitsize=True, dark="#10191b")
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


@require_GET
def meeting_stream(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Server-sent events `meeting`, each the version that can be fetched; `gone` when the person may stay no longer."""
    session = access.joinable_session(_person(request), pk)
    look = partial(access.heard_version, _person(request).pk, session.pk, request.session.session_key)
    known = request.headers.get("Last-Event-ID") or request.GET.get("seen", "")
    seen = int(known) if known.isdecimal() else None
    body = events.stream(session.topic, name="meeting", look=look, seen=seen)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingHttpResponse(body, content_type="text/event-stream", headers=headers)


# --- the meeting's steps


@require_POST
def meeting_open(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.facilitated_session(_person(request), pk)
    try:
        meeting = actions.open_meeting(session, by=_person(request), at=timezone.now())
    except actions.NotScheduled as refusal:
        return room.refuse(request, session, because=refusal)
    actions.attend_meeting(meeting, by=_person(request), at=timezone.now())
    return redirect("cycles:facilitate", pk=session.pk)


@require_POST
def meeting_advance(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    go_on = partial(actions.advance_phase, meeting, by=_person(request), at=timezone.now())
    return _do(request, meeting.session, StepForm(request.POST), lambda data: go_on(**data))


@require_POST
def meeting_return(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    go_back = partial(actions.return_phase, meeting, by=_person(request), at=timezone.now())
    return _do(request, meeting.session, StepForm(request.POST), lambda data: go_back(**data))


@require_POST
def meeting_extend(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    extend = partial(actions.extend_phase, meeting, by=_person(request), at=timezone.now())
    return _do(request, meeting.session, MinutesForm(request.POST), lambda data: extend(**data))


@require_POST
def meeting_take_over(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.facilitated_meeting(_person(request), pk)
    take_over = partial(actions.take_over_meeting, meeting, by=_person(request), at=timezone.now())
    return _do(request, meeting.session, RoomForm(request.POST), lambda data: take_over())


@require_POST
def meeting_close(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    close = partial(actions.close_meeting, meeting, by=_person(request), at=timezone.now())
    return _do(request, meeting.session, StepForm(request.POST), lambda data: close(**data))


@require_POST
def step_finish(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.joinable_meeting(_person(request), pk)
    finish = partial(actions.finish_step, meeting, by=_person(request), at=timezone.now())
    return _do(request, meeting.session, FinishForm(request.POST), lambda data: finish(**data))


# --- predict, then see


def _back(request: HttpRequest, answer: HttpResponse, pk: int) -> HttpResponse:
    """Back to the packet, for who predicts or reveals there; a refusal is given as it is."""
    is_done = answer.status_code < 400 and request.POST.get("back") == "packet"
    return redirect("cycles:packet", pk) if is_done else answer


@require_POST
def prediction_save(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.predicting_session(_person(request), pk)

    def save(data: dict[str, Any]) -> None:
        held = access.held_chart(session, data["chart"])
        said = {"text": data["text"], "is_skipped": data["skip"]}
        actions.save_prediction(held, **said, by=_person(request), at=timezone.now())

    return _back(request, _do(request, session, PredictForm(request.POST), save), pk)


@require_POST
def charts_reveal(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.revealing_session(_person(request), pk)
    reveal = partial(actions.reveal_charts, session, by=_person(request), at=timezone.now())
    form = RevealForm(request.POST)
    return _back(request, _do(request, session, form, lambda data: reveal(chart=data["chart"])), pk)


# --- goals and cards


@require_POST
def goal_revisit(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)

    def revisit(data: dict[str, Any]) -> None:
        which: dict[str, Any] = access.goal_at_hand(meeting, data.pop("field"), data.pop("pk"))
        actions.revisit_goal(meeting, **which, **data, by=_person(request), at=timezone.now())

    return _do(request, meeting.session, RevisitForm(request.POST), revisit)


@require_POST
def card_write(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.joinable_meeting(_person(request), pk)
    write = partial(actions.write_card, meeting, by=_person(request), at=timezone.now())
    return _do(request, meeting.session, CardForm(request.POST), lambda data: write(**data))


@require_POST
def card_withdraw(request: HttpRequest, pk: int, card_pk: int) -> HttpResponse:
    meeting = access.joinable_meeting(_person(request), pk)
    card = access.own_card(_person(request), meeting, card_pk)
    withdraw = partial(actions.withdraw_card, card, by=_person(request), at=timezone.now())
    return _do(request, meeting.session, RoomForm(request.POST), lambda data: withdraw())


@require_POST
def cards_reveal(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    reveal = partial(actions.reveal_cards, meeting, by=_person(request), at=timezone.now())
    return _do(request, meeting.session, StepForm(request.POST), lambda data: reveal(**data))


@require_POST
def card_celebrate(request: HttpRequest, pk: int, card_pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    card = access.shown_card(meeting, card_pk, CardKind.SUCCESS)
    celebrate = partial(actions.celebrate_card, card, by=_person(request), at=timezone.now())
    return _do(request, meeting.session, CelebrateForm(request.POST), lambda data: celebrate(**data))


# --- topics, votes, causes


@require_POST
def cards_group(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    group = partial(actions.group_cards, meeting, by=_person(request), at=timezone.now())
    return _do(request, meeting.session, GroupForm(request.POST, meeting=meeting), lambda data: group(**data))


@require_POST
def topic_split(request: HttpRequest, pk: int, topic_pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    split = partial(actions.split_topic, access.topic_of(meeting, topic_pk), by=_person(request), at=timezone.now())
    return _do(request, meeting.session, RoomForm(request.POST), lambda data: split())


@require_POST
def topic_rename(request: HttpRequest, pk: int, topic_pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    rename = partial(actions.rename_topic, access.topic_of(meeting, topic_pk), by=_person(request), at=timezone.now())
    return _do(request, meeting.session, RenameForm(request.POST), lambda data: rename(**data))


@require_POST
def votes_open(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    begin = partial(actions.open_votes, meeting, by=_person(request), at=timezone.now())
    return _do(request, meeting.session, StepForm(request.POST), lambda data: begin(**data))


@require_POST
def votes_close(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    end = partial(actions.close_votes, meeting, by=_person(request), at=timezone.now())
    return _do(request, meeting.session, StepForm(request.POST), lambda data: end(**data))


@require_POST
def topic_vote(request: HttpRequest, pk: int, topic_pk: int) -> HttpResponse:
    meeting = access.joinable_meeting(_person(request), pk)
    vote = partial(actions.vote_for, access.topic_of(meeting, topic_pk), by=_person(request), at=timezone.now())
    return _do(request, meeting.session, VoteForm(request.POST), lambda data: vote(**data))


@require_POST
def topics_choose(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    choose = partial(actions.choose_topics, meeting, by=_person(request), at=timezone.now())
    return _do(request, meeting.session, ChooseForm(request.POST, meeting=meeting), lambda data: choose(**data))


@require_POST
def cause_propose(request: HttpRequest, pk: int, topic_pk: int) -> HttpResponse:
    meeting = access.joinable_meeting(_person(request), pk)
    propose = partial(actions.propose_cause, access.topic_of(meeting, topic_pk), by=_person(request), at=timezone.now())
    return _do(request, meeting.session, CauseForm(request.POST), lambda data: propose(**data))


@require_POST
def cause_agree(request: HttpRequest, pk: int, cause_pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    agree = partial(actions.agree_cause, access.cause_of(meeting, cause_pk), by=_person(request), at=timezone.now())
    return _do(request, meeting.session, AgreeForm(request.POST), lambda data: agree(**data))
