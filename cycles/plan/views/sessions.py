"""A session's time, place and people; answers to invitations; the calendar file."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cycles.plan import access, actions, calendar, queries
from cycles.plan.enums import SessionState
from cycles.plan.forms import ScheduleForm
from cycles.plan.guest_forms import ReplyForm
from cycles.plan.models import ReflectionSession

from .cycles import person_of


def _schedule_form(session: ReflectionSession, data: Any = None) -> ScheduleForm:
    today = timezone.localdate(timezone=session.cycle.school.zone)
    slot = queries.proposed_slot(session, today=today)
    return ScheduleForm(data, session=session, today=today, slot=slot)


def _page(
    request: HttpRequest,
    session: ReflectionSession,
    *,
    form: ScheduleForm | None = None,
    newer: ReflectionSession | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = form or _schedule_form(session)
    context = {
        "session": session,
        "school": session.cycle.school,
        "form": shown,
        **_clashes(request, session, shown),
        "invitations": queries.invitations(session),
        "newer": newer,
        "is_over": session.state in (SessionState.MEETING, SessionState.MET),
    }
    part = "#schedule-form" if request.headers.get("HX-Request") else ""
    return render(request, f"cycles/plan/schedule.html{part}", context, status=status)


@require_GET
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.editable_session(person_of(request), pk)
    form = _schedule_form(session)
    later = queries.later_slot(session) if "later" in request.GET else None
    if later:
        form.initial.update(meets_on=later.meets_on, meets_at=later.meets_at)
    return _page(request, session, form=form)


def _clashes(request: HttpRequest, session: ReflectionSession, form: ScheduleForm) -> dict[str, Any]:
    """What stands against the slot in the form, and whether the person's word is enough for the evening."""
    if session.state not in (SessionState.PLANNED, SessionState.SCHEDULED):
        return {"clashes": None, "leads": False}
    today = timezone.localdate(timezone=session.cycle.school.zone)
    slot = form.slot
    found = slot and queries.clashes(session, slot, today=today, also=form.chosen, place=form.room)
    return {"clashes": found, "leads": access.ties(person_of(request), session).leads_school}


@require_GET
def schedule_clashes(request: HttpRequest, pk: int) -> HttpResponse:
    """The same, asked for while somebody types."""
    session = access.editable_session(person_of(request), pk)
    form = _schedule_form(session, request.GET)
    form.is_valid()
    context = {"session": session, "form": form, **_clashes(request, session, form)}
    return render(request, "cycles/plan/_schedule_clashes.html", context)


@require_POST
def session_schedule(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.editable_session(person_of(request), pk)
    form = _schedule_form(session, request.POST)
    if not form.is_valid():
        return _page(request, session, form=form, status=422)
    told = form.cleaned_data
    known, found = told.pop("known"), _clashes(request, session, form)["clashes"]
    if found and not found.is_free and found.known != known:
        form.add_error(None, _("Something stands against this time; it is named below. Save again to keep it so."))
        return _page(request, session, form=form, status=422)
    try:
        has_word = access.has_word(person_of(request), session, told["meets_at"], told["minutes"])
        actions.check_hours(session, told["meets_at"], told["minutes"], has_word=has_word)
        actions.schedule_session(session, **told, by=person_of(request), at=timezone.now())
    except actions.SessionMoved as moved:
        form.accept_version(moved.newer.version)
        form.add_error(None, str(moved))
        return _page(request, session, form=form, newer=moved.newer, status=422)
    except actions.PlanRefused as refused:
        form.add_error(None, str(refused))
        return _page(request, session, form=form, status=422)
    messages.success(request, _("%(team)s has its time. Everyone invited is told.") % {"team": session.team.name})
    return onward(request, session)


def onward(request: HttpRequest, session: ReflectionSession) -> HttpResponse:
    """Back to the planner for its readers, else to the session; htmx follows with the whole page."""
    plans = access.readable_cycles(person_of(request)).filter(pk=session.cycle_id).exists()
    answer = redirect("cycles:cycle", session.cycle_id) if plans else redirect("cycles:session", session.pk)
    return HttpResponse(headers={"HX-Redirect": answer["Location"]}) if request.headers.get("HX-Request") else answer


@require_POST
def session_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.editable_session(person_of(request), pk)
    try:
        actions.cancel_session(session, by=person_of(request), at=timezone.now())
    except actions.PlanRefused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("The meeting is cancelled. Nobody will be reminded of it any more."))
    return onward(request, session)


@require_POST
def invitation_reply(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = access.own_invitation(person_of(request), pk)
    form = ReplyForm(request.POST)
    session = invitation.session
    if form.is_valid():
        try:
            actions.reply_to_invitation(invitation, **form.cleaned_data, by=person_of(request), at=timezone.now())
        except actions.PlanRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your answer is noted."))
            return redirect("cycles:session", session.pk)
    context = {"form": form, "session": session, "invitation": invitation, "school": session.cycle.school}
    return render(request, "cycles/plan/reply.html", context, status=422)


@require_GET
def session_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.readable_session(person_of(request), pk)
    if session.starts_at is None:
        raise Http404
    content = calendar.calendar_file(session, method=calendar.PUBLISH, attendees=[], at=timezone.now())
    headers = {"Content-Disposition": 'attachment; filename="reflection-meeting.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
