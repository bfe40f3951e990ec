"""The planner, and opening and closing a cycle."""

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cycles.plan import access, actions, queries
from cycles.plan.enums import Step
from cycles.plan.models import Cycle
from cycles.plan.slot_forms import ContractDayForm, OpenCyclesForm
from teams.models import Person, School


def person_of(request: HttpRequest) -> Person:
    """Who is signed in; the middleware sees to it that somebody is."""
    assert isinstance(request.user, Person)  # noqa: S101 (tells the type checker)
    return request.user


@require_GET
def cycle(request: HttpRequest, pk: int) -> HttpResponse:
    return planner_page(request, access.readable_cycle(person_of(request), pk))


def planner_page(request: HttpRequest, found: Cycle, refused: BaseForm | None = None) -> HttpResponse:
    """The planner; with the refusals of a form on top, as 422."""
    today = timezone.localdate(timezone=found.school.zone)
    page = queries.planner(found, person_of(request), today=today)
    hours = refused if isinstance(refused, ContractDayForm) else ContractDayForm(hours=page.hours)
    context = {"page": page, "cycle": found, "school": found.school, "hours": hours, "refused": refused}
    return render(request, "cycles/plan/cycle.html", context, status=422 if refused else 200)


def _new_page(request: HttpRequest, school: School, form: OpenCyclesForm, status: int = 200) -> HttpResponse:
    today = timezone.localdate(timezone=school.zone)
    context = {"form": form, "school": school, "turns": form.beside(queries.turning_points(school, today=today))}
    context["resources"] = queries.resources(Step.PLAN)
    return render(request, "cycles/plan/cycle_new.html", context, status=status)


@require_GET
def cycle_new(request: HttpRequest) -> HttpResponse:
    school = access.openable_school(person_of(request))
    return _new_page(request, school, OpenCyclesForm(school=school))


@require_POST
def cycle_open(request: HttpRequest) -> HttpResponse:
    school = access.openable_school(person_of(request))
    form = OpenCyclesForm(request.POST, school=school)
    if not form.is_valid():
        return _new_page(request, school, form, 422)
    opened = actions.open_cycles(school, days=form.cleaned_data["days"], by=person_of(request), at=timezone.now())
    messages.success(request, _("The cycle is open. Every team's meeting has a proposed time; nobody is told yet."))
    return redirect("cycles:cycle", opened[0].pk)


@require_POST
def cycle_close(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.editable_cycle(person_of(request), pk)
    try:
        actions.close_cycle(found, by=person_of(request), at=timezone.now())
    except actions.PlanRefused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("The cycle is closed. Its promises open the next one."))
    return redirect("cycles:cycle", pk)
