"""Adjustments: the list, one with its golden thread, proposing, asking, advising, deciding."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cycles.adjust import access, actions, queries
from cycles.adjust.enums import AdjustmentState
from cycles.adjust.forms import AdjustmentForm, AdviceForm, AskForm, DecideForm, ReopenForm
from cycles.adjust.models import Adjustment
from cycles.plan.models import ReflectionSession
from teams import access as teams_access

from .person import person_of


@require_GET
def adjustments(request: HttpRequest) -> HttpResponse:
    teams_access.only_if(access.has_commitments(person_of(request)))
    lines = queries.adjustments_for(person_of(request))
    context = {"lines": lines, "schools": len({line.school for line in lines})}
    return render(request, "cycles/adjust/adjustments.html", context)


def _page(request: HttpRequest, adjustment: Adjustment, *, status: int = 200, **refused: Any) -> HttpResponse:
    """The page with a form for each thing that the reader may do; `refused` replaces one of them."""
    page = queries.adjustment_page(adjustment, person_of(request))
    context: dict[str, Any] = {"page": page, "adjustment": adjustment, "school": page.school}
    if page.may_ask:
        context["ask_form"] = AskForm(adjustment=adjustment)
    if page.may_decide:
        context["decide_form"] = DecideForm(has_advice=any(line.given_at for line in page.advice))
    if page.asks_me:
        context["advice_form"] = AdviceForm(initial={"text": page.asks_me.text})
    return render(request, "cycles/adjust/adjustment.html", context | refused, status=status)


@require_GET
def adjustment(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, access.readable_adjustment(person_of(request), pk))


def _new_page(
    request: HttpRequest, session: ReflectionSession, form: AdjustmentForm, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "session": session, "school": session.cycle.school}
    return render(request, "cycles/adjust/adjustment_new.html", context, status=status)


@require_GET
def adjustment_new(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.writable_session(person_of(request), pk)
    return _new_page(request, session, AdjustmentForm(session=session))


@require_POST
def adjustment_propose(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.writable_session(person_of(request), pk)
    form = AdjustmentForm(request.POST, session=session)
    if not form.is_valid():
        return _new_page(request, session, form, status=422)
    made = actions.propose_adjustment(session, **form.cleaned_data, by=person_of(request), at=timezone.now())
    messages.success(request, _("Proposed. Ask for advice, or decide."))
    return redirect("cycles:adjustment", made.pk)


@require_POST
def adjustment_ask(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.editable_adjustment(person_of(request), pk)
    form = AskForm(request.POST, adjustment=found)
    if not form.is_valid():
        return _page(request, found, ask_form=form, status=422)
    try:
        advice = actions.ask_advice(found, **form.cleaned_data, by=person_of(request), at=timezone.now())
    except actions.Refusal as refusal:
        return _page(request, found, refusal=str(refusal), status=422)
    messages.success(request, _("%(name)s is told and asked for advice.") % {"name": advice.adviser.name})
    return redirect("cycles:adjustment", pk)


@require_POST
def adjustment_decide(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.decidable_adjustment(person_of(request), pk)
    form = DecideForm(request.POST, has_advice=found.advice.filter(given_at__isnull=False).exists())
    if not form.is_valid():
        return _page(request, found, decide_form=form, status=422)
    try:
        actions.decide_adjustment(found, **form.cleaned_data, by=person_of(request), at=timezone.now())
    except actions.Refusal as refusal:
        return _page(request, found, refusal=str(refusal), status=422)
    messages.success(request, _("Decided. Who proposed it and who advised are told."))
    return redirect("cycles:adjustment", pk)


@require_POST
def adjustment_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.decidable_adjustment(person_of(request), pk)
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return _page(request, found, refusal=_("Say in a few words why it is looked at again."), status=422)
    again = {**form.cleaned_data, "state": AdjustmentState.PROPOSED}
    try:
        actions.decide_adjustment(found, **again, by=person_of(request), at=timezone.now())
    except actions.Refusal as refusal:
        return _page(request, found, refusal=str(refusal), status=422)
    return redirect("cycles:adjustment", pk)


@require_POST
def advice_give(request: HttpRequest, pk: int) -> HttpResponse:
    advice = access.own_advice(person_of(request), pk)
    found = access.readable_adjustment(person_of(request), advice.adjustment_id)
    form = AdviceForm(request.POST)
    if not form.is_valid():
        return _page(request, found, advice_form=form, status=422)
    try:
        actions.give_advice(advice, **form.cleaned_data, by=person_of(request), at=timezone.now())
    except actions.Refusal as refusal:
        return _page(request, found, refusal=str(refusal), status=422)
    messages.success(request, _("Your advice is with the school. You can change it until they decide."))
    return redirect("cycles:adjustment", found.pk)
