"""What is offered where one writes: one's own prepared lines, and the cells of the packet."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cycles.meet import access, phases, queries
from cycles.meet.enums import CardKind, Face

from .person import person_of


@never_cache
@require_GET
def room_lines(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own prepared lines that fit the phase the meeting is in; 404 where it asks for nothing of the kind."""
    meeting = access.joinable_meeting(person_of(request), pk)
    asked = [kind for kind in phases.kind(meeting.phase.kind).writes if kind in queries.ASKED]
    if not asked or not meeting.is_open:
        raise Http404
    writing = queries.writing(meeting)
    lines = queries.lines_in_room(meeting, person_of(request), CardKind(asked[0]), is_sealed=bool(writing.box))
    known = {"session": meeting.session, "prepared": lines, "room": {"writing": writing}, "face": Face.ROOM}
    return render(request, "cycles/meet/_prepared_lines.html", known)


@never_cache
@require_GET
def room_cells(request: HttpRequest, pk: int) -> HttpResponse:
    """The packet's cells that this person may cite on a card now, and why there are none."""
    meeting = access.joinable_meeting(person_of(request), pk)
    if not phases.kind(meeting.phase.kind).writes or not meeting.is_open:
        raise Http404
    is_sealed = bool(queries.writing(meeting).box)
    known = {
        "charts": queries.citable_charts(meeting.session, person_of(request)),
        "is_told": is_sealed and not queries.may_cite_unnamed(meeting.session),
    }
    return render(request, "cycles/meet/_cells.html", known)
