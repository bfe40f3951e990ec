"""What who leads presses beside the steps: the clock, minutes, spotlight, who has spoken, handing over."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from cycles.meet import access, actions
from cycles.meet.forms import StepForm
from cycles.meet.models import Card, Meeting, Topic
from cycles.meet.steering_forms import HandOverForm, OvertimeForm, SkipForm, SpokenForm, SpotForm

from .person import person_of
from .pressing import press


@require_POST
def clock_stop(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(person_of(request), pk)
    return press(request, meeting, StepForm(request.POST), actions.stop_clock)


@require_POST
def clock_start(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(person_of(request), pk)
    return press(request, meeting, StepForm(request.POST), actions.start_clock)


@require_POST
def phases_shorten(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(person_of(request), pk)
    return press(request, meeting, StepForm(request.POST), actions.shorten_coming)


@require_POST
def phase_skip(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(person_of(request), pk)
    return press(request, meeting, SkipForm(request.POST, meeting=meeting), actions.skip_phase)


@require_POST
def phases_keep(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(person_of(request), pk)
    return press(request, meeting, StepForm(request.POST), actions.keep_phases)


@require_POST
def meeting_overtime(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(person_of(request), pk)
    return press(request, meeting, OvertimeForm(request.POST), actions.go_past_end)


@require_POST
def meeting_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(person_of(request), pk)
    return press(request, meeting, HandOverForm(request.POST, meeting=meeting), actions.hand_over_meeting)


@require_POST
def spoken_mark(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(person_of(request), pk)
    return press(request, meeting, SpokenForm(request.POST, meeting=meeting), actions.mark_spoken)


def _thing(meeting: Meeting, spot: str) -> Card | Topic | None:
    kind, _, pk = spot.partition("-")
    if not spot:
        return None
    if kind == "topic" and pk.isdecimal():
        return access.topic_of(meeting, int(pk))
    card = access.any_shown_card(meeting, int(pk)) if kind == "card" and pk.isdecimal() else None
    if card is None:
        raise Http404
    return card


@require_POST
def spotlight_set(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.led_meeting(person_of(request), pk)

    def put(meeting: Meeting, *, spot: str, **said: Any) -> None:
        actions.spotlight_thing(meeting, thing=_thing(meeting, spot), **said)

    return press(request, meeting, SpotForm(request.POST), put)
