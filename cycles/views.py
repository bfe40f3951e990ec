"""Pages that join the verbs: today, the coverage board, the session."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from teams import access as teams_access
from teams.models import Person

from . import access, queries
from .plan import access as plan_access, actions as plan_actions
from .plan.guest_forms import NameForm
from .prepare.queries import readiness


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)  # noqa: S101 (sign-in is asked for by middleware)
    return request.user


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """One's own page; everybody signed in has one. `?with=news` is for browsers that fetch no parts."""
    now, is_whole = timezone.now(), request.GET.get("with") == "news"
    news = queries.news(_person(request), now=now) if is_whole else None
    return render(request, "cycles/today.html", {"page": queries.today(_person(request), now=now), "news": news})


@require_GET
def today_news(request: HttpRequest) -> HttpResponse:
    return render(request, "cycles/_today_news.html", {"news": queries.news(_person(request), now=timezone.now())})


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
    """`?with=plan` is for browsers that fetch no parts."""
    found, ties = access.readable_session(_person(request), pk)
    now, is_whole = timezone.now(), request.GET.get("with") == "plan"
    page = queries.session_page(found, _person(request), ties, now=now)
    plan = queries.session_plan(found, _person(request), ties, now=now) if is_whole else None
    names = page.stepping.is_missing and page.stepping.may_name
    context = {"page": page, "plan": plan, "session": found, "school": found.cycle.school}
    return render(request, "cycles/session.html", context | {"name_form": NameForm(session=found) if names else None})


@require_GET
def session_plan(request: HttpRequest, pk: int) -> HttpResponse:
    found, ties = access.readable_session(_person(request), pk)
    plan = queries.session_plan(found, _person(request), ties, now=timezone.now())
    return render(request, "cycles/_session_plan.html", {"plan": plan, "session": found, "school": found.cycle.school})


@require_POST
def session_go_ahead(request: HttpRequest, pk: int) -> HttpResponse:
    """The word to hold the meeting although few have prepared: from who facilitates, or the school's leader."""
    found = plan_access.facilitated_session(_person(request), pk)
    ready = readiness(found)
    try:
        said = plan_actions.go_ahead(
            found, ready=ready.ready, total=ready.total, by=_person(request), at=timezone.now()
        )
    except plan_actions.PlanRefused as refused:
        messages.warning(request, str(refused))
    else:
        is_mine = said.by_id == _person(request).pk
        messages.success(request, _("The meeting goes ahead.") if is_mine else _("Somebody decided so before you."))
    return redirect("cycles:session", pk)
