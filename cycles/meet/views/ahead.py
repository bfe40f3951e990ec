"""Writing before the meeting: one page, what is pressed on it, and a pass for what goes in as nobody's."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cycles.meet import access, actions, queries, room
from cycles.meet.enums import CardKind, Face
from cycles.meet.forms import AheadChangeForm, AheadForm, RoomForm
from cycles.plan.models import ReflectionSession

from .person import person_of


def _page(request: HttpRequest, session: ReflectionSession, template: str) -> HttpResponse:
    known = {
        "session": session,
        "school": session.cycle.school,
        "face": Face.ROOM,
        "page": queries.ahead(session, person_of(request)) if session.is_ahead else None,
    }
    return render(request, f"cycles/meet/{template}.html", known)


@never_cache
@require_GET
def ahead(request: HttpRequest, pk: int) -> HttpResponse:
    """What can be written now; once the meeting has begun, the way into the room."""
    session = access.joinable_session(person_of(request), pk)
    return redirect("cycles:room", pk) if session.has_begun else _page(request, session, "ahead")


@never_cache
@require_GET
def ahead_cells(request: HttpRequest, pk: int) -> HttpResponse:
    """The packet's cells that this person may cite on a card without a name, and why there are none."""
    session = access.joinable_session(person_of(request), pk)
    if not session.is_ahead:
        raise Http404
    known = {
        "charts": queries.citable_charts(session, person_of(request)),
        "is_told": not queries.may_cite_unnamed(session),
        "is_ahead": True,
        "place": f"-{CardKind.GROWTH if request.GET.get('kind') == CardKind.GROWTH else CardKind.SUCCESS}",
    }
    return render(request, "cycles/meet/_cells.html", known)


def _press(
    request: HttpRequest, session: ReflectionSession, form: RoomForm, action: Callable[..., object]
) -> HttpResponse:
    """As `pressing.press`, with this page for an answer."""
    back = reverse("cycles:ahead", args=[session.pk])
    if not form.is_valid():
        return room.refuse(request, session, form, back=back)
    said = {name: value for name, value in form.cleaned_data.items() if name != "face"}
    try:
        action(**said, by=person_of(request), at=timezone.now())
    except actions.RoomRefusal as refusal:
        return room.refuse(request, session, form, because=refusal, back=back)
    return _page(request, session, "_ahead") if getattr(request, "htmx", False) else redirect(back)


@never_cache
@require_POST
def ahead_write(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.joinable_session(person_of(request), pk)

    def write(**said: Any) -> None:
        actions.write_ahead(session, **said)

    return _press(request, session, AheadForm(request.POST), write)


@never_cache
@require_POST
def ahead_change(request: HttpRequest, pk: int, card_pk: int) -> HttpResponse:
    session = access.joinable_session(person_of(request), pk)
    card = access.early_card(person_of(request), session, card_pk)

    def change(**said: Any) -> None:
        actions.change_ahead(card, **said)

    return _press(request, session, AheadChangeForm(request.POST, card=card), change)


@never_cache
@require_POST
def ahead_withdraw(request: HttpRequest, pk: int, card_pk: int) -> HttpResponse:
    session = access.joinable_session(person_of(request), pk)
    card = access.early_card(person_of(request), session, card_pk)

    def withdraw(**said: Any) -> None:
        actions.withdraw_ahead(card, **said)

    return _press(request, session, RoomForm(request.POST), withdraw)


@never_cache
@require_POST
def ahead_pass(request: HttpRequest, pk: int) -> HttpResponse:
    """Signed in: a pass for the number that the browser chose, and the box of the step that it is for."""
    session = access.joinable_session(person_of(request), pk)
    asked = {name: request.POST.get(name, "") for name in ("kind", "nonce")}
    try:
        drawn = actions.draw_pass_ahead(session, **asked, by=person_of(request))
    except actions.RoomRefusal as refusal:
        return JsonResponse({"problem": str(refusal)}, status=refusal.status)
    return JsonResponse({"pass": drawn, "box": drawn.partition(".")[0]})
