"""Changes on the planner: many meetings at once, one meeting into another slot, the contract day."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_POST

from cycles.plan import access, actions, queries
from cycles.plan.models import Cycle, ReflectionSession
from cycles.plan.slot_forms import ContractDayForm, PicksForm, SlotForm

from .cycles import person_of, planner_page
from .sessions import onward


def _picked(request: HttpRequest, pk: int) -> tuple[Cycle, PicksForm]:
    return access.editable_cycle(person_of(request), pk), PicksForm(request.POST)


def _tell(request: HttpRequest, outcome: actions.Outcome, said: str) -> HttpResponse:
    if outcome.done:
        messages.success(request, said)
    for team, why in outcome.refused:
        messages.warning(request, f"{team}: {why}")
    return HttpResponse()


def _back(request: HttpRequest, cycle: Cycle, outcome: actions.Outcome, said: str) -> HttpResponse:
    _tell(request, outcome, said)
    return redirect("cycles:cycle", cycle.pk)


@require_POST
def proposals_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    cycle, form = _picked(request, pk)
    if not form.is_valid():
        return planner_page(request, cycle, form)
    shown = {key: slot for key, slot in form.cleaned_data["chosen"].items() if slot}
    word = form.cleaned_data["beyond"]
    outcome = actions.confirm_proposals(cycle, shown=shown, beyond=word, by=person_of(request), at=timezone.now())
    count = len(outcome.done)
    said = ngettext(
        "%(count)s meeting has its time. Everyone invited is told.",
        "%(count)s meetings have their time. Everyone invited is told.",
        count,
    )
    return _back(request, cycle, outcome, said % {"count": count})


@require_POST
def sessions_postpone(request: HttpRequest, pk: int) -> HttpResponse:
    cycle, form = _picked(request, pk)
    if not form.is_valid():
        return planner_page(request, cycle, form)
    keys = list(form.cleaned_data["chosen"])
    outcome = actions.postpone_sessions(cycle, keys=keys, by=person_of(request), at=timezone.now())
    count = len(outcome.done)
    said = ngettext("%(count)s meeting is a week later.", "%(count)s meetings are a week later.", count)
    return _back(request, cycle, outcome, said % {"count": count})


@require_POST
def choices_clear(request: HttpRequest, pk: int) -> HttpResponse:
    cycle, form = _picked(request, pk)
    if not form.is_valid():
        return planner_page(request, cycle, form)
    keys = list(form.cleaned_data["chosen"])
    outcome = actions.clear_choices(cycle, keys=keys, by=person_of(request), at=timezone.now())
    return _back(request, cycle, outcome, _("What was chosen by hand is let go; the times are proposed anew."))


@require_POST
def contract_day_set(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = access.editable_cycle(person_of(request), pk)
    form = ContractDayForm(request.POST)
    if not form.is_valid():
        return planner_page(request, cycle, form)
    actions.set_contract_day(cycle.school, **form.cleaned_data, by=person_of(request), at=timezone.now())
    messages.success(request, _("The contract day is set. Proposals keep to it where they can."))
    return redirect("cycles:cycle", pk)


# --- one meeting


def _today(session: ReflectionSession) -> date:
    return timezone.localdate(timezone=session.cycle.school.zone)


def _slot_page(
    request: HttpRequest,
    session: ReflectionSession,
    form: SlotForm,
    *,
    newer: ReflectionSession | None = None,
    status: int = 200,
) -> HttpResponse:
    slot = form.slot if form.is_bound else queries.stands(session, today=_today(session))
    context = {
        "form": form,
        "session": session,
        "school": session.cycle.school,
        "clashes": slot and queries.clashes(session, slot, today=_today(session)),
        "steps": queries.steps(session, slot) if slot else (),
        "leads": access.led_cycles(person_of(request)).filter(pk=session.cycle_id).exists(),
        "newer": newer and queries.stands(newer, today=_today(newer)),
    }
    part = "#slot-form" if request.headers.get("HX-Request") else ""
    return render(request, f"cycles/plan/slot.html{part}", context, status=status)


@require_GET
def slot(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the meeting stands, or in the slot that the address names."""
    session = access.editable_session(person_of(request), pk)
    stands = queries.stands(session, today=_today(session))
    form = SlotForm(session=session, today=_today(session), slot=stands)
    typed = {**{name: form.initial[name] for name in form.initial}, **request.GET.dict()}
    if request.GET.get("meets_on"):
        form = SlotForm(typed, session=session, today=_today(session), slot=stands)
    return _slot_page(request, session, form)


@require_GET
def slot_clashes(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.editable_session(person_of(request), pk)
    form = SlotForm(
        {"version": session.version, **request.GET.dict()}, session=session, today=_today(session), slot=None
    )
    found = form.slot and queries.clashes(session, form.slot, today=_today(session))
    leads = access.led_cycles(person_of(request)).filter(pk=session.cycle_id).exists()
    return render(
        request, "cycles/plan/_clashes.html", {"clashes": found, "form": form, "leads": leads, "session": session}
    )


@require_POST
def session_move(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.editable_session(person_of(request), pk)
    form = SlotForm(request.POST, session=session, today=_today(session), slot=None)
    if not form.is_valid():
        return _slot_page(request, session, form, status=422)
    has_word = (
        form.cleaned_data.pop("word") and access.led_cycles(person_of(request)).filter(pk=session.cycle_id).exists()
    )
    try:
        moved = actions.move_session(
            session, **form.cleaned_data, has_word=has_word, by=person_of(request), at=timezone.now()
        )
    except actions.SessionMoved as refused:
        form.accept_version(refused.newer.version)
        form.add_error(None, str(refused))
        return _slot_page(request, session, form, newer=refused.newer, status=422)
    except actions.PlanRefused as refused:
        form.add_error(None, str(refused))
        return _slot_page(request, session, form, status=422)
    is_told = moved.meets_on is not None
    words = (
        _("%(team)s is moved. Everyone invited is told.") if is_told else _("%(team)s is moved. Nobody is told yet.")
    )
    messages.success(request, words % {"team": session.team.name})
    return onward(request, session)
