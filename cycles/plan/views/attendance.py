"""Who came: one page, one tap a person."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from cycles.plan import access, actions, queries

from .cycles import person_of


@require_GET
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.attended_session(person_of(request), pk)
    context = {
        "page": queries.attendance(session),
        "session": session,
        "school": session.cycle.school,
        "is_the_day": actions.is_the_day(session, at=timezone.now()),
    }
    return render(request, "cycles/plan/attendance.html", context)


@require_POST
def attendance_tick(request: HttpRequest, pk: int, invitation_pk: int) -> HttpResponse:
    invitation = access.attended_invitation(person_of(request), pk, invitation_pk)
    has_come = request.POST.get("has_come") == "yes"
    try:
        actions.tick_attendance(invitation, has_come=has_come, by=person_of(request), at=timezone.now())
    except actions.PlanRefused as refused:
        messages.warning(request, str(refused))
    return redirect(reverse("cycles:attendance", args=[pk]) + f"#person-{invitation_pk}")
