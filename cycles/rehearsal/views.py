"""The rehearsal's page: one place of the walk, one face of the room."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cycles.meet import access as meet_access
from cycles.meet.enums import Face, ProtocolKind
from cycles.meet.models import Protocol
from cycles.meet.protocols import access as protocols_access
from cycles.meet.protocols.minutes import LENGTHS
from cycles.meet.queries import current_protocol
from teams.models import Person

from .aloud import words_of
from .walk import NothingToRehearse, rehearse

# further than any walk goes
MOST = 999


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)  # noqa: S101  sign-in is asked for by middleware
    return request.user


@never_cache
@require_GET
def rehearsal(request: HttpRequest, pk: int) -> HttpResponse:
    """`?at=7` is the place in the walk, `?face=screen` what is seen there: the console without it."""
    session = meet_access.facilitated_session(_person(request), pk)
    meeting = meet_access.meeting_of(session)
    protocol = meeting.protocol if meeting else current_protocol(session)
    back = {"url": reverse("cycles:facilitate", args=[pk]), "session": session}
    return _page(request, protocol, session.minutes, is_ilt=session.team.is_ilt, back=back)


@never_cache
@require_GET
def protocol_rehearsal(request: HttpRequest, pk: int) -> HttpResponse:
    """`?minutes=45` plays it in that time."""
    protocol = protocols_access.readable_protocol(_person(request), pk)
    asked = request.GET.get("minutes", "")
    minutes = int(asked) if asked in map(str, LENGTHS) else max(LENGTHS)
    is_ilt = protocol.kind in (ProtocolKind.ILT_MID_YEAR, ProtocolKind.ILT_END_OF_YEAR)
    back = {"url": reverse("cycles:protocol", args=[pk]), "minutes": minutes}
    return _page(request, protocol, minutes, is_ilt=is_ilt, back=back)


def _page(
    request: HttpRequest, protocol: Protocol, minutes: int, *, is_ilt: bool, back: dict[str, Any]
) -> HttpResponse:
    asked, wanted = request.GET.get("at", ""), request.GET.get("face", "")
    face = Face(wanted) if wanted in Face.values else Face.FACILITATE
    at = min(int(asked[:4]), MOST) if asked.isdecimal() else 0

    def draw(known: dict[str, Any]) -> str:
        # neither a token that is good for anything nor a code that leads anywhere
        addresses = {"phase": "", "stream": "", "code": static("img/example-code.svg")}
        found = {**known, "addresses": addresses, "csrf_token": "example"}
        return render_to_string(f"cycles/meet/_{face}.html", found, request)

    try:
        found = rehearse(protocol, minutes=minutes, is_ilt=is_ilt, at=at, face=face, draw=draw)
    except NothingToRehearse as nothing:
        raise Http404 from nothing
    kept = f"&minutes={minutes}" if "minutes" in back else ""
    context = {
        "walk": found,
        "face": face,
        "faces": [Face.FACILITATE, Face.SCREEN, Face.ROOM],
        "back": back,
        "kept": kept,
        "more": f"&face={face}{kept}",
        "words": words_of(found.drawn),
    }
    return render(request, "cycles/rehearsal/rehearsal.html", context)
