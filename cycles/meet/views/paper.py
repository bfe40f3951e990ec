"""The paper path: a pack to print, and entering what was written on it."""

from uuid import uuid4

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cycles.meet import access, actions, phases, queries
from cycles.meet.models import Meeting
from cycles.meet.paper_forms import PaperForm

from .person import person_of

# how long a page is known that was sent, and one whose cards are being entered
KNOWN_SECONDS = 24 * 60 * 60
ENTERING_SECONDS = 60


@require_GET
def paper_pack(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet for each step in which people write, in two languages."""
    session = access.joinable_session(person_of(request), pk)
    known = {"session": session, "school": session.cycle.school, "sheets": queries.paper_phases(session)}
    return render(request, "cycles/meet/paper_pack.html", known)


def _page(request: HttpRequest, meeting: Meeting, form: PaperForm | None, *, refused: str = "") -> HttpResponse:
    known = {
        "session": meeting.session,
        "meeting": meeting,
        "title": queries.worded(meeting.phase, "title"),
        "form": form if _writes(meeting) else None,
        "refused": refused,
    }
    return render(
        request, "cycles/meet/paper_entry.html", known, status=422 if refused or (form and form.errors) else 200
    )


def _writes(meeting: Meeting) -> bool:
    return meeting.is_open and bool(phases.kind(meeting.phase.kind).writes)


def _is_sealed(meeting: Meeting) -> bool:
    return queries.shut_box(meeting) is not None


@never_cache
@require_GET
def paper_entry(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.noted_meeting(person_of(request), pk)
    return _page(request, meeting, PaperForm(meeting=meeting, is_sealed=_is_sealed(meeting)))


@require_POST
def paper_enter(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.noted_meeting(person_of(request), pk)
    form = PaperForm(request.POST, meeting=meeting, is_sealed=_is_sealed(meeting))
    if not form.is_valid():
        return _page(request, meeting, form)
    said = dict(form.cleaned_data)
    sent = f"paper:{meeting.pk}:{said.pop('key') or uuid4()}"
    if not cache.add(sent, "entering", ENTERING_SECONDS):
        if cache.get(sent) == "entering":
            # whether they come in nobody knows yet: they stay on the page
            return _page(
                request, meeting, form, refused=_("These cards are being entered. Send them again in a moment.")
            )
        messages.success(request, _("These cards came in already. Nothing was entered twice."))
        return redirect("cycles:paper-entry", pk)
    try:
        count = actions.enter_paper(meeting, **said, by=person_of(request), at=timezone.now())
    except Exception as wrong:
        cache.delete(sent)
        if not isinstance(wrong, actions.RoomRefusal):
            raise
        return _page(request, meeting, form, refused=str(wrong))
    cache.set(sent, "entered", KNOWN_SECONDS)
    told = ngettext("%(count)s card is in the room.", "%(count)s cards are in the room.", count)
    messages.success(request, told % {"count": count})
    return redirect("cycles:paper-entry", pk)
