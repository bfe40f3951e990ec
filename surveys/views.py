"""What surveys found."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from data_imports import access as data_imports_access, queries as data_imports_queries
from teams.models import Person


@require_GET
def findings(request: HttpRequest) -> HttpResponse:
    """Findings of the schools whose surveys the person reads, in bands."""
    person = request.user
    assert isinstance(person, Person)  # noqa: S101 - the middleware has asked for sign-in
    data_imports_access.only_finding_readers(person)
    surveys = data_imports_queries.survey_page(data_imports_access.finding_schools(person))
    may_upload = data_imports_access.may_upload(person)
    return render(request, "surveys/findings.html", {"surveys": surveys, "may_upload": may_upload})
