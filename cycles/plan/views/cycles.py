"""The planner, and opening and closing a cycle."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cycles.plan import access, actions, queries
from cycles.plan.forms import OpenCycleForm
from teams.models import Person, School


def person_of(request: HttpRequest) -> Person:
    """Who is signed in; the middleware sees to it that somebody is."""
    assert isinstance(request.user, Person)  # noqa: S101 (tells the type checker)
    return request.user


@require_GET
def cycle(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.readable_cycle(person_of(request), pk)
    today = timezone.localdate(timezone=found.school.zone)
    page = queries.planner(found, person_of(request), today=today)
    return render(request, "cycles/plan/cycle.html", {"page": page, "cycle": found, "school": found.school})


def _open_page(request: HttpRequest, school: School, form: OpenCycleForm, status: int) -> HttpResponse:
    return render(request, "cycles/plan/cycle_open.html", {"form": form, "school": school}, status=status)


@require_POST
def cycle_open(request: HttpRequest) -> HttpResponse:
    school = access.openable_school(person_of(request))
    form = OpenCycleForm(request.POST, school=school)
    if not form.is_valid():
        return _open_page(request, school, form, 422)
    opened = actions.open_cycle(school, term=form.cleaned_data["term"], by=person_of(request), at=timezone.now())
    messages.success(request, _("The cycle is open. Every team's session waits for a time."))
    return redirect("cycles:cycle", opened.pk)


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
