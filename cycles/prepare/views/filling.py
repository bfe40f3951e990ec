"""The pages on which one prepares alone, and what was shared from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cycles.plan import access as plan_access
from cycles.plan.models import ReflectionSession
from cycles.prepare import access, actions, queries
from cycles.prepare.enums import Rating
from cycles.prepare.forms import AnswerForm
from cycles.prepare.models import Answer
from teams.enums import Verdict
from teams.models import Person
from teams.templatetags.school_time import school_clock

from .sections import GoalSection, Replaced, goal_sections


@dataclass(frozen=True)
class Section:
    """One prompt of the page with its form; `newer` is what another window saved meanwhile."""

    on_page: queries.PromptOnPage
    form: AnswerForm
    who: str
    saved: str
    newer: Answer | None = None
    goals: Sequence[GoalSection] = ()

    @property
    def newer_words(self) -> tuple[str, ...]:
        """What the other window's version says."""
        return tuple(queries.words_of(self.newer).values()) if self.newer else ()


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)  # noqa: S101 (sign-in is asked for by middleware)
    return request.user


def _sections(
    page: queries.Preparation, replaced: Mapping[int, tuple[AnswerForm, Answer | None]], goals: Replaced
) -> list[Section]:
    who = {choice.audience.value: choice.who for choice in page.choices}
    sections = []
    for on_page in page.prompts:
        fresh = AnswerForm(on_page=on_page, choices=page.choices)
        form, newer = replaced.get(on_page.prompt.pk, (fresh, None))
        seen_by, saved = who.get(str(form["audience"].value()), ""), _saved_words(on_page, page)
        to_judge = goal_sections(on_page, page.session.cycle.school, goals)
        sections.append(Section(on_page, form, seen_by, saved, newer, to_judge))
    return sections


def _saved_words(on_page: queries.PromptOnPage, page: queries.Preparation) -> str:
    if on_page.answer is None:
        return ""
    return _("Saved %(clock)s") % {"clock": school_clock(on_page.answer.saved_at, page.session.cycle.school)}


def page_of(
    request: HttpRequest,
    session: ReflectionSession,
    *,
    status: int = 200,
    replaced: Mapping[int, tuple[AnswerForm, Answer | None]] | None = None,
    missing: frozenset[int] = frozenset(),
    goals: Replaced | None = None,
) -> HttpResponse:
    """The page, with refused forms as they were typed: of prompts by their key, of goals by theirs."""
    page = queries.preparation(session, _person(request))
    context: dict[str, Any] = {
        "page": page,
        "session": session,
        "school": session.cycle.school,
        "sections": _sections(page, replaced or {}, goals or {}),
        "missing": missing,
        "examples": queries.examples_for(session, _person(request)),
        "beside": queries.beside(session, _person(request)),
        "has_begun": queries.has_begun(session),
    }
    return render(request, "cycles/prepare/prepare.html", context, status=status)


def back_to(pk: int, anchor: str) -> HttpResponse:
    """The page again, at one of its parts."""
    address = redirect("cycles:prepare", pk)
    address["Location"] += f"#{anchor}"
    return address


@never_cache
@require_GET
def prepare(request: HttpRequest, pk: int) -> HttpResponse:
    return page_of(request, access.own_preparation(_person(request), pk))


@require_POST
def answer_save(request: HttpRequest, pk: int, prompt_pk: int) -> HttpResponse:
    session = access.own_preparation(_person(request), pk)
    page = queries.preparation(session, _person(request))
    on_page = next((one for one in page.prompts if one.prompt.pk == prompt_pk), None)
    if on_page is None:
        raise Http404
    form = AnswerForm(request.POST, on_page=on_page, choices=page.choices)
    if not form.is_valid():
        return _refused(request, session, prompt_pk, form, 422, {"problems": form.errors})
    try:
        answer = _saved(request, session, on_page, form)
    except actions.AnswerChanged as changed:
        return _refused(request, session, prompt_pk, form, 409, _newer(changed.newer, page), changed.newer)
    except actions.ReflectionReady as ready:
        return closed(request, pk, ready)
    except actions.AudienceNotOffered as refused:
        form.add_error("audience", str(refused))
        return _refused(request, session, prompt_pk, form, 422, {"problems": form.errors})
    if "X-Autosave" in request.headers:
        return JsonResponse(
            {"saved_at": school_clock(answer.saved_at, session.cycle.school), "version": answer.version}
        )
    return redirect(f"{request.path.split('answers/')[0]}#prompt-{prompt_pk}")


def _saved(request: HttpRequest, session: ReflectionSession, on_page: queries.PromptOnPage, form: AnswerForm) -> Answer:
    person, now = _person(request), timezone.now()
    reflection = actions.begin_reflection(session, by=person, at=now)
    return actions.save_answer(reflection, prompt=on_page.prompt, by=person, at=now, **form.content)


def _newer(answer: Answer, page: queries.Preparation) -> dict[str, Any]:
    """The other window's version, in the boxes that the question has: one's own words, told to their author alone."""
    who = next(choice.who for choice in page.choices if choice.audience == answer.audience)
    clock = school_clock(answer.saved_at, page.session.cycle.school)
    return {
        **queries.words_of(answer),
        "audience": answer.audience,
        "who": who,
        "version": answer.version,
        "saved_at": clock,
    }


def _refused(
    request: HttpRequest,
    session: ReflectionSession,
    prompt_pk: int,
    form: AnswerForm,
    status: int,
    told: dict[str, Any],
    newer: Answer | None = None,
) -> HttpResponse:
    if "X-Autosave" in request.headers:
        return JsonResponse(told, status=status)
    if newer:
        form.data = {**form.data.dict(), "version": str(newer.version)}  # type: ignore[attr-defined]
    return page_of(request, session, status=status, replaced={prompt_pk: (form, newer)})


def closed(request: HttpRequest, pk: int, why: Exception) -> HttpResponse:
    """It can't be changed any more: `why`, to the script or on the page."""
    if "X-Autosave" in request.headers:
        return JsonResponse({"problem": str(why)}, status=410)
    messages.warning(request, str(why))
    return redirect("cycles:prepare", pk)


@require_POST
def reflection_submit(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.own_preparation(_person(request), pk)
    person, now = _person(request), timezone.now()
    reflection = actions.begin_reflection(session, by=person, at=now)
    try:
        actions.submit_reflection(reflection, by=person, at=now, is_on_paper="is_on_paper" in request.POST)
    except actions.AnswersMissing as missing:
        return page_of(request, session, status=422, missing=frozenset(prompt.pk for prompt in missing.prompts))
    messages.success(request, _("You are ready. Others see that you are, and only what you chose to show."))
    return redirect("cycles:prepare", pk)


@require_POST
def reflection_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    session = access.own_preparation(_person(request), pk)
    reflection = queries.own_reflection(session, _person(request))
    try:
        if reflection:
            actions.reopen_reflection(reflection, by=_person(request), at=timezone.now())
    except actions.MeetingBegun as begun:
        messages.warning(request, str(begun))
    return redirect("cycles:prepare", pk)


@require_GET
def prepare_print(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own reflection on paper; `?blank=1` with room to write instead."""
    session = access.own_preparation(_person(request), pk)
    context = {
        "page": queries.preparation(session, _person(request)),
        "session": session,
        "school": session.cycle.school,
        "is_blank": "blank" in request.GET,
        "verdicts": Verdict.labels,
        "ratings": Rating.labels,
    }
    return render(request, "cycles/prepare/prepare_print.html", context)


@require_POST
def people_tick(request: HttpRequest, pk: int) -> HttpResponse:
    """A lead's list: who did it on paper, with whom a 1:1 was held."""
    session = plan_access.editable_session(_person(request), pk)
    on_paper, talked = (
        actions.Ticks(shown=_ids(request, f"shown_{name}"), sent=_ids(request, name)) for name in ("on_paper", "talked")
    )
    actions.tick_people(session, on_paper=on_paper, talked=talked, by=_person(request), at=timezone.now())
    messages.success(request, _("Noted. Nobody is reminded of what is done."))
    return redirect("cycles:session", pk)


def _ids(request: HttpRequest, name: str) -> frozenset[int]:
    return frozenset(int(one) for one in request.POST.getlist(name) if one.isdecimal())
