"""SLOs: written, handed in, approved, checked, closed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from teams import access, actions, forms, queries
from teams.models import Slo

from .answers import SignedIn, done, done_or_told

DRAFT = ("course", "objective", "team", "ahead", "prepared", "somewhat", "under", "significantly_under")


def slo_answer(request: SignedIn, slo: Slo, *, status: int = 200, **bound: Any) -> HttpResponse:
    """One SLO's page, with the form that was refused where one was."""
    shown = queries.slo_page(request.user, slo)
    context: dict[str, Any] = {"shown": shown}
    if shown.may_edit:
        facts = {name: getattr(slo, name) for name in DRAFT}
        context["slo_form"] = _slo_form(slo, initial=facts)
    if shown.may_check:
        check = {"verdict": slo.midcourse_verdict, "note": slo.midcourse_note}
        context["check_form"] = forms.CheckForm(initial=check, address=reverse("teams:slo-check", args=[slo.pk]))
        context["result_form"] = forms.ResultForm(address=reverse("teams:slo-close", args=[slo.pk]))
    return render(request, "teams/slo.html", context | bound, status=status)


def _slo_form(slo: Slo, *args: Any, **kwargs: Any) -> forms.SloForm:
    address = reverse("teams:slo-edit", args=[slo.pk])
    return forms.SloForm(*args, person=slo.person, school=slo.school, address=address, **kwargs)


@require_GET
def slo(request: SignedIn, pk: int) -> HttpResponse:
    return slo_answer(request, access.readable_slo(request.user, pk))


def _new_form(request: SignedIn, *args: Any) -> forms.NewSloForm:
    school = access.workplace(request.user)
    return forms.NewSloForm(*args, person=request.user, school=school, address=reverse("teams:slo-add"))


@require_GET
def slo_new(request: SignedIn) -> HttpResponse:
    access.only_if(access.slo_authors_at(request.user).exists())
    return render(request, "teams/slo_new.html", {"form": _new_form(request)})


@require_POST
def slo_add(request: SignedIn) -> HttpResponse:
    access.only_if(access.slo_authors_at(request.user).exists())
    form, school = _new_form(request, request.POST), access.working_school(request.user)
    written: list[Slo] = []

    def write() -> None:
        written.append(actions.write_slo(**form.cleaned_data, school=school, by=request.user, at=timezone.now()))

    if done(form, write):
        messages.success(request, _("The draft is kept. Hand it in when it is ready."))
        return redirect("teams:slo", written[0].pk)
    return render(request, "teams/slo_new.html", {"form": form}, status=422)


@require_POST
def slo_edit(request: SignedIn, pk: int) -> HttpResponse:
    slo = access.editable_slo(request.user, pk)
    form = _slo_form(slo, request.POST)
    if done(form, lambda: actions.edit_slo(slo, **form.cleaned_data, by=request.user, at=timezone.now())):
        messages.success(request, _("Saved."))
        return redirect("teams:slo", pk)
    return slo_answer(request, slo, status=422, slo_form=form)


def _step(request: SignedIn, slo: Slo, step: Callable[..., None], said: str) -> HttpResponse:
    if done_or_told(request, lambda: step(slo, by=request.user, at=timezone.now()), said):
        return redirect("teams:slo", slo.pk)
    return slo_answer(request, access.readable_slo(request.user, slo.pk), status=422)


@require_POST
def slo_submit(request: SignedIn, pk: int) -> HttpResponse:
    slo = access.own_slo(request.user, pk)
    return _step(request, slo, actions.submit_slo, _("Handed in. Your evaluator sees it now."))


@require_POST
def slo_approve(request: SignedIn, pk: int) -> HttpResponse:
    slo = access.approvable_slo(request.user, pk)
    return _step(request, slo, actions.approve_slo, _("Approved."))


@require_POST
def slo_return(request: SignedIn, pk: int) -> HttpResponse:
    slo = access.approvable_slo(request.user, pk)
    return _step(request, slo, actions.return_slo, _("Given back as a draft."))


@require_POST
def slo_check(request: SignedIn, pk: int) -> HttpResponse:
    slo = access.editable_slo(request.user, pk)
    form = forms.CheckForm(request.POST, address=request.get_full_path())
    if done(form, lambda: actions.check_slo(slo, **form.cleaned_data, by=request.user, at=timezone.now())):
        messages.success(request, _("The mid-course check is kept."))
        return redirect("teams:slo", pk)
    return slo_answer(request, slo, status=422, check_form=form)


@require_POST
def slo_close(request: SignedIn, pk: int) -> HttpResponse:
    slo = access.editable_slo(request.user, pk)
    form = forms.ResultForm(request.POST, address=request.get_full_path())
    if done(form, lambda: actions.close_slo(slo, **form.cleaned_data, by=request.user, at=timezone.now())):
        messages.success(request, _("The result is kept."))
        return redirect("teams:slo", pk)
    return slo_answer(request, slo, status=422, result_form=form)
