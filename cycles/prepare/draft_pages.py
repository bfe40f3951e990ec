"""How the page of a draft answers a save that is refused or overtaken; for templates and protocols alike."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from .versions import DraftChanged

Draw = Callable[..., HttpResponse]


def refused(request: HttpRequest, draw: Draw, draft: Any, form: Any) -> HttpResponse:
    """422 with the page as it was typed; to the script only the status."""
    if "X-Autosave" in request.headers:
        return JsonResponse({}, status=422)
    return draw(request, draft, form, status=422)


def overtaken(
    request: HttpRequest, draw: Draw, draft: Any, form: Any, why: Exception, *, shown: Callable[[Any], Any]
) -> HttpResponse:
    """Somebody was faster: what was typed stays, and what stands there now is shown beside it."""
    newer = why.newer if isinstance(why, DraftChanged) else None
    there = shown(newer) if newer else None
    if "X-Autosave" in request.headers:
        told = {**there.stands, "version": newer.revision} if newer and there else {}
        return JsonResponse(told, status=409 if newer else 410)
    if newer is None:
        return draw(request, draft, form, status=409, why=str(why))
    form.resume(newer.revision)
    return draw(request, newer, form, status=409, why=str(why), there=there)
