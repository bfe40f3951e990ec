"""Teams without a roster: classes and grades put into teams on one screen."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from data_imports import access, actions, queries
from data_imports.forms import PlacesForm
from data_imports.reading.values import school_year, school_year_of
from data_imports.views.uploads import signed_in


@require_GET
def places(request: HttpRequest, pk: int) -> HttpResponse:
    """Every class, teacher and grade that results name, each with its team."""
    school = access.placing_school(signed_in(request), pk)
    page = queries.places_page(school, asked_year(request))
    return render(request, "data_imports/places.html", {"page": page, "form": PlacesForm(page=page)})


@require_POST
def places_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Put them into their teams; students follow."""
    school = access.placing_school(signed_in(request), pk)
    page = queries.places_page(school, asked_year(request))
    form = PlacesForm(request.POST, page=page)
    if not form.is_valid():
        return render(request, "data_imports/places.html", {"page": page, "form": form}, status=422)
    actions.place_sections(school, page.year, form.places(), by=signed_in(request), at=timezone.now())
    messages.success(request, _("Saved. Students of new files join by themselves."))
    return redirect(reverse("data_imports:places", args=[pk], query={"year": page.year}))


def asked_year(request: HttpRequest) -> str:
    """The school year that was chosen, else this one."""
    return school_year((request.POST or request.GET).get("year", "")) or school_year_of(timezone.localdate())
