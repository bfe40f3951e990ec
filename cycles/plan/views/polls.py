"""A time poll: opened, answered, settled with one click, called off."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cycles.plan import access, actions, queries
from cycles.plan.models import ReflectionSession, SlotPoll
from cycles.plan.poll_forms import AnswerForm, PollForm

from .cycles import person_of
from .sessions import onward


def _today(session: ReflectionSession) -> date:
    return timezone.localdate(timezone=session.cycle.school.zone)


def _new_page(request: HttpRequest, session: ReflectionSession, form: PollForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "session": session, "school": session.cycle.school}
    return render(request, "cycles/plan/poll_new.html", context, status=status)


@require_GET
def poll_new(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.editable_session(person_of(request), pk)
    running = queries.open_poll_of(session)
    if running:
        return redirect("cycles:poll", running.pk)
    offered = queries.alternates(session, today=_today(session))
    return _new_page(request, session, PollForm(session=session, today=_today(session), offered=offered))


@require_POST
def poll_open(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.editable_session(person_of(request), pk)
    form = PollForm(request.POST, session=session, today=_today(session))
    if not form.is_valid():
        return _new_page(request, session, form, 422)
    try:
        opened = actions.open_poll(session, **form.cleaned_data, by=person_of(request), at=timezone.now())
    except actions.PlanRefused as refused:
        form.add_error(None, str(refused))
        return _new_page(request, session, form, 422)
    messages.success(request, _("Everyone invited is asked. Who answers is not reminded."))
    return redirect("cycles:poll", opened.pk)


def _page(request: HttpRequest, found: SlotPoll, form: AnswerForm | None = None, status: int = 200) -> HttpResponse:
    page = queries.poll_page(found, person_of(request))
    context = {
        "page": page,
        "poll": found,
        "session": found.session,
        "school": found.session.cycle.school,
        "form": form,
    }
    return render(request, "cycles/plan/poll.html", context, status=status)


@require_GET
def poll(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, access.readable_poll(person_of(request), pk))


@require_POST
def poll_answer(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.answerable_poll(person_of(request), pk)
    form = AnswerForm(request.POST, keys=queries.offered(found))
    if not form.is_valid():
        return _page(request, found, form, 422)
    try:
        actions.answer_poll(found, **form.cleaned_data, by=person_of(request), at=timezone.now())
    except actions.PlanRefused as refused:
        form.add_error(None, str(refused))
        return _page(request, found, form, 422)
    messages.success(request, _("Your answer is noted. You may change it until the poll closes."))
    return redirect("cycles:poll", pk)


@require_POST
def poll_settle(request: HttpRequest, pk: int, slot_pk: int) -> HttpResponse:
    found = access.organized_poll(person_of(request), pk)
    slot = found.slots.filter(pk=slot_pk).first()
    if slot is None:
        raise Http404
    typed, by = request.POST.get("version", ""), person_of(request)
    version = int(typed) if typed.isdecimal() else found.session.version
    has_word = access.led_cycles(by).filter(pk=found.session.cycle_id).exists()
    try:
        actions.settle_poll(found, slot=slot, version=version, has_word=has_word, by=by, at=timezone.now())
    except actions.PlanRefused as refused:
        messages.warning(request, str(refused))
        return redirect("cycles:poll", pk)
    messages.success(request, _("%(team)s has its time. Everyone invited is told.") % {"team": found.session.team.name})
    return onward(request, found.session)


@require_POST
def poll_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.organized_poll(person_of(request), pk)
    try:
        actions.cancel_poll(found, by=person_of(request), at=timezone.now())
    except actions.PlanRefused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("The poll is called off. Nobody is reminded of it; the meeting stays as it is."))
    return redirect("cycles:poll", pk)
