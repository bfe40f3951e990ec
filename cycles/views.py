"""Pages that join the five verbs: today, the coverage board, the session."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from teams import access as teams_access
from teams.models import Person

from . import access, queries


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)  # noqa: S101 (sign-in is asked for by middleware)
    return request.user


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """One's own page; everybody signed in has one."""
    return render(request, "cycles/today.html", {"page": queries.today(_person(request), now=timezone.now())})


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """The school's board at one's workplace, the schools' board for those who look across."""
    schools, chosen = access.board_schools(_person(request)), request.GET.get("cycle", "")
    if chosen:
        if not chosen.isdecimal():
            raise Http404
        cycle = access.board_cycle(_person(request), int(chosen))
        return _school_board(request, queries.school_board(_person(request), cycle.school, cycle, now=timezone.now()))
    school = teams_access.workplace(_person(request))
    if school:
        return _school_board(request, queries.school_board(_person(request), school, None, now=timezone.now()))
    with_links = not teams_access.is_district(_person(request))
    found = queries.schools_board(schools, now=timezone.now(), with_links=with_links)
    context = {"board": found, "columns": queries.columns(), "may_set_up": teams_access.may_set_up(_person(request))}
    return render(request, "cycles/schools_board.html", context)


def _school_board(request: HttpRequest, found: queries.SchoolBoard) -> HttpResponse:
    return render(request, "cycles/board.html", {"board": found, "columns": queries.columns()})


@require_GET
def session(request: HttpRequest, pk: int) -> HttpResponse:
    found, ties = access.readable_session(_person(request), pk)
    page = queries.session_page(found, _person(request), ties, now=timezone.now())
    return render(request, "cycles/session.html", {"page": page, "session": found, "school": found.cycle.school})
