"""Verdicts on goals, one form each, within the page on which one prepares."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from cycles.plan.models import ReflectionSession
from cycles.prepare import access, actions, queries, verdicts
from cycles.prepare.models import GoalVerdict
from cycles.prepare.verdict_forms import VerdictForm
from teams.models import Person
from teams.templatetags.school_time import school_clock

from . import filling
from .person import person_of


@require_POST
def verdict_save(request: HttpRequest, pk: int, prompt_pk: int, sort: str, goal_pk: int) -> HttpResponse:
    session = access.own_preparation(person_of(request), pk)
    on_page, goal = _asked(session, person_of(request), prompt_pk, f"{sort}-{goal_pk}")
    form = VerdictForm(request.POST, goal=goal)
    if not form.is_valid():
        return _refused(request, session, goal, form, 422, {"problems": form.errors})
    try:
        said = _saved(request, session, on_page, goal, form)
    except verdicts.VerdictChanged as changed:
        told = _newer(changed.newer, on_page, session)
        return _refused(request, session, goal, form, 409, told, changed.newer)
    except actions.ReflectionReady as ready:
        return filling.closed(request, pk, ready)
    if "X-Autosave" in request.headers:
        return JsonResponse({"saved_at": school_clock(said.saved_at, session.cycle.school), "version": said.version})
    return redirect(f"{request.path.split('answers/')[0]}#{goal.key}")


def _asked(
    session: ReflectionSession, person: Person, prompt_pk: int, key: str
) -> tuple[queries.PromptOnPage, queries.GoalOnPage]:
    """The prompt and the goal as they stand on the person's page; 404 for what does not."""
    page = queries.preparation(session, person)
    for on_page in page.prompts:
        for goal in on_page.goals if on_page.prompt.pk == prompt_pk else ():
            if goal.key == key:
                return on_page, goal
    raise Http404


def _saved(
    request: HttpRequest,
    session: ReflectionSession,
    on_page: queries.PromptOnPage,
    goal: queries.GoalOnPage,
    form: VerdictForm,
) -> GoalVerdict:
    person, now = person_of(request), timezone.now()
    reflection = actions.begin_reflection(session, by=person, at=now)
    return verdicts.save_verdict(
        reflection, prompt=on_page.prompt, sort=goal.sort, pk=goal.pk, by=person, at=now, **form.content
    )


def _newer(said: GoalVerdict, on_page: queries.PromptOnPage, session: ReflectionSession) -> dict[str, Any]:
    """The other window's version: one's own words, told to their author alone."""
    clock = school_clock(said.saved_at, session.cycle.school)
    who = queries.verdict_label(said.verdict)
    words = {"verdict": said.verdict, "evidence": said.evidence, "version": said.version}
    return {**words, "who": who, "audience": "", "saved_at": clock}


def _refused(
    request: HttpRequest,
    session: ReflectionSession,
    goal: queries.GoalOnPage,
    form: VerdictForm,
    status: int,
    told: dict[str, Any],
    newer: GoalVerdict | None = None,
) -> HttpResponse:
    if "X-Autosave" in request.headers:
        return JsonResponse(told, status=status)
    if newer:
        form.data = {**form.data.dict(), "version": str(newer.version)}  # type: ignore[attr-defined]
    return filling.page_of(request, session, status=status, goals={goal.key: (form, newer)})
