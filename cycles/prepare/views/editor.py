"""The district's templates: list, preview and history, and the editor of a draft."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
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


@never_cache
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


PAGES = draft_pages.DraftPages(
    things=drafting.TEMPLATES,
    draw=_editor,
    shown=lambda draft: template_forms.shown(draft, queries.prompts_of(draft)),
    edit="cycles:template-edit",
    page="cycles:template",
    all_pages="cycles:templates",
    published=gettext_lazy("Published. Meetings that get their time from now on ask this version."),
)


@require_POST
def draft_save(request: HttpRequest, pk: int) -> HttpResponse:
    draft = access.editable_draft(person_of(request), pk)
    form = template_forms.typed(request.POST)
    return PAGES.save(request, draft, form, lambda form, press: template_forms.moved(form.content.rows, press))


@require_POST
def draft_publish(request: HttpRequest, pk: int) -> HttpResponse:
    draft = access.editable_draft(person_of(request), pk)
    return PAGES.publish(request, draft, template_forms.typed(request.POST))


@require_POST
def draft_discard(request: HttpRequest, pk: int) -> HttpResponse:
    return PAGES.discard(request, access.editable_draft(person_of(request), pk))
