"""The questions of one pass: by signing in, or by a link that opens nothing else."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cycles.plan import access, actions, queries
from cycles.plan.enums import VoiceQuestion
from cycles.plan.guest_forms import SendForm, VoiceForm
from cycles.plan.models import Pass
from reflection_site.links import unseen
from teams.templatetags.school_time import school_clock

from .cycles import person_of

Forms = dict[str, VoiceForm]


def _urls(given: Pass, token: str) -> dict[str, str]:
    """Where the page's forms go: the same questions behind either door."""
    names = {"page": "", "save": "-save", "send": "-send", "back": "-back"}
    start, key = ("link", token) if token else ("feedback", given.pk)
    return {
        name: reverse(f"cycles:{start}{tail}", args=[key, "well"] if name == "save" else [key])
        for name, tail in names.items()
    }


def _section(asked: queries.Asked, form: VoiceForm | None, urls: dict[str, str]) -> dict[str, Any]:
    """One question as a form of its own."""
    fresh = VoiceForm(question=asked.question, text=asked.text, version=asked.version)
    return {"asked": asked, "form": form or fresh, "url": urls["save"].replace("/well/", f"/{asked.key}/")}


def _page(
    request: HttpRequest,
    given: Pass,
    token: str,
    *,
    replaced: Forms | None = None,
    send_form: SendForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    page = queries.feedback_page(given, at=timezone.now())
    urls = _urls(given, token)
    sections = [_section(one, (replaced or {}).get(one.key), urls) for one in page.asked]
    context: dict[str, Any] = {
        "page": page,
        "given": given,
        "session": given.session,
        "school": given.session.cycle.school,
        "sections": sections,
        "urls": urls,
        "problem": problem,
        "send_form": send_form or SendForm(given=given, offers_unnamed=page.offers_unnamed),
    }
    if token:
        return _linked(request, given, context, status)
    return render(request, "cycles/plan/feedback.html", context, status=status)


def _linked(request: HttpRequest, given: Pass, context: dict[str, Any], status: int) -> HttpResponse:
    with translation.override(_language(request, given)):
        response = render(request, "cycles/plan/feedback_link.html", context, status=status)
        response["Content-Language"] = translation.get_language() or given.language
    return response


def _language(request: HttpRequest, given: Pass) -> str:
    """The one that the link was mailed in, unless the browser was told another; else the browser's own."""
    is_told = settings.LANGUAGE_COOKIE_NAME in request.COOKIES or given.language == settings.LANGUAGE_CODE
    return (translation.get_language() if is_told else None) or given.language


def _save(request: HttpRequest, given: Pass, token: str, question: str) -> HttpResponse:
    asked = VoiceQuestion(question)
    form = VoiceForm(request.POST, question=asked)
    is_typed = "X-Autosave" in request.headers
    if not form.is_valid():
        return (
            JsonResponse({"problems": form.errors}, status=422)
            if is_typed
            else _page(request, given, token, replaced={question: form}, status=422)
        )
    said = {**form.cleaned_data, "text": form.cleaned_data["text"].replace("\r\n", "\n")}
    try:
        voice = actions.save_voice(given, question=question, **said, at=timezone.now())
    except actions.VoiceChanged as changed:
        form.data = {**form.data.dict(), "version": str(changed.newer.version)}  # type: ignore[attr-defined]
        kept = {question: form}
        return (
            JsonResponse({"text": changed.newer.text, "version": changed.newer.version}, status=409)
            if is_typed
            else _page(request, given, token, replaced=kept, problem=str(changed), status=409)
        )
    except actions.PlanRefused as refused:
        if is_typed:
            return JsonResponse({"problem": str(refused)}, status=410)
        return _page(request, given, token, problem=str(refused), status=422)
    if is_typed:
        clock = school_clock(timezone.now(), given.session.cycle.school)
        return JsonResponse({"saved_at": clock, "version": voice.version})
    return redirect(_urls(given, token)["page"] + f"#voice-{question}")


def _send(request: HttpRequest, given: Pass, token: str) -> HttpResponse:
    form = SendForm(request.POST, given=given, offers_unnamed=queries.unnamed_is_offered(given))
    if not form.is_valid():
        return _page(request, given, token, send_form=form, status=422)
    try:
        is_unnamed = form.cleaned_data["name_shown"] == "unnamed"
        actions.send_feedback(given, is_unnamed=is_unnamed, at=timezone.now())
    except actions.PlanRefused as refused:
        return _page(request, given, token, problem=str(refused), status=422)
    messages.success(request, _("Sent. Thank you for looking with us."))
    return redirect(_urls(given, token)["page"])


def _take_back(request: HttpRequest, given: Pass, token: str) -> HttpResponse:
    try:
        actions.take_back_feedback(given, at=timezone.now())
    except actions.PlanRefused as refused:
        messages.warning(request, str(refused))
    return redirect(_urls(given, token)["page"])


# --- by signing in


@never_cache
@require_GET
def feedback(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, access.own_feedback(person_of(request), pk), "")


@require_POST
def feedback_save(request: HttpRequest, pk: int, question: str) -> HttpResponse:
    return _save(request, access.own_feedback(person_of(request), pk), "", question)


@require_POST
def feedback_send(request: HttpRequest, pk: int) -> HttpResponse:
    return _send(request, access.own_feedback(person_of(request), pk), "")


@require_POST
def feedback_back(request: HttpRequest, pk: int) -> HttpResponse:
    return _take_back(request, access.own_feedback(person_of(request), pk), "")


# --- by a link


_unseen = unseen("strict-origin")


@_unseen
@never_cache
@require_GET
def link(request: HttpRequest, token: str) -> HttpResponse:
    return _page(request, access.linked_pass(token), token)


@_unseen
@require_POST
def link_save(request: HttpRequest, token: str, question: str) -> HttpResponse:
    return _save(request, access.linked_pass(token), token, question)


@_unseen
@require_POST
def link_send(request: HttpRequest, token: str) -> HttpResponse:
    return _send(request, access.linked_pass(token), token)


@_unseen
@require_POST
def link_back(request: HttpRequest, token: str) -> HttpResponse:
    return _take_back(request, access.linked_pass(token), token)
