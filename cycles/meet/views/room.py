"""The three faces of a room, the stream that keeps them fresh, and everything that is pressed in it."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cycles.meet import access, actions, room
from cycles.meet.enums import CardKind, Face
from cycles.meet.forms import (
    AgreeForm,
    AnswerForm,
    CardForm,
    CauseForm,
    CelebrateForm,
    ChooseForm,
    FinishForm,
    GroupForm,
    KinForm,
    MinutesForm,
    OpenVotesForm,
    PredictForm,
    RenameForm,
    RevealForm,
    RevisitForm,
    RoomForm,
    SendForm,
    StepForm,
    VoteForm,
)
from cycles.meet.models import Meeting
from cycles.plan.models import ReflectionSession

from .person import person_of as _person
from .pressing import answer as _answer, press as _do
from .streaming import listen

# --- faces


def _come(request: HttpRequest, session: ReflectionSession) -> Meeting | None:
    meeting = access.meeting_of(session)
    if meeting is not None:
        actions.attend_meeting(meeting, by=_person(request), at=timezone.now())
    return meeting


def _come_in(request: HttpRequest, session: ReflectionSession) -> Meeting | None:
    meeting = access.meeting_of(session)
    if meeting is not None:
        actions.come_signed_in(meeting, by=_person(request), at=timezone.now())
    return meeting


def _face(request: HttpRequest, session: ReflectionSession, face: Face, meeting: Meeting | None) -> HttpResponse:
    return render(request, f"cycles/meet/{face}.html", room.context(request, session, face, meeting))


@never_cache
@require_GET
def room_page(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.joinable_session(_person(request), pk)
    return _face(request, session, Face.ROOM, _come_in(request, session))


@never_cache
@require_GET
def facilitate(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.facilitated_session(_person(request), pk)
    return _face(request, session, Face.FACILITATE, _come_in(request, session))


@never_cache
@require_GET
def room_phase(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.joinable_session(_person(request), pk)
    return room.part(request, session, Face.ROOM, _come(request, session))


@never_cache
@require_GET
def facilitate_phase(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.facilitated_session(_person(request), pk)
    return room.part(request, session, Face.FACILITATE, access.meeting_of(session))


@require_GET
def meeting_stream(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Server-sent events `meeting`, each the version that can be fetched; `gone` when the person may stay no longer."""
    session = access.joinable_session(_person(request), pk)
    who = access.listener(_person(request), session, request.session.session_key)
    return listen(request, session, who, access.heard_versions)


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
    return _do(request, meeting, StepForm(request.POST), actions.advance_phase)


@require_POST
def meeting_return(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    return _do(request, meeting, StepForm(request.POST), actions.return_phase)


@require_POST
def meeting_extend(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    return _do(request, meeting, MinutesForm(request.POST), actions.give_minutes)


@require_POST
def meeting_pause(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    return _do(request, meeting, StepForm(request.POST), actions.pause_meeting)


@require_POST
def meeting_take_over(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.facilitated_meeting(_person(request), pk)
    return _do(request, meeting, RoomForm(request.POST), actions.take_over_meeting)


@require_POST
def meeting_close(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    return _do(request, meeting, StepForm(request.POST), actions.close_meeting)


@require_POST
def step_finish(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.joinable_meeting(_person(request), pk)
    return _do(request, meeting, FinishForm(request.POST), actions.finish_step)


# --- predict, then see


def _back(request: HttpRequest, answer: HttpResponse, pk: int) -> HttpResponse:
    """Back to the packet, for who predicts or reveals there; a refusal is given as it is."""
    is_done = answer.status_code < 400 and request.POST.get("back") == "packet"
    return redirect("cycles:packet", pk) if is_done else answer


@require_POST
def prediction_save(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.predicting_session(_person(request), pk)

    def save(*, chart: str, text: str, skip: bool, **who: Any) -> None:
        actions.save_prediction(access.held_chart(session, chart), text=text, is_skipped=skip, **who)

    return _back(request, _answer(request, session, PredictForm(request.POST), save), pk)


@require_POST
def charts_reveal(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.revealing_session(_person(request), pk)
    answer = _answer(request, session, RevealForm(request.POST), partial(actions.reveal_charts, session))
    return _back(request, answer, pk)


# --- goals and cards


def _revisit_goal(meeting: Meeting, *, field: str, pk: int, **said: Any) -> None:
    which: dict[str, Any] = access.goal_at_hand(meeting, field, pk)
    actions.revisit_goal(meeting, **which, **said)


@require_POST
def goal_revisit(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    return _do(request, meeting, RevisitForm(request.POST), _revisit_goal)


@require_POST
def essential_answer(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    return _do(request, meeting, AnswerForm(request.POST), actions.answer_essential)


@require_POST
def parked_send(request: HttpRequest, pk: int, card_pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    return _do(request, meeting, SendForm(request.POST), actions.send_parked, access.parked_card(meeting, card_pk))


@require_POST
def card_write(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.joinable_meeting(_person(request), pk)
    return _do(request, meeting, CardForm(request.POST), actions.write_in_phase)


@require_POST
def card_withdraw(request: HttpRequest, pk: int, card_pk: int) -> HttpResponse:
    meeting = access.joinable_meeting(_person(request), pk)
    card = access.own_card(_person(request), meeting, card_pk)
    return _do(request, meeting, RoomForm(request.POST), actions.withdraw_card, card)


@require_POST
def cards_reveal(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    return _do(request, meeting, StepForm(request.POST), actions.reveal_cards)


@require_POST
def card_celebrate(request: HttpRequest, pk: int, card_pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    card = access.shown_card(meeting, card_pk, CardKind.SUCCESS)
    return _do(request, meeting, CelebrateForm(request.POST), actions.celebrate_card, card)


# --- topics, votes, causes


@require_POST
def cards_group(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    return _do(request, meeting, GroupForm(request.POST, meeting=meeting), actions.group_cards)


@require_POST
def groups_undo(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    return _do(request, meeting, RoomForm(request.POST), actions.undo_grouping)


@require_POST
def kin_suggest(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    return _do(request, meeting, KinForm(request.POST), actions.suggest_kin)


@require_POST
def topic_split(request: HttpRequest, pk: int, topic_pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    return _do(request, meeting, RoomForm(request.POST), actions.split_topic, access.topic_of(meeting, topic_pk))


@require_POST
def topic_rename(request: HttpRequest, pk: int, topic_pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    return _do(request, meeting, RenameForm(request.POST), actions.rename_topic, access.topic_of(meeting, topic_pk))


@require_POST
def votes_open(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    return _do(request, meeting, OpenVotesForm(request.POST), actions.open_votes)


@require_POST
def votes_close(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    return _do(request, meeting, StepForm(request.POST), actions.close_votes)


@require_POST
def topic_vote(request: HttpRequest, pk: int, topic_pk: int) -> HttpResponse:
    meeting = access.joinable_meeting(_person(request), pk)
    return _do(request, meeting, VoteForm(request.POST), actions.vote_for, access.topic_of(meeting, topic_pk))


@require_POST
def topics_choose(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    return _do(request, meeting, ChooseForm(request.POST, meeting=meeting), actions.choose_topics)


@require_POST
def cause_propose(request: HttpRequest, pk: int, topic_pk: int) -> HttpResponse:
    meeting = access.joinable_meeting(_person(request), pk)
    return _do(request, meeting, CauseForm(request.POST), actions.propose_in_phase, access.topic_of(meeting, topic_pk))


@require_POST
def cause_agree(request: HttpRequest, pk: int, cause_pk: int) -> HttpResponse:
    meeting = access.led_meeting(_person(request), pk)
    return _do(request, meeting, AgreeForm(request.POST), actions.agree_cause, access.cause_of(meeting, cause_pk))
