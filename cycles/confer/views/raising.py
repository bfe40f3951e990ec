"""Raise this for me: the member asks, the lead words it, the member agrees."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cycles.confer import access, actions, queries
from cycles.confer.forms import LineForm, StandForm
from cycles.plan.models import ReflectionSession
from teams.models import Person

from .person import person_of


def _page(
    request: HttpRequest,
    session: ReflectionSession,
    *,
    refused: dict[int, LineForm] | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    page = queries.raise_page(session, person_of(request))
    lines = [(line, (refused or {}).get(_other(line, page).pk) or _form(line, page)) for line in page.lines]
    context = {"page": page, "session": session, "school": session.cycle.school, "lines": lines, "refusal": refusal}
    # covered until asked for, but for who has just written
    context["is_open"] = status != 200
    # words that came too late for every box stand beside the refusal
    context["typed"] = next((form["text"].value() for form in (refused or {}).values()), "") if refusal else ""
    answer = render(request, "cycles/confer/raise.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _other(line: queries.LineOnPage, page: queries.RaisePage) -> Person:
    return line.person if page.is_lead else line.lead


def _form(line: queries.LineOnPage, page: queries.RaisePage) -> LineForm:
    text = line.slip.words if page.is_lead else line.slip.asked
    return LineForm(
        pk=_other(line, page).pk, is_lead=page.is_lead, initial={"text": text, "version": line.slip.version}
    )


@require_GET
def raise_line(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, access.raising_session(person_of(request), pk))


def _line_with(request: HttpRequest, pk: int, other_pk: int) -> tuple[queries.RaisePage, queries.LineOnPage]:
    """The line between the person and one other: as a member with a lead, or as a lead with a member."""
    page = queries.raise_page(access.raising_session(person_of(request), pk), person_of(request))
    line = next((one for one in page.lines if _other(one, page).pk == other_pk), None)
    if line is None:
        raise Http404
    return page, line


@require_POST
def raise_write(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    """A member says what should be heard; a lead puts it into words."""
    page, line = _line_with(request, pk, person_pk)
    form = LineForm(request.POST, pk=person_pk, is_lead=page.is_lead)
    if not form.is_valid():
        return _page(request, page.session, refused={person_pk: form}, status=422)
    text, version = form.cleaned_data["text"], form.cleaned_data["version"]
    try:
        if page.is_lead:
            actions.word_line(page.session, person=line.person, words=text, version=version, by=line.lead)
        else:
            actions.ask_line(page.session, lead=line.lead, text=text, version=version, by=line.person)
    except actions.ConferRefused as refused:
        now = next(one for one in queries.raise_page(page.session, person_of(request)).lines if one.is_of(line))
        # whoever presses again has seen how the line stands now
        form.data = {**form.data.dict(), "version": str(now.slip.version)}  # type: ignore[attr-defined]
        return _page(request, page.session, refused={person_pk: form}, refusal=str(refused), status=422)
    name = _other(line, page).first_name
    told = _("Only %(name)s sees these words, and agrees or does not.") if page.is_lead else _("Only %(name)s sees it.")
    messages.success(request, told % {"name": name})
    return redirect("cycles:raise", pk)


@require_POST
def raise_agree(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    return _stand(
        request, pk, person_pk, actions.agree_line, _("You agreed. It is raised with others, without a name.")
    )


@require_POST
def raise_decline(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    return _stand(request, pk, person_pk, actions.decline_line, _("It is not raised."))


def _stand(request: HttpRequest, pk: int, lead_pk: int, act: Callable[..., None], told: str) -> HttpResponse:
    page, line = _line_with(request, pk, lead_pk)
    form = StandForm(request.POST)
    if page.is_lead:
        raise Http404
    if not form.is_valid():
        return _page(request, page.session, status=422)
    try:
        act(page.session, lead=line.lead, version=form.cleaned_data["version"], by=line.person)
    except actions.ConferRefused as refused:
        return _page(request, page.session, refusal=str(refused), status=422)
    messages.success(request, told)
    return redirect("cycles:raise", pk)
