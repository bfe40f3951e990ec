"""A session's frozen evidence: its page, paper, files, what changed, what is held back."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cycles.plan import access, actions, queries
from cycles.plan.forms import HoldForm
from cycles.plan.models import ReflectionSession
from data_imports import exports

from .cycles import person_of


def packet_answer(
    request: HttpRequest, session: ReflectionSession, ties: access.Ties, *, refused: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The whole page at once, with what people added; 422 with the refused forms, by the key of their chart."""
    show = request.GET.get("show", "")
    page = queries.packet_page(session, person_of(request), ties, show=show, refused=refused)
    context = {"page": page, "front": page.front, "session": session, "school": session.cycle.school}
    return render(request, "cycles/plan/packet.html", context, status=422 if refused else 200)


@never_cache
@require_GET
def packet(request: HttpRequest, pk: int) -> HttpResponse:
    """What was frozen; `?with=notes` is for browsers that fetch no parts."""
    session, ties = access.awaiting_packet_session(person_of(request), pk)
    if request.GET.get("with") == "notes":
        return packet_answer(request, session, ties)
    front = queries.packet_front(session, person_of(request), ties, show=request.GET.get("show", ""))
    context = {"front": front, "session": session, "school": session.cycle.school}
    return render(request, "cycles/plan/packet.html", context)


@never_cache
@require_GET
def packet_notes(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that people add to the frozen page, each at its place."""
    session, ties = access.awaiting_packet_session(person_of(request), pk)
    page = queries.packet_page(session, person_of(request), ties, show=request.GET.get("show", ""))
    context = {"page": page, "front": page.front, "session": session, "school": session.cycle.school}
    return render(request, "cycles/plan/_packet_notes.html", context)


@require_GET
def packet_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked again while a worker freezes; once it is done, the browser fetches the whole page."""
    session, _ties = access.awaiting_packet_session(person_of(request), pk)
    if session.freeze_asked_at is None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "cycles/plan/packet.html#packet-state", {"session": session})


@require_POST
def packet_freeze(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.editable_session(person_of(request), pk)
    actions.ask_for_packet(session, by=person_of(request), at=timezone.now())
    return redirect("cycles:packet", pk)


# --- leaving: on paper, as a file


@never_cache
@require_GET
def packet_print(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.packet_session(person_of(request), pk)
    shown = queries.packet_shown(session, person_of(request))
    _keep(request, session, "print", exports.row_count(shown))
    context = {"packet": shown, "session": session, "school": session.cycle.school}
    return render(request, "cycles/plan/packet_print.html", context)


@never_cache
@require_GET
def packet_download(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    session = access.packet_session(person_of(request), pk)
    if kind not in exports.KINDS:
        raise Http404
    shown = queries.packet_shown(session, person_of(request))
    _keep(request, session, kind, exports.row_count(shown))
    headers = {"Content-Disposition": f'attachment; filename="{exports.file_name(shown, kind)}"'}
    return HttpResponse(exports.content(shown, kind), content_type=exports.KINDS[kind], headers=headers)


def _keep(request: HttpRequest, session: ReflectionSession, kind: str, rows: int) -> None:
    version = session.packet
    assert version is not None  # noqa: S101 (the door asks for a frozen packet)
    actions.note_export(session, version, kind=kind, rows=rows, by=person_of(request), at=timezone.now())


@never_cache
@require_GET
def packet_difference(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.packet_session(person_of(request), pk)
    page = queries.difference_page(session, person_of(request))
    context = {"page": page, "session": session, "school": session.cycle.school}
    return render(request, "cycles/plan/packet_difference.html", context)


# --- predict, then see


def _hold(request: HttpRequest, session: ReflectionSession, change: Callable[..., object], done: str) -> HttpResponse:
    form = HoldForm(request.POST, charts=queries.chart_keys(session))
    if not form.is_valid():
        messages.warning(request, _("This chart is not in the packet any more."))
        return redirect("cycles:packet", session.pk)
    try:
        change(chart=form.cleaned_data["chart"], by=person_of(request), at=timezone.now())
    except actions.PlanRefused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("cycles:packet", session.pk)


@require_POST
def chart_hold(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.editable_session(person_of(request), pk)
    done = _("The chart is held back from everyone, from you too, until it is predicted and revealed.")
    return _hold(request, session, partial(actions.hold_chart, session), done)


@require_POST
def chart_release(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.editable_session(person_of(request), pk)
    done = _("The chart is shown to everyone who reads the packet.")
    return _hold(request, session, partial(actions.release_chart, session), done)
