"""Focus areas, written and agreed to on the page of the 1:1."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cycles.confer import access, actions, queries
from cycles.confer.forms import FocusForm
from cycles.confer.models import CheckIn

from .page import check_in_answer
from .person import person_of


def _board(request: HttpRequest, pk: int) -> tuple[CheckIn, queries.FocusBoard]:
    """One's own check-in about the whole school; 404 for any other."""
    found = access.own_check_in(person_of(request), pk)
    board = queries.focus_board(found, person_of(request))
    if board is None:
        raise Http404
    return found, board


@require_POST
def focus_save(request: HttpRequest, pk: int) -> HttpResponse:
    found, board = _board(request, pk)
    person = person_of(request)
    packet, cells = queries.citable_cells(access.packet_session(person, found), person)
    form = FocusForm(request.POST, board=board, cells=cells)
    if not form.is_valid():
        return check_in_answer(request, found, focus_form=form, status=422)
    try:
        version = form.cleaned_data["version"]
        actions.save_areas(found, areas=form.drafts, packet=packet, version=version, by=person, at=timezone.now())
    except actions.AreasChanged as changed:
        form.data = {**form.data.dict(), "version": str(board.version)}  # type: ignore[attr-defined]
        return check_in_answer(request, found, focus_form=form, refusal=str(changed), status=409)
    except actions.ConferRefused as refused:
        return check_in_answer(request, found, focus_form=form, refusal=str(refused), status=422)
    messages.success(request, _("Saved. Once both of you have agreed, they open the ILT's meeting."))
    return redirect(f"{request.path.split('focus/')[0]}#focus")


@require_POST
def focus_agree(request: HttpRequest, pk: int) -> HttpResponse:
    found, _board_now = _board(request, pk)
    version = request.POST.get("version", "")
    try:
        actions.agree_areas(
            found, version=int(version) if version.isdecimal() else -1, by=person_of(request), at=timezone.now()
        )
    except actions.ConferRefused as refused:
        return check_in_answer(request, found, refusal=str(refused), status=422)
    messages.success(request, _("You agreed. Once both of you have, they open the ILT's meeting."))
    return redirect(f"{request.path.split('focus/')[0]}#focus")
