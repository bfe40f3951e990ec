"""Somebody steps in for the facilitator; the word to go ahead. Everything leads back to the session's page."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cycles.plan import access, actions
from cycles.plan.guest_forms import NameForm
from cycles.plan.models import ReflectionSession

from .cycles import person_of


def _do(
    request: HttpRequest, session: ReflectionSession, action: Callable[..., object], done: str, **said: object
) -> HttpResponse:
    """One action, told in words, and back to the session."""
    try:
        action(session, **said, by=person_of(request), at=timezone.now())
    except actions.PlanRefused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("cycles:session", session.pk)


@require_POST
def facilitator_step_in(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.deputized_session(person_of(request), pk)
    return _do(request, session, actions.step_in, _("You facilitate this meeting."))


@require_POST
def facilitator_name(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.editable_session(person_of(request), pk)
    form = NameForm(request.POST, session=session)
    if not form.is_valid():
        messages.warning(request, _("Choose who facilitates in the facilitator's place."))
        return redirect("cycles:session", session.pk)
    person = form.cleaned_data["person"]
    done = _("%(name)s facilitates this meeting, and is told.") % {"name": person.name}
    return _do(request, session, actions.name_substitute, done, person=person)


@require_POST
def facilitator_claim(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.own_team_session(person_of(request), pk)
    done = _("Two others of the team confirm on this page, then you facilitate.")
    return _do(request, session, actions.claim_meeting, done)


@require_POST
def facilitator_unclaim(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.own_team_session(person_of(request), pk)
    return _do(request, session, actions.take_back_claim, _("Your offer is taken back."))


@require_POST
def facilitator_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.own_team_session(person_of(request), pk)
    return _do(request, session, actions.confirm_claim, _("Confirmed."))


@require_POST
def facilitator_hand_back(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.substituted_session(person_of(request), pk)
    return _do(request, session, actions.hand_back, _("The meeting is handed back."))
