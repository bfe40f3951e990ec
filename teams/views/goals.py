"""Goals and the plan around them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from teams import access, actions, forms, queries
from teams.enums import PartKind
from teams.models import UipGoal

from .answers import SignedIn, done


@require_GET
def goals(request: SignedIn) -> HttpResponse:
    access.only_if(not access.is_steward(request.user) or access.known_schools(request.user).exists())
    return render(request, "teams/goals.html", {"shown": queries.goals_page(request.user)})


def goal_answer(request: SignedIn, goal: UipGoal, *, status: int = 200, **bound: Any) -> HttpResponse:
    """One goal's page, with the form that was refused where one was."""
    shown = queries.goal_page(request.user, goal)
    context: dict[str, Any] = {"shown": shown}
    if shown.may_edit:
        context["goal_form"] = _goal_form(request, goal, initial=_facts(goal))
        for kind in PartKind:
            address = reverse("teams:goal-part-add", args=[goal.pk, kind.value])
            context[f"{kind.value}_form"] = forms.part_form(kind, goal=goal, address=address)
    return render(request, "teams/goal.html", context | bound, status=status)


def _facts(goal: UipGoal) -> dict[str, Any]:
    return {name: getattr(goal, name) for name in ("title", "target", "detail", "owner")}


def _goal_form(request: SignedIn, goal: UipGoal, *args: Any, **kwargs: Any) -> forms.GoalForm:
    schools = access.goal_schools(request.user).filter(pk=goal.school_id)
    return forms.GoalForm(*args, schools=schools, address=reverse("teams:goal-edit", args=[goal.pk]), **kwargs)


@require_GET
def goal(request: SignedIn, pk: int) -> HttpResponse:
    return goal_answer(request, access.readable_goal(request.user, pk))


@require_GET
def goal_new(request: SignedIn) -> HttpResponse:
    access.only_if(access.goal_schools(request.user).exists())
    form = forms.NewGoalForm(viewer=request.user, address=reverse("teams:goal-add"))
    return render(request, "teams/goal_new.html", {"form": form})


@require_POST
def goal_add(request: SignedIn) -> HttpResponse:
    access.only_if(access.goal_schools(request.user).exists())
    form = forms.NewGoalForm(request.POST, viewer=request.user, address=request.get_full_path())
    added: list[UipGoal] = []
    if done(form, lambda: added.append(actions.set_goal(**form.cleaned_data, by=request.user, at=timezone.now()))):
        messages.success(request, _("The goal is set. Add what stands around it, or leave it at one line."))
        return redirect("teams:goal", added[0].pk)
    return render(request, "teams/goal_new.html", {"form": form}, status=422)


@require_POST
def goal_edit(request: SignedIn, pk: int) -> HttpResponse:
    goal = access.editable_goal(request.user, pk)
    form = _goal_form(request, goal, request.POST)
    if done(form, lambda: actions.edit_goal(goal, **form.cleaned_data, by=request.user, at=timezone.now())):
        messages.success(request, _("Saved."))
        return redirect("teams:goal", pk)
    return goal_answer(request, access.readable_goal(request.user, pk), status=422, goal_form=form)


@require_POST
def goal_archive(request: SignedIn, pk: int) -> HttpResponse:
    goal = access.editable_goal(request.user, pk)
    actions.archive_goal(goal, is_archived=not goal.is_archived, by=request.user, at=timezone.now())
    messages.success(request, _("Taken up again.") if goal.is_archived else _("Put away. It stays readable."))
    return redirect("teams:goal", pk)


# --- the parts of its plan


def _kind(kind: str) -> PartKind:
    if kind not in PartKind.values:
        raise Http404
    return PartKind(kind)


@require_POST
def goal_part_add(request: SignedIn, pk: int, kind: str) -> HttpResponse:
    goal = access.editable_goal(request.user, pk)
    form = forms.part_form(_kind(kind), request.POST, goal=goal, address=request.get_full_path())

    def add() -> None:
        actions.add_part(goal, kind=kind, **form.cleaned_data, by=request.user, at=timezone.now())

    if done(form, add):
        messages.success(request, _("Added."))
        return redirect("teams:goal", pk)
    return goal_answer(request, goal, status=422, **{f"{kind}_form": form})


@require_GET
def goal_part(request: SignedIn, pk: int, kind: str, part: int) -> HttpResponse:
    goal = access.editable_goal(request.user, pk)
    row = access.part_of(goal, _kind(kind), part)
    address = reverse("teams:goal-part-edit", args=[pk, kind, part])
    form = forms.part_edit_form(PartKind(kind), initial=forms.part_facts(row), goal=goal, address=address)
    return render(request, "teams/goal_part.html", {"goal": goal, "form": form, "kind": PartKind(kind), "part": row})


@require_POST
def goal_part_edit(request: SignedIn, pk: int, kind: str, part: int) -> HttpResponse:
    goal = access.editable_goal(request.user, pk)
    row = access.part_of(goal, _kind(kind), part)
    form = forms.part_edit_form(PartKind(kind), request.POST, goal=goal, address=request.get_full_path())
    if done(form, lambda: actions.edit_part(goal, row, **form.cleaned_data, by=request.user, at=timezone.now())):
        messages.success(request, _("Saved."))
        return redirect("teams:goal", pk)
    context = {"goal": goal, "form": form, "kind": PartKind(kind), "part": row}
    return render(request, "teams/goal_part.html", context, status=422)


@require_POST
def goal_part_remove(request: SignedIn, pk: int, kind: str, part: int) -> HttpResponse:
    goal = access.editable_goal(request.user, pk)
    row = access.part_of(goal, _kind(kind), part)
    actions.remove_part(goal, row, by=request.user, at=timezone.now())
    messages.success(request, _("Taken out."))
    return redirect("teams:goal", pk)


@require_GET
def checkpoint(request: SignedIn, pk: int, part: int) -> HttpResponse:
    goal = access.editable_goal(request.user, pk)
    row = access.checkpoint_of(goal, part)
    facts = {"found": row.found, "verdict": row.verdict}
    form = forms.FoundForm(initial=facts, address=reverse("teams:checkpoint-record", args=[pk, part]))
    return render(request, "teams/checkpoint.html", {"goal": goal, "checkpoint": row, "form": form})


@require_POST
def checkpoint_record(request: SignedIn, pk: int, part: int) -> HttpResponse:
    goal = access.editable_goal(request.user, pk)
    row = access.checkpoint_of(goal, part)
    form = forms.FoundForm(request.POST, address=request.get_full_path())
    if done(
        form, lambda: actions.record_checkpoint(goal, row, **form.cleaned_data, by=request.user, at=timezone.now())
    ):
        messages.success(request, _("Kept."))
        return redirect("teams:goal", pk)
    return render(request, "teams/checkpoint.html", {"goal": goal, "checkpoint": row, "form": form}, status=422)
