"""The district's protocols: list, preview and history, and the editor of a draft; the choice for a session."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cycles.meet.enums import Face, ProtocolKind
from cycles.meet.queries import worded
from cycles.plan.models import ReflectionSession
from cycles.prepare import draft_pages
from teams import access as teams_access
from teams.models import Person

from . import access, choosing, drafting, forms, queries
from .forms import ChooseForm, DraftForm
from .minutes import LENGTHS
from .models import Protocol

LANGUAGES = ("en", "es")


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)  # noqa: S101  sign-in is asked for by middleware
    return request.user


@require_GET
def protocols(request: HttpRequest) -> HttpResponse:
    access.only_readers(_person(request))
    writes = teams_access.is_district(_person(request))
    context = {"found": queries.protocols(with_drafts=writes), "writes": writes}
    return render(request, "cycles/meet/protocols/protocols.html", context)


@require_GET
def protocol(request: HttpRequest, pk: int) -> HttpResponse:
    """`?in=es` shows it in that language, `?minutes=45` in that time, `?face=screen` as that face begins each step."""
    found = access.readable_protocol(_person(request), pk)
    writes = teams_access.is_district(_person(request))
    code, length, face = _asked(request)
    with translation.override(code):
        words = {name: worded(found, name) for name in ("title", "about", "credit")}
        agenda = queries.agenda(queries.phases_of(found), length)
    context = {
        "protocol": found,
        **words,
        "agenda": agenda,
        "versions": queries.versions_of(found, with_drafts=writes),
        "writes": writes,
        "reads_all": writes or teams_access.led_schools(_person(request)).exists(),
        "code": code,
        "length": length,
        "lengths": LENGTHS,
        "face": face,
        "faces": Face,
    }
    return render(request, "cycles/meet/protocols/protocol.html", context)


def _asked(request: HttpRequest) -> tuple[str, int, Face]:
    """Language, minutes and face; what is not known falls back to the reader's own, the longest and the phone."""
    code, length, face = (request.GET.get(name, "") for name in ("in", "minutes", "face"))
    return (
        code if code in LANGUAGES else (translation.get_language() or "en")[:2],
        int(length) if length.isdecimal() and int(length) in LENGTHS else max(LENGTHS),
        Face(face) if face in Face.values else Face.ROOM,
    )


# --- the editor


@require_POST
def protocol_draft_begin(request: HttpRequest, pk: int) -> HttpResponse:
    copied = access.copied_protocol(_person(request), pk)
    draft = drafting.begin_draft(copied, by=_person(request), at=timezone.now())
    return redirect("cycles:protocol-edit", draft.pk)


@never_cache
@require_GET
def protocol_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """`?at=1&by=up` brings the focus back to the button that was pressed."""
    draft = access.editable_draft(_person(request), pk)
    at, by = request.GET.get("at", ""), request.GET.get("by", "")
    form = forms.shown(draft, queries.phases_of(draft), writes_at=at if by == "add" else "")
    return _editor(request, draft, form, at=at, by=by)


def _editor(request: HttpRequest, draft: Protocol, form: DraftForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"draft": draft, "form": form, **more}
    return render(request, "cycles/meet/protocols/protocol_edit.html", context, status=status)


PAGES = draft_pages.DraftPages(
    things=drafting.PROTOCOLS,
    draw=_editor,
    shown=lambda draft: forms.shown(draft, queries.phases_of(draft)),
    edit="cycles:protocol-edit",
    page="cycles:protocol",
    all_pages="cycles:protocols",
    published=gettext_lazy("Published. Meetings that begin from now on follow this version."),
)


@require_POST
def protocol_draft_save(request: HttpRequest, pk: int) -> HttpResponse:
    """`add_kind` is the kind of the step that a button adds."""
    draft = access.editable_draft(_person(request), pk)
    moved = partial(forms.moved, add_kind=request.POST.get("add_kind", ""))
    return PAGES.save(request, draft, forms.typed(draft, request.POST), moved)


@require_POST
def protocol_draft_publish(request: HttpRequest, pk: int) -> HttpResponse:
    draft = access.editable_draft(_person(request), pk)
    return PAGES.publish(request, draft, forms.typed(draft, request.POST))


@require_POST
def protocol_draft_discard(request: HttpRequest, pk: int) -> HttpResponse:
    return PAGES.discard(request, access.editable_draft(_person(request), pk))


# --- the choice for a session


@require_GET
def session_protocol(request: HttpRequest, pk: int) -> HttpResponse:
    return _choice(request, access.choosing_session(_person(request), pk))


def _choice(request: HttpRequest, session: ReflectionSession, *, why: str = "", status: int = 200) -> HttpResponse:
    context = {
        "session": session,
        "choice": queries.choice(session),
        "begun": queries.begun_with(session),
        "why": why,
    }
    return render(request, "cycles/meet/protocols/session_protocol.html", context, status=status)


@require_POST
def protocol_choose(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.choosing_session(_person(request), pk)
    form = ChooseForm(request.POST)
    if not form.is_valid():
        return _choice(request, session, why=_("Choose one of the protocols below."), status=422)
    kind = ProtocolKind(form.cleaned_data["kind"])
    if not queries.is_offered(session, kind):
        return _choice(request, session, why=_("Choose one of the protocols below."), status=422)
    try:
        choosing.choose_protocol(session, kind=kind, by=_person(request), at=timezone.now())
    except choosing.AlreadyBegun as begun:
        return _choice(request, session, why=str(begun), status=409)
    messages.success(request, _("Chosen. The agenda of the meeting shows it."))
    return redirect("cycles:session", session.pk)
