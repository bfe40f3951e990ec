"""What is pressed in a room: the form, one action, the answer."""

from collections.abc import Callable
from functools import partial

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from cycles.meet import actions, crowd, room
from cycles.meet.forms import RoomForm
from cycles.meet.models import Meeting
from cycles.plan.models import ReflectionSession

from .person import person_of


def press(
    request: HttpRequest, meeting: Meeting, form: RoomForm, action: Callable[..., object], thing: Model | None = None
) -> HttpResponse:
    """Check the form, do `action` to `thing` (else the meeting), answer; a refusal gives back what was typed."""
    return answer(request, meeting.session, form, partial(action, thing or meeting))


def answer(
    request: HttpRequest, session: ReflectionSession, form: RoomForm, action: Callable[..., object]
) -> HttpResponse:
    """Check the form, do `action` with what it says, answer; a refusal gives back what was typed.

    Others are told when what they will ask for is drawn, and so is the answer.
    """
    if not form.is_valid():
        return room.refuse(request, session, form)
    said = {name: value for name, value in form.cleaned_data.items() if name not in ("face", "back")}
    with crowd.told_when_drawn(session):
        try:
            action(**said, by=person_of(request), at=timezone.now())
        except actions.RoomRefusal as refusal:
            return room.refuse(request, session, form, because=refusal)
        return room.answer(request, session)
