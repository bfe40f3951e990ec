"""The letter, its editor, its files; the page across schools and one review."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cycles.plan import queries as plan_queries
from cycles.plan.enums import Step
from teams import access as teams_access
from teams.models import Person
from teams.templatetags.school_time import school_clock

from . import access, actions, documents, queries
from .forms import SECTIONS, PublishForm, ReviewForm, SummaryForm, summary_form
from .models import Review, Summary


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)  # noqa: S101 (sign-in is asked for by middleware)
    return request.user


# --- the letter


@require_GET
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    return _letter(request, access.readable_summary(_person(request), pk))


def _letter(request: HttpRequest, found: Summary, *, refusal: str = "", status: int = 200) -> HttpResponse:
    page = queries.summary_page(found, _person(request))
    context = {"page": page, "summary": found, "school": page.school, "refusal": refusal}
    return render(request, "cycles/share/summary.html", context, status=status)


@require_POST
def summary_draft(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = access.drafted_cycle(_person(request), pk)
    try:
        made = actions.draft_summary(cycle, by=_person(request), at=timezone.now())
    except actions.NothingAgreed as refusal:
        return render(request, "cycles/share/nothing.html", {"cycle": cycle, "refusal": refusal}, status=422)
    return redirect("cycles:summary-edit", made.pk)


def _editor(
    request: HttpRequest,
    found: Summary,
    form: SummaryForm,
    *,
    status: int = 200,
    newer: list[tuple[Any, str]] | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "summary": found,
        "school": found.cycle.school,
        "newer": newer,
        "page": queries.summary_page(found, _person(request)),
        "fields": [form[name] for name in SECTIONS],
        "resources": plan_queries.resources(Step.SHARE),
    }
    return render(request, "cycles/share/summary_edit.html", context, status=status)


@never_cache
@require_GET
def summary_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.editable_summary(_person(request), pk)
    if found.is_published:
        return redirect("cycles:summary", pk)
    return _editor(request, found, summary_form(found))


@require_POST
def summary_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Saves as it is typed (JSON for the script), or when the button is pressed. A conflict shows both versions."""
    found = access.editable_summary(_person(request), pk)
    form = SummaryForm(request.POST)
    is_typed = "X-Autosave" in request.headers
    if not form.is_valid():
        return (
            JsonResponse({"problems": form.errors}, status=422)
            if is_typed
            else _editor(request, found, form, status=422)
        )
    try:
        saved = actions.edit_summary(found, **form.cleaned_data, by=_person(request), at=timezone.now())
    except actions.Refusal as refusal:
        return _not_saved(request, found, form, refusal, is_typed)
    if is_typed:
        return JsonResponse({"saved_at": school_clock(timezone.now(), saved.cycle.school), "version": saved.version})
    return redirect("cycles:summary", pk)


def _not_saved(
    request: HttpRequest, found: Summary, form: SummaryForm, refusal: actions.Refusal, is_typed: bool
) -> HttpResponse:
    """409 with both versions where somebody was faster; 410 where it is published."""
    if isinstance(refusal, actions.AlreadyPublished):
        return (
            JsonResponse({"problem": str(refusal)}, status=410)
            if is_typed
            else _letter(request, found, refusal=str(refusal), status=422)
        )
    if is_typed:
        return JsonResponse(summary_form(found).initial, status=409)
    newer = [(heading, text) for name, heading, text in found.sections if text != form.cleaned_data[name]]
    if found.title != form.cleaned_data["title"]:
        newer.insert(0, (_("Title"), found.title))
    both = SummaryForm({**form.cleaned_data, "version": found.version})
    return _editor(request, found, both, status=409, newer=newer)


@require_POST
def summary_redraft(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.editable_summary(_person(request), pk)
    form = PublishForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    try:
        actions.redraft_summary(found, version=version, by=_person(request), at=timezone.now())
    except actions.Refusal as refusal:
        return _letter(request, found, refusal=str(refusal), status=422)
    messages.success(request, _("Drafted anew from what the meetings agreed on."))
    return redirect("cycles:summary-edit", pk)


@require_POST
def summary_publish(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.publishable_summary(_person(request), pk)
    form = PublishForm(request.POST)
    found.version = form.cleaned_data["version"] if form.is_valid() else 0
    try:
        actions.publish_summary(found, by=_person(request), at=timezone.now())
    except actions.Refusal as refusal:
        return _letter(request, found, refusal=str(refusal), status=422)
    messages.success(request, _("Published. Your school can read it, and its superintendents are told."))
    return redirect("cycles:summary", pk)


def _file(request: HttpRequest, found: Summary, content: bytes, form: str, kind: str) -> HttpResponse:
    actions.record_download(found, form=form, by=_person(request), at=timezone.now())
    name = slugify(found.title)[:80] or "summary"
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    )


@require_GET
def summary_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.readable_summary(_person(request), pk)
    return _file(request, found, documents.as_pdf(found), "pdf", "application/pdf")


@require_GET
def summary_docx(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.readable_summary(_person(request), pk)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return _file(request, found, documents.as_docx(found), "docx", kind)


# --- reviews


@require_GET
def reviews(request: HttpRequest) -> HttpResponse:
    teams_access.only_if(access.has_reviews(_person(request)))
    return render(request, "cycles/share/reviews.html", {"page": queries.reviews_page(_person(request))})


def _review_page(
    request: HttpRequest, found: Review, form: ReviewForm | None = None, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "review": found,
        "summary": found.summary,
        "school": found.summary.cycle.school,
        "page": queries.summary_page(found.summary, _person(request)),
        "form": form or ReviewForm(standing=found.response),
        "areas": queries.areas_of(found.summary.cycle),
        "refusal": refusal,
    }
    return render(request, "cycles/share/review.html", context, status=status)


@require_GET
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Opening it marks that it was opened; the school sees that."""
    found = access.own_review(_person(request), pk)
    actions.open_review(found, by=_person(request), at=timezone.now())
    return _review_page(request, found)


@require_POST
def review_respond(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.own_review(_person(request), pk)
    form = ReviewForm(request.POST, standing=found.response)
    if not form.is_valid():
        return _review_page(request, found, form, status=422)
    try:
        actions.respond_to_summary(found, **form.cleaned_data, by=_person(request), at=timezone.now())
    except actions.Refusal as refusal:
        return _review_page(request, found, form, refusal=str(refusal), status=422)
    messages.success(request, _("Your response is with the school."))
    return redirect("cycles:review", pk)
