"""The district's templates: list, preview and history, and the editor of a draft."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cycles.prepare import access, draft_pages, drafting, queries, template_forms
from cycles.prepare.models import Template
from cycles.prepare.template_forms import DraftForm
from teams import access as teams_access

from .person import person_of

LANGUAGES = ("en", "es")


@require_GET
def templates(request: HttpRequest) -> HttpResponse:
    access.only_template_readers(person_of(request))
    writes = teams_access.is_district(person_of(request))
    context = {"cycles": queries.templates(with_drafts=writes), "writes": writes}
    return render(request, "cycles/prepare/templates.html", context)


@require_GET
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """`?in=es` shows it in that language, `?as=phone` at a phone's width."""
    found = access.readable_template(person_of(request), pk)
    writes = teams_access.is_district(person_of(request))
    code = _language(request)
    with translation.override(code):
        title, questions = queries.template_title(found), queries.questions_shown(found)
    context = {
        "template": found,
        "title": title,
        "questions": questions,
        "versions": queries.versions_of(found, with_drafts=writes),
        "writes": writes,
        "code": code,
        "is_phone": request.GET.get("as") == "phone",
    }
    return render(request, "cycles/prepare/template.html", context)


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("in", "")
    return asked if asked in LANGUAGES else (translation.get_language() or "en")[:2]


@require_GET
def template_print(request: HttpRequest, pk: int) -> HttpResponse:
    """Blank, with room to write by hand."""
    found = access.readable_template(person_of(request), pk)
    code = _language(request)
    with translation.override(code):
        title, questions = queries.template_title(found), queries.questions_shown(found)
    context = {"template": found, "title": title, "questions": questions, "code": code}
    return render(request, "cycles/prepare/template_print.html", context)


@require_POST
def draft_begin(request: HttpRequest, pk: int) -> HttpResponse:
    copied = access.copied_template(person_of(request), pk)
    draft = drafting.begin_draft(copied, by=person_of(request), at=timezone.now())
    return redirect("cycles:template-edit", draft.pk)


@require_GET
def template_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """`?at=1&by=up` brings the focus back to the button that was pressed."""
    draft = access.editable_draft(person_of(request), pk)
    at, by = request.GET.get("at", ""), request.GET.get("by", "")
    form = template_forms.shown(draft, queries.prompts_of(draft), writes_at=at if by == "add" else "")
    return _editor(request, draft, form, at=at, by=by)


def _editor(request: HttpRequest, draft: Template, form: DraftForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"draft": draft, "form": form, "most": template_forms.MOST, **more}
    return render(request, "cycles/prepare/template_edit.html", context, status=status)


@require_POST
def draft_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Saved as typed; `press` is the button that was pressed, if it was one that moves, adds or removes a question."""
    draft, form = access.editable_draft(person_of(request), pk), template_forms.typed(request.POST)
    if not form.is_valid():
        return _refused(request, draft, form)
    press = request.POST.get("press", "")
    questions, at = template_forms.moved(form.content.rows, press)
    content = replace(form.content, rows=questions)
    try:
        saved = drafting.save_draft(
            draft, content=content, revision=form.revision, by=person_of(request), at=timezone.now()
        )
    except (drafting.DraftChanged, drafting.DraftGone) as why:
        return _overtaken(request, draft, form, why)
    if "X-Autosave" in request.headers:
        return JsonResponse({"version": saved.revision})
    address = reverse("cycles:template-edit", args=[pk])
    # no fragment: a browser that is sent to one gives the focus to nothing else
    return redirect(f"{address}?at={at}&by={press.partition('-')[0]}" if press else address)


def _refused(request: HttpRequest, draft: Template, form: DraftForm) -> HttpResponse:
    return draft_pages.refused(request, _editor, draft, form)


def _overtaken(request: HttpRequest, draft: Template, form: DraftForm, why: Exception) -> HttpResponse:
    return draft_pages.overtaken(
        request, _editor, draft, form, why, shown=lambda newer: template_forms.shown(newer, queries.prompts_of(newer))
    )


@require_POST
def draft_publish(request: HttpRequest, pk: int) -> HttpResponse:
    draft, form = access.editable_draft(person_of(request), pk), template_forms.typed(request.POST)
    if not form.is_valid() or not form.is_complete():
        return _refused(request, draft, form)
    try:
        done = drafting.publish_draft(
            draft, content=form.content, revision=form.revision, by=person_of(request), at=timezone.now()
        )
    except (drafting.DraftChanged, drafting.DraftGone) as why:
        return _overtaken(request, draft, form, why)
    messages.success(request, _("Published. Meetings that get their time from now on ask this version."))
    return redirect("cycles:template", done.pk)


@require_POST
def draft_discard(request: HttpRequest, pk: int) -> HttpResponse:
    draft = access.editable_draft(person_of(request), pk)
    try:
        drafting.discard_draft(draft, by=person_of(request), at=timezone.now())
    except drafting.DraftGone as gone:
        messages.warning(request, str(gone))
    else:
        messages.success(request, _("The draft is put aside. What is published stays as it is."))
    return redirect("cycles:templates")
