"""What people notice and wonder, pinned to the cells of a session's packet."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cycles.plan import access, queries
from cycles.plan.forms import NoteForm, PinForm
from cycles.plan.models import ReflectionSession
from data_imports import access as data_access, actions as data_actions
from data_imports.queries import ChartShown

from .cycles import person_of
from .packets import packet_answer


def _ties(request: HttpRequest, session: ReflectionSession) -> access.Ties:
    return access.ties(person_of(request), session)


def _answer(request: HttpRequest, session: ReflectionSession, chart: str, *, refused: NoteForm | None = None,
            said: str = "") -> HttpResponse:  # fmt: skip
    """What stands under the chart for htmx; else its place on the page, or the page with the refused form."""
    if not request.headers.get("HX-Request"):
        if refused is not None:
            return packet_answer(request, session, _ties(request, session), refused={chart: refused})
        return redirect(f"{reverse('cycles:packet', args=[session.pk])}?with=notes#chart-{chart}-notes")
    known = {chart: refused} if refused is not None else {}
    page = queries.packet_page(session, person_of(request), _ties(request, session), refused=known)
    shown = _chart(page, chart)
    context = {"chart": shown, "session": session, "school": session.cycle.school, "is_part": True}
    answer = render(request, "cycles/plan/_chart_notes.html", context, status=422 if refused else 200)
    if said:
        answer["HX-Trigger"] = json.dumps({"toast": said})
    return answer


def _chart(page: queries.PacketPage, key: str) -> ChartShown:
    """One that the person sees; a chart that is held back from them, or is gone, is not there."""
    charts = page.shown.charts if page.shown else []
    found = next((chart for chart in charts if chart.key == key and not chart.is_held), None)
    if found is None:
        raise Http404
    return found


@require_POST
def note_pin(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.noting_session(person_of(request), pk)
    page = queries.packet_page(session, person_of(request), _ties(request, session))
    chart = _chart(page, request.POST.get("chart", ""))
    form = PinForm(request.POST, chart=chart)
    if not form.is_valid():
        return _answer(request, session, chart.key, refused=form)
    version = queries.frozen(session)
    data_actions.pin_note(version, **form.pinned, by=person_of(request), at=timezone.now())
    return _answer(request, session, chart.key, said=_("Your note is pinned."))


@require_POST
def note_change(request: HttpRequest, pk: int, note_pk: int) -> HttpResponse:
    session = access.noting_session(person_of(request), pk)
    note = data_access.own_note(person_of(request), queries.frozen(session), note_pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        form.note_pk = note.pk
        return _answer(request, session, note.chart, refused=form)
    data_actions.change_note(note, **form.cleaned_data, at=timezone.now())
    return _answer(request, session, note.chart, said=_("Your note is changed."))


@require_POST
def note_remove(request: HttpRequest, pk: int, note_pk: int) -> HttpResponse:
    session = access.noting_session(person_of(request), pk)
    note = data_access.own_note(person_of(request), queries.frozen(session), note_pk)
    data_actions.remove_note(note)
    return _answer(request, session, note.chart, said=_("Your note is removed."))
