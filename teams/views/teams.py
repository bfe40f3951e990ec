"""One team: members, slot, expectations."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from teams import access, actions, beside, forms, queries
from teams.models import Team

from .answers import SignedIn, done
from .schools import school_answer

SLOT = ("usual_weekday", "usual_time", "usual_minutes", "usual_place")


def team_answer(request: SignedIn, team: Team, *, status: int = 200, **bound: Any) -> HttpResponse:
    """One team's page, with the form that was refused where one was."""
    shown = queries.team_page(request.user, team)
    context: dict[str, Any] = {"shown": shown, "told": beside.told(team, request.user)}
    at = [team.pk]
    if shown.may_tend:
        slot = {name: getattr(team, name) for name in SLOT}
        context["slot_form"] = forms.SlotForm(initial=slot, address=reverse("teams:team-tend", args=at))
        context["expectation_form"] = forms.ExpectationForm(address=reverse("teams:expectation-add", args=at))
    if shown.may_edit:
        facts = {name: getattr(team, name) for name in ("name", "kind", "is_active")}
        context["team_form"] = forms.TeamForm(initial=facts, address=reverse("teams:team-edit", args=at))
        context["join_form"] = forms.JoinForm(
            initial={"starts_on": timezone.localdate()},
            viewer=request.user,
            team=team,
            address=reverse("teams:team-join", args=at),
        )
    return render(request, "teams/team.html", context | bound, status=status)


@require_GET
def team(request: SignedIn, pk: int) -> HttpResponse:
    return team_answer(request, access.readable_team(request.user, pk))


@require_POST
def team_add(request: SignedIn, pk: int) -> HttpResponse:
    school = access.editable_school(request.user, pk)
    form = forms.NewTeamForm(request.POST, address=request.get_full_path())
    if done(form, lambda: actions.add_team(school, **form.cleaned_data, by=request.user, at=timezone.now())):
        messages.success(request, _("The team is added. Its members come next."))
        return redirect("teams:school", pk)
    return school_answer(request, school, status=422, team_form=form)


@require_POST
def team_edit(request: SignedIn, pk: int) -> HttpResponse:
    team = access.editable_team(request.user, pk)
    form = forms.TeamForm(request.POST, address=request.get_full_path())
    if done(form, lambda: actions.edit_team(team, **form.cleaned_data, by=request.user, at=timezone.now())):
        messages.success(request, _("Saved."))
        return redirect("teams:team", pk)
    return team_answer(request, access.readable_team(request.user, pk), status=422, team_form=form)


@require_POST
def team_tend(request: SignedIn, pk: int) -> HttpResponse:
    team = access.tended_team(request.user, pk)
    form = forms.SlotForm(request.POST, address=request.get_full_path())
    if done(form, lambda: actions.tend_team(team, **form.cleaned_data, by=request.user, at=timezone.now())):
        messages.success(request, _("Saved."))
        return redirect("teams:team", pk)
    return team_answer(request, access.readable_team(request.user, pk), status=422, slot_form=form)


@require_POST
def team_join(request: SignedIn, pk: int) -> HttpResponse:
    team = access.editable_team(request.user, pk)
    form = forms.JoinForm(request.POST, viewer=request.user, team=team, address=request.get_full_path())
    if done(form, lambda: actions.join_team(team, **form.cleaned_data, by=request.user, at=timezone.now())):
        messages.success(request, _("Added to the team."))
        return redirect("teams:team", pk)
    return team_answer(request, team, status=422, join_form=form)


@require_POST
def expectation_add(request: SignedIn, pk: int) -> HttpResponse:
    team = access.tended_team(request.user, pk)
    form = forms.ExpectationForm(request.POST, address=request.get_full_path())
    if done(form, lambda: actions.agree_expectation(team, **form.cleaned_data, by=request.user, at=timezone.now())):
        messages.success(request, _("The expectation is kept."))
        return redirect("teams:team", pk)
    return team_answer(request, team, status=422, expectation_form=form)


@require_POST
def expectation_remove(request: SignedIn, pk: int) -> HttpResponse:
    row = access.tended_expectation(request.user, pk)
    actions.drop_expectation(row, by=request.user, at=timezone.now())
    messages.success(request, _("The expectation is taken out."))
    return redirect("teams:team", row.team_id)
