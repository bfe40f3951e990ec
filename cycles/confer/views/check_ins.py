"""My 1:1s: the list, one of them, arranging, moving, cancelling, holding."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cycles.confer import access, actions, queries
from cycles.confer.access import Pair
from cycles.confer.enums import CheckInKind
from cycles.confer.forms import ArrangeForm, TimeForm
from cycles.confer.models import CheckIn
from cycles.confer.views.page import check_in_answer
from cycles.confer.views.person import person_of
from cycles.plan.slots import Slot
from teams.models import School


def _today(school: School) -> Any:
    return timezone.localdate(timezone=school.zone)


@require_GET
def check_ins(request: HttpRequest) -> HttpResponse:
    """Everybody's own page; who belongs to no school has an empty one."""
    page = queries.my_check_ins(person_of(request), now=timezone.now())
    return render(request, "cycles/confer/check_ins.html", {"page": page})


# --- arranging


def _arrange_form(pair: Pair, data: Any = None) -> ArrangeForm:
    around = [one for one in queries.sessions_around([pair]) if queries.fits(one, pair)]
    return ArrangeForm(data, pair=pair, sessions=around, today=_today(pair.school))


def _arrange_page(
    request: HttpRequest, pair: Pair, form: ArrangeForm, *, clashes: list[str] | None = None, status: int = 200
) -> HttpResponse:
    other = pair.other(person_of(request))
    meets_on = next((one.meets_on for one in form.sessions.values() if pair.kinds[0] != CheckInKind.FOLLOW_UP), None)
    free = _free((pair.host, pair.person), pair.school, form, before=meets_on)
    context = {"pair": pair, "other": other, "form": form, "clashes": clashes, "free": free, "school": pair.school}
    return render(request, "cycles/confer/arrange.html", context, status=status)


@require_GET
def check_in_new(request: HttpRequest, person_pk: int) -> HttpResponse:
    pair = access.own_pair(person_of(request), person_pk)
    return _arrange_page(request, pair, _arrange_form(pair))


@require_POST
def check_in_arrange(request: HttpRequest, person_pk: int) -> HttpResponse:
    """A time that clashes is shown with what stands against it; pressing the button again means it."""
    pair = access.own_pair(person_of(request), person_pk)
    form = _arrange_form(pair, request.POST)
    if not form.is_valid():
        return _arrange_page(request, pair, form, status=422)
    found = _clashes((pair.host, pair.person), pair.school, form)
    if found:
        return _arrange_page(request, pair, form, clashes=found, status=422)
    try:
        made = actions.arrange_check_in(pair, **form.content, by=person_of(request), at=timezone.now())
    except actions.ConferRefused as refused:
        form.add_error(None, str(refused))
        return _arrange_page(request, pair, form, status=422)
    if made.meets_on:
        messages.success(request, _("Arranged. It comes into both your calendars, and you are both reminded."))
    else:
        messages.success(request, _("Arranged. Give it a time once you have found one."))
    return redirect("cycles:check-in", made.pk)


def _clashes(two: Any, school: School, form: TimeForm, *, but: int | None = None) -> list[str]:
    """What stands against the time, unless the person has seen it and means it."""
    cleaned = form.cleaned_data
    if cleaned.get("sure") or not (cleaned.get("meets_on") and cleaned.get("meets_at")):
        return []
    found = queries.clashes(two, school, cleaned["meets_on"], cleaned["meets_at"], cleaned["minutes"], but=but)
    if found:
        form.ask_again(sure="on")
    return found


def _free(two: Any, school: School, form: TimeForm, **bounds: Any) -> list[Slot]:
    minutes = form.cleaned_data.get("minutes") if form.is_bound else None
    length = minutes or form.initial["minutes"]
    return queries.free_times(two, school, today=_today(school), minutes=length, **bounds)


# --- one of them


@never_cache
@require_GET
def check_in(request: HttpRequest, pk: int) -> HttpResponse:
    return check_in_answer(request, access.own_check_in(person_of(request), pk))


@require_GET
def check_in_time(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.own_check_in(person_of(request), pk)
    return _time_page(request, found, TimeForm(today=_today(found.school), check_in=found))


def _time_page(
    request: HttpRequest, found: CheckIn, form: TimeForm, *, clashes: list[str] | None = None, status: int = 200
) -> HttpResponse:
    other = found.other(person_of(request))
    free = _free((found.host, found.person), found.school, form, but=found.pk)
    known = {"check_in": found, "other": other, "form": form, "clashes": clashes, "free": free}
    context = {**known, "school": found.school}
    return render(request, "cycles/confer/time.html", context, status=status)


@require_POST
def check_in_move(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.own_check_in(person_of(request), pk)
    form = TimeForm(request.POST, today=_today(found.school), check_in=found)
    if not form.is_valid():
        return _time_page(request, found, form, status=422)
    against = _clashes((found.host, found.person), found.school, form, but=found.pk)
    if against:
        return _time_page(request, found, form, clashes=against, status=422)
    try:
        actions.move_check_in(found, **form.time, by=person_of(request), at=timezone.now())
    except actions.CheckInMoved as moved:
        form.ask_again(version=str(moved.newer.version))
        form.add_error(None, str(moved))
        return _time_page(request, moved.newer, form, status=409)
    except actions.CheckInOver as over:
        messages.warning(request, str(over))
        return redirect("cycles:check-in", pk)
    messages.success(request, _("It has its time. Both of you are told."))
    return redirect("cycles:check-in", pk)


@require_POST
def check_in_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.own_check_in(person_of(request), pk)
    following = "with_following" in request.POST
    actions.cancel_check_in(found, with_following=following, by=person_of(request), at=timezone.now())
    messages.success(request, _("Cancelled. Whoever had been told is told, and nobody is reminded."))
    return redirect("cycles:check-ins")


@require_POST
def check_in_hold(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.own_check_in(person_of(request), pk)
    is_held = request.POST.get("is_held") == "yes"
    actions.hold_check_in(found, is_held=is_held, by=person_of(request), at=timezone.now())
    held, open_again = _("Noted that you talked. Only that is kept for others to see."), _("It is open again.")
    messages.success(request, held if is_held else open_again)
    return redirect("cycles:check-in", pk)


@require_POST
def check_in_tick(request: HttpRequest, pk: int) -> HttpResponse:
    """One point of the checklist; what the other one ticked meanwhile stays."""
    found = access.own_check_in(person_of(request), pk)
    point = request.POST.get("point")
    page = queries.check_in_page(found, person_of(request), now=timezone.now())
    if point not in {known.key for known, _ticked in page.points}:
        return HttpResponseBadRequest()
    actions.tick_point(found, point=point, is_ticked="is_ticked" in request.POST, by=person_of(request))
    return HttpResponse(status=204) if "X-Autosave" in request.headers else redirect("cycles:check-in", pk)
