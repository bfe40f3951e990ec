"""The page on which the district keeps its own links and documents."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cycles.plan import actions, queries
from cycles.plan.access.resources import editable_resource, only_resource_keepers
from cycles.plan.models import Resource
from cycles.plan.resource_forms import ResourceForm

from .cycles import person_of


def _page(
    request: HttpRequest, *, refused: ResourceForm | None = None, of: Resource | None = None, status: int = 200
) -> HttpResponse:
    """Every step with its links, each with its form; a refused one as it was typed."""
    steps = [
        (
            found.step,
            [(row, refused if of == row and refused else ResourceForm(resource=row)) for row in found.rows],
        )
        for found in queries.all_resources()
    ]
    context = {"steps": steps, "new": refused if refused and of is None else ResourceForm(), "of": of}
    context |= {"refused": refused, "is_empty": not any(rows for _step, rows in steps)}
    return render(request, "cycles/plan/resources.html", context, status=status)


@require_GET
def resources(request: HttpRequest) -> HttpResponse:
    only_resource_keepers(person_of(request))
    return _page(request)


@require_POST
def resource_add(request: HttpRequest) -> HttpResponse:
    only_resource_keepers(person_of(request))
    form = ResourceForm(request.POST)
    if not form.is_valid():
        return _page(request, refused=form, status=422)
    try:
        actions.add_resource(by=person_of(request), at=timezone.now(), **form.cleaned_data)
    except actions.PlanRefused as taken:
        form.add_error("title", str(taken))
        return _page(request, refused=form, status=422)
    messages.success(request, _("Added. Every school sees it at that step."))
    return redirect("cycles:resources")


@require_POST
def resource_change(request: HttpRequest, pk: int) -> HttpResponse:
    resource = editable_resource(person_of(request), pk)
    form = ResourceForm(request.POST, resource=resource)
    if not form.is_valid():
        return _page(request, refused=form, of=resource, status=422)
    try:
        actions.change_resource(resource, by=person_of(request), at=timezone.now(), **form.cleaned_data)
    except actions.PlanRefused as taken:
        form.add_error("title", str(taken))
        return _page(request, refused=form, of=resource, status=422)
    messages.success(request, _("Changed everywhere."))
    return redirect("cycles:resources")


@require_POST
def resource_remove(request: HttpRequest, pk: int) -> HttpResponse:
    resource = editable_resource(person_of(request), pk)
    actions.remove_resource(resource, by=person_of(request), at=timezone.now())
    messages.success(request, _("Taken away from every page."))
    return redirect("cycles:resources")
