"""The days around a meeting, what is done of them, and nudges."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cycles.plan import access, actions, queries, slots
from cycles.plan.around.forms import AroundForm, UsualDaysForm
from cycles.plan.enums import DONE_BY_HAND, MilestoneKind
from cycles.plan.models import ReflectionSession
from teams.models import Person

from .cycles import person_of


def _form(request: HttpRequest, session: ReflectionSession) -> AroundForm:
    if session.meets_on is None or session.state not in queries.DATED:
        raise Http404
    return AroundForm(
        request.POST or None,
        milestones=session.milestones.all(),
        meets_on=session.meets_on,
        days=slots.school_days(session.cycle.school),
        today=timezone.localtime(timezone.now(), session.cycle.school.zone).date(),
    )


def _around(request: HttpRequest, session: ReflectionSession, form: AroundForm, *, status: int = 200) -> HttpResponse:
    template = "cycles/plan/around.html" + ("#around-form" if request.headers.get("HX-Request") else "")
    context = {"form": form, "session": session, "school": session.cycle.school}
    return render(request, template, context, status=status)


@require_GET
def around(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.editable_session(person_of(request), pk)
    return _around(request, session, _form(request, session))


@require_POST
def around_save(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.editable_session(person_of(request), pk)
    form = _form(request, session)
    if not form.is_valid():
        return _around(request, session, form, status=422)
    actions.move_milestones(session, dates=form.moved, by=person_of(request), at=timezone.now())
    messages.success(request, _("The days are set. Reminders follow them."))
    return _to_session(request, pk)


def _to_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the session; htmx follows with the whole page."""
    answer = redirect("cycles:session", pk)
    return HttpResponse(headers={"HX-Redirect": answer["Location"]}) if request.headers.get("HX-Request") else answer


@require_POST
def milestone_finish(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Done where `done` is sent with it, open again where not."""
    session = access.finishing_session(person_of(request), pk)
    if kind not in DONE_BY_HAND:
        raise Http404
    is_done, at = "done" in request.POST, timezone.now()
    try:
        actions.finish_milestone(session, kind=MilestoneKind(kind), is_done=is_done, by=person_of(request), at=at)
    except actions.PlanRefused as refused:
        messages.warning(request, str(refused))
    return redirect("cycles:session", pk)


# --- nudges


def _nudged(request: HttpRequest, asked: list[Person], cycle_pk: int) -> HttpResponse:
    """To whom it went, where the button was."""
    names = ", ".join(person.name for person in asked)
    said = _("Nudged: %(names)s.") % {"names": names} if asked else _("They were nudged today already.")
    return _told(request, said, cycle_pk)


def _told(request: HttpRequest, said: str, cycle_pk: int) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return render(request, "cycles/_board_nudged.html", {"said": said})
    messages.success(request, said)
    answer = redirect("cycles:board")
    answer["Location"] += f"?cycle={cycle_pk}"
    return answer


@require_POST
def session_nudge(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.editable_session(person_of(request), pk)
    kind = request.POST.get("kind", "")
    if kind not in MilestoneKind.values:
        return HttpResponse(status=400)
    try:
        asked = actions.nudge(session, kind=MilestoneKind(kind), by=person_of(request), at=timezone.now())
    except actions.PlanRefused as refused:
        return _told(request, str(refused), session.cycle_id)
    return _nudged(request, asked, session.cycle_id)


@require_POST
def cycle_nudge(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = access.overseen_cycle(person_of(request), pk)
    return _nudged(request, actions.nudge_leader(cycle, by=person_of(request), at=timezone.now()), cycle.pk)


# --- what is usual


@require_GET
def usual_days(request: HttpRequest) -> HttpResponse:
    page = queries.usual_days(access.usual_days_school(person_of(request)))
    form = UsualDaysForm(own=page.own, otherwise=page.otherwise)
    return render(request, "cycles/plan/usual_days.html", {"page": page, "form": form})


@require_POST
def usual_days_save(request: HttpRequest) -> HttpResponse:
    page = queries.usual_days(access.usual_days_school(person_of(request)))
    form = UsualDaysForm(request.POST, own=page.own, otherwise=page.otherwise)
    if not form.is_valid():
        return render(request, "cycles/plan/usual_days.html", {"page": page, "form": form}, status=422)
    actions.choose_usual_days(page.school, days=form.days, by=person_of(request), at=timezone.now())
    messages.success(request, _("Saved. It holds for meetings that get their time, or another one, from now on."))
    return redirect("cycles:usual-days")
