"""Commitments, the agreed record, and the forms that take steps and say what became of earlier ones."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cycles.adjust import access, actions, queries
from cycles.adjust.enums import Became
from cycles.adjust.forms import DispositionForm, SettleForm, StepForm
from cycles.meet import crowd, room
from cycles.plan import queries as plan_queries
from cycles.plan.enums import Step
from cycles.plan.models import ReflectionSession
from teams import access as teams_access

from .person import person_of


def _today(session: ReflectionSession) -> date:
    return timezone.localdate(timezone=session.cycle.school.zone)


def _in_room(request: HttpRequest) -> bool:
    return bool(request.POST.get("face"))


# --- commitments: mine, my team's, the school's


def _board(request: HttpRequest, scope: str, *, refusal: str = "", status: int = 200) -> HttpResponse:
    person = person_of(request)
    school = teams_access.workplace(person)
    today = timezone.localdate(timezone=school.zone if school else None)
    board = queries.step_board(person, scope=scope, today=today)
    tabs = [
        {"label": queries.scope_label(name), "url": f"?scope={name}", "is_current": name == board.scope}
        for name in board.scopes
    ]
    return render(
        request, "cycles/adjust/commitments.html", {"board": board, "tabs": tabs, "refusal": refusal}, status=status
    )


@require_GET
def commitments(request: HttpRequest) -> HttpResponse:
    teams_access.only_if(access.has_commitments(person_of(request)))
    return _board(request, request.GET.get("scope", ""))


@require_POST
def step_settle(request: HttpRequest, pk: int) -> HttpResponse:
    step = access.editable_step(person_of(request), pk)
    form = SettleForm(request.POST)
    if not form.is_valid():
        return _board(request, "", refusal=_("Choose what became of it."), status=422)
    scope = form.cleaned_data.pop("scope")
    try:
        actions.settle_action_step(step, **form.cleaned_data, by=person_of(request), at=timezone.now())
    except actions.Refusal as refusal:
        return _board(request, scope, refusal=str(refusal), status=422)
    messages.success(request, f"{step.get_state_display()}: {step.text}")
    return redirect(f"{reverse('cycles:commitments')}?scope={scope}")


# --- the record


@require_GET
def record(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.readable_record(person_of(request), pk)
    page = queries.record(session, person_of(request), today=_today(session))
    context = {"page": page, "session": session, "school": session.cycle.school, "choices": Became.choices}
    context["resources"] = plan_queries.resources(Step.ADJUST)
    return render(request, "cycles/adjust/record.html", context)


# --- steps taken, in the room and outside it


def _answer(
    request: HttpRequest,
    session: ReflectionSession,
    form: StepForm | DispositionForm,
    change: Callable[[dict[str, Any]], object],
    refused: Callable[[str], HttpResponse],
) -> HttpResponse:
    """One change; from the room the room answers, from a page the record."""
    is_valid = form.is_valid()
    with crowd.told_when_drawn(session):
        try:
            if is_valid:
                change({name: value for name, value in form.cleaned_data.items() if name != "face"})
        except actions.Refusal as refusal:
            return room.refuse(request, session, form, because=refusal) if _in_room(request) else refused(str(refusal))
        if _in_room(request):
            return room.answer(request, session) if is_valid else room.refuse(request, session, form)
    if not is_valid:
        return refused("")
    messages.success(request, _("Saved."))
    return redirect("cycles:record", session.pk)


def _step_page(request: HttpRequest, session: ReflectionSession, form: StepForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "session": session, "school": session.cycle.school}
    return render(request, "cycles/adjust/step_new.html", context, status=status)


@require_GET
def step_new(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.writable_session(person_of(request), pk)
    return _step_page(request, session, StepForm(session=session, today=_today(session)))


@require_POST
def step_take(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.writable_session(person_of(request), pk)
    form = StepForm(request.POST, session=session, today=_today(session))

    def take(data: dict[str, Any]) -> None:
        actions.take_action_step(session, **data, by=person_of(request), at=timezone.now())

    def refused(text: str) -> HttpResponse:
        if text:
            form.add_error(None, text)
        return _step_page(request, session, form, status=422)

    return _answer(request, session, form, take, refused)


@require_POST
def disposition_record(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.writable_session(person_of(request), pk)
    form = DispositionForm(request.POST)

    def answer(data: dict[str, Any]) -> None:
        found = queries.commitment(session, data.pop("kind"), data.pop("pk"))
        if found is None:
            raise Http404
        actions.record_disposition(session, **found.target, **data, by=person_of(request), at=timezone.now())

    def refused(text: str) -> HttpResponse:
        return room.refuse(request, session, form, because=actions.ReasonMissing())

    return _answer(request, session, form, answer, refused)
