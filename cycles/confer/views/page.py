"""The page of one 1:1, as every change around it answers with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from cycles.confer import actions, queries
from cycles.confer.forms import FocusForm, NoteForm
from cycles.confer.models import CheckIn
from cycles.confer.views.person import person_of
from teams.templatetags.school_time import school_clock, school_time


@dataclass(frozen=True)
class Box:
    """One box of notes on the page; `newer` is what stands there meanwhile, where saving met it."""

    pane: queries.Pane
    form: NoteForm
    saved: str
    newer: str = ""


def _box(
    pane: queries.Pane | None, found: CheckIn, forms: Mapping[str, NoteForm], newer: Mapping[str, str]
) -> Box | None:
    if pane is None:
        return None
    words = {"clock": _stamp(pane.saved_at, found), "name": pane.saved_by}
    saved = _("Saved %(clock)s by %(name)s") % words if pane.saved_by else _("Saved %(clock)s") % words
    form = forms.get(pane.name) or NoteForm(pane=pane)
    return Box(pane, form, saved if pane.saved_at else "", newer.get(pane.name, ""))


def _stamp(saved_at: datetime | None, found: CheckIn) -> str:
    """The clock for today, with the day for what is older."""
    zone = found.school.zone
    is_today = saved_at is not None and timezone.localdate(saved_at, zone) == timezone.localdate(timezone=zone)
    return school_clock(saved_at, found.school) if is_today else school_time(saved_at, found.school)


def check_in_answer(
    request: HttpRequest,
    found: CheckIn,
    *,
    status: int = 200,
    forms: Mapping[str, NoteForm] | None = None,
    newer: Mapping[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """The page, with what a refused change adds. Opening the other's shared words is noted, without a word of them."""
    now, person = timezone.now(), person_of(request)
    page = queries.check_in_page(found, person, now=now)
    shared = page.panes.shared
    if shared and shared.note and shared.text:
        actions.record_reading(found, shared.note, by=person, at=now)
    boxes = [_box(pane, found, forms or {}, newer or {}) for pane in (page.panes.private, page.panes.shared)]
    context: dict[str, Any] = {
        "page": page,
        "check_in": found,
        "school": found.school,
        "private": boxes[0],
        "shared": boxes[1],
    }
    board = queries.focus_board(found, person)
    if board and not board.is_closed and "focus_form" not in more:
        _packet, cells = queries.citable_cells(page.packet_session, person)
        context["focus_form"] = FocusForm(board=board, cells=cells)
    context["board"] = board
    return render(request, "cycles/confer/check_in.html", context | more, status=status)
