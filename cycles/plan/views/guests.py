"""People from outside: whom to ask, whom to invite, what was given and is taken back."""

from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cycles.plan import access, actions, queries
from cycles.plan.guest_forms import AskForm, GuestForm
from cycles.plan.models import Pass, ReflectionSession
from teams.templatetags.school_time import day

from .cycles import person_of

NEXT = "\r\n\r\n"


def _page(
    request: HttpRequest,
    session: ReflectionSession,
    *,
    ask_form: AskForm | None = None,
    guest_form: GuestForm | None = None,
) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(timezone=session.cycle.school.zone)
    proposed = queries.proposed_answer_day(session, today=today)
    passes = queries.given_passes(session, at=now)
    context = {
        "session": session,
        "school": session.cycle.school,
        "passes": passes,
        "next": queries.next_with_guests(session, passes, at=now),
        "ask_form": ask_form or AskForm(session=session, today=today, proposed=proposed),
        "guest_form": guest_form or GuestForm(session=session, today=today),
        "may_ask": session.state in ("planned", "scheduled"),
    }
    return render(request, "cycles/plan/guests.html", context, status=422 if ask_form or guest_form else 200)


@require_GET
def guests(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, access.editable_session(person_of(request), pk))


@require_POST
def guest_invite(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.editable_session(person_of(request), pk)
    form = GuestForm(request.POST, session=session, today=timezone.localdate(timezone=session.cycle.school.zone))
    if not form.is_valid():
        return _page(request, session, guest_form=form)
    try:
        invitation = actions.invite_guest(session, **form.cleaned_data, by=person_of(request), at=timezone.now())
    except actions.PlanRefused as refused:
        form.add_error(None, str(refused))
        return _page(request, session, guest_form=form)
    messages.success(request, _("%(name)s is invited.") % {"name": invitation.person.name})
    return redirect("cycles:guests", pk)


@never_cache
@require_POST
def feedback_ask(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.editable_session(person_of(request), pk)
    form = AskForm(request.POST, session=session, today=timezone.localdate(timezone=session.cycle.school.zone))
    if not form.is_valid():
        return _page(request, session, ask_form=form)
    try:
        given, token = actions.ask_for_feedback(session, **form.cleaned_data, by=person_of(request), at=timezone.now())
    except actions.PlanRefused as refused:
        form.add_error(None, str(refused))
        return _page(request, session, ask_form=form)
    if token:
        return _link(request, given, token)
    messages.success(request, _("%(name)s is asked, and gets an e-mail.") % {"name": given.holder})
    return redirect("cycles:guests", pk)


def _link(request: HttpRequest, given: Pass, token: str) -> HttpResponse:
    """The link, this once: nobody can look it up later, whether the site mails it too or not."""
    link = settings.SITE_URL + reverse("cycles:link", args=[token])
    words = {"team": given.session.team.name, "day": day(given.answers_by)}
    subject = _("What did you see? %(team)s asks for your feedback by %(day)s") % words
    body = _("%(team)s meets to look at its semester, and asks what you saw from where you stand.") % words
    mail = f"mailto:{quote(given.email)}?subject={quote(subject)}&body={quote(body + NEXT + link)}"
    context = {"given": given, "session": given.session, "school": given.session.cycle.school, "link": link}
    return render(request, "cycles/plan/link_once.html", {**context, "mail": mail}, status=201)


@never_cache
@require_POST
def pass_renew(request: HttpRequest, pk: int) -> HttpResponse:
    given = access.given_pass(person_of(request), pk)
    try:
        token = actions.renew_link(given, by=person_of(request), at=timezone.now())
    except actions.PlanRefused as refused:
        messages.warning(request, str(refused))
        return redirect("cycles:guests", given.session_id)
    return _link(request, given, token)


@require_POST
def pass_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    given = access.given_pass(person_of(request), pk)
    try:
        actions.revoke_pass(given, by=person_of(request), at=timezone.now())
    except actions.PlanRefused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("The pass of %(name)s is taken back.") % {"name": given.holder})
    return redirect("cycles:guests", given.session_id)
