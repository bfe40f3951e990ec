"""A member's map: three boxes, or the same as a picture, or on paper."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cycles.listen import access, actions, queries
from cycles.listen.forms import MapForm
from cycles.listen.models import ThinkingMap
from teams.templatetags.school_time import school_clock

from .person import person_of


@require_GET
def maps(request: HttpRequest) -> HttpResponse:
    """What is asked of me, what I was told, what my leads answered."""
    person, now = person_of(request), timezone.now()
    told = queries.told_to(person, at=now)
    context = {
        "asked": queries.asked_of(person, at=now),
        "told": [one for one in told if not one.is_planned],
        "ahead": queries.ahead_of(told),
        "heard": queries.heard_lately(person, since=None),
        "sets_cycles": access.may_set_cycles(person),
    }
    return render(request, "cycles/listen/maps.html", context)


def _page(
    request: HttpRequest,
    found: ThinkingMap,
    *,
    form: MapForm | None = None,
    newer: ThinkingMap | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "page": queries.map_page(found, at=timezone.now()),
        "form": form or MapForm(found=found),
        "school": found.round.learning_cycle.school,
        "as_picture": request.GET.get("as") == "map",
        "before": queries.heard_before(found),
        "newer": newer,
    }
    return render(request, "cycles/listen/map.html", context, status=status)


@never_cache
@require_GET
def map_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, access.own_map(person_of(request), pk))


@require_GET
def map_print(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.own_map(person_of(request), pk)
    context = {"page": queries.map_page(found, at=timezone.now()), "school": found.round.learning_cycle.school}
    return render(request, "cycles/listen/map_print.html", context)


@require_POST
def map_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Saved as typed or by the button; with `done`, handed in at once."""
    found, now = access.own_map(person_of(request), pk), timezone.now()
    form = MapForm(request.POST, found=found)
    if not form.is_valid():
        return _refused(request, found, form, 422)
    try:
        saved = actions.save_map(found, **form.content, at=now)
        if "done" in request.POST:
            actions.hand_in_map(saved, at=now)
    except actions.MapChanged as changed:
        return _refused(request, found, form, 409, changed.newer)
    except actions.NothingWritten as nothing:
        form.add_error(None, str(nothing))
        return _refused(request, found, form, 422)
    except actions.ListenRefused as refused:
        return _closed(request, pk, refused)
    if "X-Autosave" in request.headers:
        clock = school_clock(now, found.round.learning_cycle.school)
        return JsonResponse({"saved_at": clock, "version": saved.version})
    if "done" in request.POST:
        messages.success(request, _("Handed in. %(name)s can read it now.") % {"name": found.round.lead.name})
    return redirect("cycles:map", pk)


def _refused(
    request: HttpRequest, found: ThinkingMap, form: MapForm, status: int, newer: ThinkingMap | None = None
) -> HttpResponse:
    if "X-Autosave" in request.headers:
        return JsonResponse(_newer(newer) if newer else {"problems": form.errors}, status=status)
    if newer:
        form.data = {**form.data.dict(), "version": str(newer.version)}  # type: ignore[attr-defined]
    return _page(request, found, form=form, status=status, newer=newer)


def _newer(newer: ThinkingMap) -> dict[str, Any]:
    """The other window's words, to their author alone."""
    clock = school_clock(newer.saved_at, newer.round.learning_cycle.school)
    boxes = {"well": newer.well, "improve": newer.improve, "other": newer.other}
    return {**boxes, "version": newer.version, "saved_at": clock}


def _closed(request: HttpRequest, pk: int, why: Exception) -> HttpResponse:
    if "X-Autosave" in request.headers:
        return JsonResponse({"problem": str(why)}, status=410)
    messages.warning(request, str(why))
    return redirect("cycles:map", pk)


@require_POST
def map_hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Given on paper: that it was done."""
    found = access.own_map(person_of(request), pk)
    try:
        actions.hand_in_map(found, at=timezone.now(), is_on_paper=True)
    except actions.ListenRefused as refused:
        return _closed(request, pk, refused)
    messages.success(request, _("Noted: you give it on paper. Nobody reminds you any more."))
    return redirect("cycles:map", pk)


@require_POST
def map_take_up(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        actions.take_up_map(access.own_map(person_of(request), pk), at=timezone.now())
    except actions.ListenRefused as refused:
        messages.warning(request, str(refused))
    return redirect("cycles:map", pk)


@require_POST
def map_delete(request: HttpRequest, pk: int) -> HttpResponse:
    actions.delete_map(access.own_map(person_of(request), pk))
    messages.success(request, _("Your words are deleted. That you handed in a map stays."))
    return redirect("cycles:map", pk)
