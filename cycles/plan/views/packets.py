"""A session's frozen evidence."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from cycles.plan import access, actions, queries

from .cycles import person_of


@require_GET
def packet(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.awaiting_packet_session(person_of(request), pk)
    page = queries.packet_page(session, person_of(request))
    context = {"page": page, "packet": page.shown, "session": session, "school": session.cycle.school}
    return render(request, "cycles/plan/packet.html", context)


@require_GET
def packet_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked again while a worker freezes; once it is done, the browser fetches the whole page."""
    session = access.awaiting_packet_session(person_of(request), pk)
    if session.freeze_asked_at is None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    page = queries.packet_page(session, person_of(request))
    return render(request, "cycles/plan/packet.html#packet-state", {"page": page, "session": session})


@require_POST
def packet_freeze(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.editable_session(person_of(request), pk)
    actions.ask_for_packet(session, by=person_of(request), at=timezone.now())
    return redirect("cycles:packet", pk)
