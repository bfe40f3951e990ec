"""The screen: signed in, or by a link on a computer where nobody is; the link itself, for who facilitates."""

import io
from collections.abc import Callable
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cycles.meet import access, actions, entering, queries, room
from cycles.meet.enums import Face
from cycles.plan.models import ReflectionSession
from reflection_site.links import unseen

from .person import person_of
from .streaming import listen

# --- signed in


@never_cache
@require_GET
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.joinable_session(person_of(request), pk)
    known = room.context(request, session, Face.SCREEN, access.meeting_of(session))
    return render(request, "cycles/meet/screen.html", known)


@never_cache
@require_GET
def screen_phase(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.joinable_session(person_of(request), pk)
    return room.part(request, session, Face.SCREEN, access.meeting_of(session))


@never_cache
@require_GET
def screen_code(request: HttpRequest, pk: int) -> HttpResponse:
    return _code(request, access.joinable_session(person_of(request), pk))


def _code(request: HttpRequest, session: ReflectionSession) -> HttpResponse:
    """The address to join at, as a QR code: the room's, or its door's while people can ask by name."""
    picture = io.BytesIO()
    meeting = access.meeting_of(session)
    door = queries.name_door(meeting) if meeting else None
    way = ("cycles:joining", session.pk, entering.door_key(door)) if door else ("cycles:room", session.pk)
    address = request.build_absolute_uri(reverse(way[0], args=way[1:]))
    segno.make(address, error="m").save(picture, kind="svg", border=1, scale=8, omitsize=True, dark="#10191b")
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


# --- the link, for who facilitates


def _page(request: HttpRequest, session: ReflectionSession, *, token: str = "", status: int = 200) -> HttpResponse:
    link = settings.SITE_URL + reverse("cycles:screen-linked", args=[token]) if token else ""
    known = {
        "session": session,
        "school": session.cycle.school,
        "state": queries.screen_state(session),
        "link": link,
        "shown_link": link.partition("://")[2].removesuffix(f"{token}/"),
        "token": token,
    }
    return render(request, "cycles/meet/screen_link.html", known, status=status)


@never_cache
@require_GET
def screen_link(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, access.facilitated_session(person_of(request), pk))


def _given(request: HttpRequest, pk: int, give: Callable[..., str], then: Callable[..., HttpResponse]) -> HttpResponse:
    """What `then` makes of the session and the token that `give` has for it; else the page that says why not."""
    session = access.facilitated_session(person_of(request), pk)
    try:
        token = give(session, by=person_of(request), at=timezone.now())
    except actions.RoomRefusal as refusal:
        messages.warning(request, str(refusal))
        return _page(request, session, status=refusal.status)
    return then(session, token)


@never_cache
@require_POST
def screen_link_make(request: HttpRequest, pk: int) -> HttpResponse:
    return _given(
        request, pk, actions.make_screen_link, lambda session, token: _page(request, session, token=token, status=201)
    )


@never_cache
@require_POST
def screen_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the screen here by its link; one is made where there is none, and one that is open stays as it is."""
    return _given(request, pk, actions.open_screen, lambda _session, token: redirect("cycles:screen-linked", token))


@require_POST
def screen_link_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.facilitated_session(person_of(request), pk)
    actions.withdraw_screen_link(session, by=person_of(request), at=timezone.now())
    messages.success(request, _("The link is withdrawn. Screens that it had opened are closed."))
    return redirect("cycles:screen-link", pk)


# --- what it opens


_unseen = unseen("no-referrer")


def _known(token: str) -> dict[str, Any]:
    addresses = {
        part: reverse(f"cycles:screen-linked-{part}", kwargs={"token": token}) for part in ("phase", "code", "stream")
    }
    session = entering.linked_session(token)
    known = room.known(session, Face.SCREEN, entering.nobody(), access.meeting_of(session))
    return {**known, "addresses": addresses}


@_unseen
@require_GET
def screen_linked(request: HttpRequest, token: str) -> HttpResponse:
    return render(request, "cycles/meet/screen.html", _known(token))


@_unseen
@require_GET
def screen_linked_phase(request: HttpRequest, token: str) -> HttpResponse:
    return render(request, "cycles/meet/_screen.html", _known(token))


@_unseen
@require_GET
def screen_linked_code(request: HttpRequest, token: str) -> HttpResponse:
    return _code(request, entering.linked_session(token))


@_unseen
@require_GET
def screen_linked_stream(request: HttpRequest, token: str) -> StreamingHttpResponse:
    link = entering.living_link(token)
    return listen(request, link.session, link.token_hash, entering.linked_versions)
