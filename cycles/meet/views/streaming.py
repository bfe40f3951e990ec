"""The stream of a meeting."""

from collections.abc import Hashable

from django.http import HttpRequest, StreamingHttpResponse

from cycles.plan.models import ReflectionSession
from reflection_site import events


def listen(request: HttpRequest, session: ReflectionSession, who: Hashable, look: events.Look) -> StreamingHttpResponse:
    """Server-sent events `meeting`, each the version that can be fetched; `gone` once `look` lets `who` in no more."""
    known = request.headers.get("Last-Event-ID") or request.GET.get("seen", "")
    seen = int(known) if known.isdecimal() else None
    body = events.stream(session.topic, name="meeting", who=who, look=look, seen=seen)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingHttpResponse(body, content_type="text/event-stream", headers=headers)
