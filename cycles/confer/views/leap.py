"""The LEAP conversations, beside the reflection and never through it."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cycles.confer import access, actions, queries
from cycles.confer.forms import LeapDatesForm
from teams.enums import CycleKind
from teams.models import School

from .person import person_of


def _today(school: School | None) -> date:
    return timezone.localdate(timezone=school.zone if school else None)


def _page(request: HttpRequest, school: School | None, *, refused: LeapDatesForm | None = None) -> HttpResponse:
    person = person_of(request)
    page = queries.leap_page(person, school, today=_today(school))
    forms = []
    if access.may_date_leap(person) and page.year:
        forms = [LeapDatesForm(talk=talk, is_district=school is None) for talk in page.talks]
        forms = [refused if refused and refused.talk.kind == form.talk.kind else form for form in forms]
    context = {"page": page, "school": school, "forms": forms, "refused": refused}
    return render(request, "cycles/confer/leap_talks.html", context, status=422 if refused else 200)


@require_GET
def leap_talks(request: HttpRequest) -> HttpResponse:
    return _page(request, access.leap_place(person_of(request)))


@require_GET
def leap_lines(request: HttpRequest) -> HttpResponse:
    """One's own lines as plain text, to be carried over by hand."""
    school = access.leap_place(person_of(request))
    page = queries.leap_page(person_of(request), school, today=_today(school))
    answer = render(request, "cycles/confer/leap_lines.txt", {"page": page}, content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def leap_dates_set(request: HttpRequest, kind: str) -> HttpResponse:
    school = access.dated_leap_place(person_of(request))
    page = queries.leap_page(person_of(request), school, today=_today(school))
    talk = next((one for one in page.talks if one.kind == kind), None)
    if talk is None or page.year is None:
        raise Http404
    form = LeapDatesForm(request.POST, talk=talk, is_district=school is None)
    if not form.is_valid():
        return _page(request, school, refused=form)
    actions.set_leap_dates(
        school, year=page.year, kind=CycleKind(kind), **form.content, by=person_of(request), at=timezone.now()
    )
    messages.success(request, _("The days are set. Everyone at the school sees them here."))
    return redirect("cycles:leap-talks")
