"""Notes of a 1:1: saved as typed, and one's own as a file."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cycles.confer import access, actions, queries
from cycles.confer.forms import NoteForm
from cycles.confer.models import CheckIn, CheckInNote
from cycles.confer.views.person import person_of
from teams.templatetags.school_time import school_clock

from .page import check_in_answer


@require_POST
def check_in_note_save(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Saves as it is typed (JSON for the script), or when the button is pressed. A conflict shows both versions."""
    person = person_of(request)
    found = access.own_check_in(person, pk)
    panes = queries.panes(found, person)
    pane = {"private": panes.private, "shared": panes.shared}.get(name)
    if pane is None:
        raise Http404
    form = NoteForm(request.POST, pane=pane)
    is_typed = "X-Autosave" in request.headers
    if not form.is_valid():
        refused = JsonResponse({"problems": form.errors}, status=422)
        return refused if is_typed else check_in_answer(request, found, forms={name: form}, status=422)
    author = person if name == "private" else None
    try:
        note = actions.save_note(found, author=author, **form.content, by=person, at=timezone.now())
    except actions.NoteChanged as changed:
        return _both(request, found, form, changed, name, is_typed=is_typed)
    if is_typed:
        return JsonResponse({"saved_at": school_clock(note.saved_at, found.school), "version": note.version})
    return redirect(f"{request.path.split('notes/')[0]}#note-{name}")


def _both(
    request: HttpRequest, found: CheckIn, form: NoteForm, changed: actions.NoteChanged, name: str, *, is_typed: bool
) -> HttpResponse:
    """The newer version, told to those who may read it anyway. In the shared part that is noted as read."""
    if is_typed:
        actions.record_reading(found, changed.newer, by=person_of(request), at=timezone.now())
        return JsonResponse(_told(changed.newer, changed.text, found, request), status=409)
    form.data = {**form.data.dict(), "version": str(changed.newer.version)}  # type: ignore[attr-defined]
    return check_in_answer(request, found, forms={name: form}, newer={name: changed.text}, status=409)


def _told(note: CheckInNote, text: str, found: CheckIn, request: HttpRequest) -> dict[str, Any]:
    is_mine = note.saved_by_id == person_of(request).pk
    who = _("you, in another window") if is_mine else found.other(person_of(request)).name
    clock = school_clock(note.saved_at, found.school)
    return {"text": text, "who": who, "version": note.version, "saved_at": clock}


@require_GET
def my_notes(request: HttpRequest) -> HttpResponse:
    """One's own private notes as a text file: the only way in which notes leave the site."""
    notes = queries.own_notes(person_of(request))
    answer = render(request, "cycles/confer/my_notes.txt", {"notes": notes}, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="my-notes.txt"'
    answer["Cache-Control"] = "no-store"
    return answer
