"""The district's protocols: list, preview and history, and the editor of a draft; the choice for a session."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
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


@require_POST
def protocol_draft_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Saved as typed; `press` is the button that was pressed, if it was one that moves, adds or removes a step."""
    draft = access.editable_draft(_person(request), pk)
    form = forms.typed(draft, request.POST)
    if not form.is_valid():
        return _refused(request, draft, form)
    press = request.POST.get("press", "")
    rows, at = forms.moved(form, press, request.POST.get("add_kind", ""))
    content = replace(form.content, rows=rows)
    try:
        saved = drafting.save_draft(
            draft, content=content, revision=form.revision, by=_person(request), at=timezone.now()
        )
    except (drafting.DraftChanged, drafting.DraftGone) as why:
        return _overtaken(request, draft, form, why)
    if "X-Autosave" in request.headers:
        return JsonResponse({"version": saved.revision})
    address = reverse("cycles:protocol-edit", args=[pk])
    # no fragment: a browser that is sent to one gives the focus to nothing else
    return redirect(f"{address}?at={at}&by={press.partition('-')[0]}" if press else address)


def _refused(request: HttpRequest, draft: Protocol, form: DraftForm) -> HttpResponse:
    return draft_pages.refused(request, _editor, draft, form)


def _overtaken(request: HttpRequest, draft: Protocol, form: DraftForm, why: Exception) -> HttpResponse:
    return draft_pages.overtaken(
        request, _editor, draft, form, why, shown=lambda newer: forms.shown(newer, queries.phases_of(newer))
    )


@require_POST
def protocol_draft_publish(request: HttpRequest, pk: int) -> HttpResponse:
    draft = access.editable_draft(_person(request), pk)
    form = forms.typed(draft, request.POST)
    if not form.is_valid() or not form.is_complete():
        return _refused(request, draft, form)
    try:
        done = drafting.publish_draft(
            draft, content=form.content, revision=form.revision, by=_person(request), at=timezone.now()
        )
    except (drafting.DraftChanged, drafting.DraftGone) as why:
        return _overtaken(request, draft, form, why)
    messages.success(request, _("Published. Meetings that begin from now on follow this version."))
    return redirect("cycles:protocol", done.pk)


@require_POST
def protocol_draft_discard(request: HttpRequest, pk: int) -> HttpResponse:
    draft = access.editable_draft(_person(request), pk)
    try:
        drafting.discard_draft(draft, by=_person(request), at=timezone.now())
    except drafting.DraftGone as gone:
        messages.warning(request, str(gone))
    else:
        messages.success(request, _("The draft is put aside. What is published stays as it is."))
    return redirect("cycles:protocols")


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
