"""What the pages of a draft do with what was typed: keep it, publish it, put it aside. For templates and protocols."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from .versions import DraftChanged, DraftGone, Versioned

# the rows after a button was pressed, and which one to look at
Moved = Callable[[Any, str], tuple[list[dict[str, Any]], int]]


@dataclass(frozen=True)
class DraftPages:
    """The pages of one kind of draft.

    `draw(request, draft, form, status=…, **more)` is its editor's page, `shown(draft)` a form of what stands in it.
    `edit`, `page` and `all_pages` name its addresses; `published` is said once it is.
    """

    things: Versioned[Any]
    draw: Callable[..., HttpResponse]
    shown: Callable[[Any], Any]
    edit: str
    page: str
    all_pages: str
    published: str | Promise

    def save(self, request: HttpRequest, draft: Any, form: Any, moved: Moved) -> HttpResponse:
        """Saved as typed; `press` is the button that was pressed, if it was one that moves, adds or removes a row."""
        if not form.is_valid():
            return self._refused(request, draft, form)
        press = request.POST.get("press", "")
        rows, at = moved(form, press)
        try:
            saved = self.things.save(draft, content=replace(form.content, rows=rows), **_said(request, form))
        except (DraftChanged, DraftGone) as why:
            return self._overtaken(request, draft, form, why)
        if "X-Autosave" in request.headers:
            return JsonResponse({"version": saved.revision})
        address = reverse(self.edit, args=[draft.pk])
        # no fragment: a browser that is sent to one gives the focus to nothing else
        return redirect(f"{address}?at={at}&by={press.partition('-')[0]}" if press else address)

    def publish(self, request: HttpRequest, draft: Any, form: Any) -> HttpResponse:
        """What was typed becomes what holds."""
        if not form.is_valid() or not form.is_complete():
            return self._refused(request, draft, form)
        try:
            done = self.things.publish(draft, content=form.content, **_said(request, form))
        except (DraftChanged, DraftGone) as why:
            return self._overtaken(request, draft, form, why)
        messages.success(request, str(self.published))
        return redirect(self.page, done.pk)

    def discard(self, request: HttpRequest, draft: Any) -> HttpResponse:
        """Put aside, unless somebody published it meanwhile."""
        try:
            self.things.discard(draft, **_by(request))
        except DraftGone as gone:
            messages.warning(request, str(gone))
        else:
            messages.success(request, _("The draft is put aside. What is published stays as it is."))
        return redirect(self.all_pages)

    def _refused(self, request: HttpRequest, draft: Any, form: Any) -> HttpResponse:
        """422 with the page as it was typed; to the script only the status."""
        if "X-Autosave" in request.headers:
            return JsonResponse({}, status=422)
        return self.draw(request, draft, form, status=422)

    def _overtaken(self, request: HttpRequest, draft: Any, form: Any, why: Exception) -> HttpResponse:
        """Somebody was faster: what was typed stays, and what stands there now is shown beside it."""
        newer = why.newer if isinstance(why, DraftChanged) else None
        there = self.shown(newer) if newer else None
        if "X-Autosave" in request.headers:
            told = {**there.stands, "version": newer.revision} if newer and there else {}
            return JsonResponse(told, status=409 if newer else 410)
        if newer is None:
            return self.draw(request, draft, form, status=409, why=str(why))
        form.resume(newer.revision)
        return self.draw(request, newer, form, status=409, why=str(why), there=there)


def _said(request: HttpRequest, form: Any) -> dict[str, Any]:
    return {"revision": form.revision, **_by(request)}


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now()}
