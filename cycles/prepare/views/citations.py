"""Citing a cell of the packet in an answer."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cycles.plan.models import ReflectionSession
from cycles.prepare import access, actions, citing, queries
from cycles.prepare.models import Prompt
from data_imports.models import PacketVersion
from teams.models import Person

from . import filling
from .person import person_of


def _asked(person: Person, pk: int, prompt_pk: int) -> tuple[ReflectionSession, PacketVersion, Prompt]:
    """A prompt of the person's own page, and the packet that they may read; 404 without one."""
    session = access.own_preparation(person, pk)
    version = access.citable_version(person, session)
    page = queries.preparation(session, person)
    prompt = next((one.prompt for one in page.prompts if one.prompt.pk == prompt_pk), None)
    if version is None or prompt is None:
        raise Http404
    return session, version, prompt


@require_GET
def citation_new(request: HttpRequest, pk: int, prompt_pk: int) -> HttpResponse:
    session, version, prompt = _asked(person_of(request), pk, prompt_pk)
    context = {
        "session": session,
        "school": session.cycle.school,
        "prompt": prompt,
        "question": queries.prompt_words(prompt)[0],
        "packet": queries.shown_packet(session, person_of(request), version),
    }
    return render(request, "cycles/prepare/citation_new.html", context)


@require_POST
def citation_add(request: HttpRequest, pk: int, prompt_pk: int) -> HttpResponse:
    """`cell` is a place in the table of `chart`."""
    session, version, prompt = _asked(person_of(request), pk, prompt_pk)
    packet = queries.shown_packet(session, person_of(request), version)
    cell = queries.cell_at(packet, request.POST.get("chart", ""), request.POST.get("cell", ""))
    if cell is None:
        messages.warning(request, _("That cell is not shown; choose another one."))
        return redirect("cycles:citation-new", pk, prompt_pk)
    person, now = person_of(request), timezone.now()
    reflection = actions.begin_reflection(session, by=person, at=now)
    try:
        citing.cite_cell(reflection, prompt=prompt, version=version, cell=cell, by=person, at=now)
    except actions.ReflectionReady as ready:
        return filling.closed(request, pk, ready)
    return filling.back_to(pk, f"prompt-{prompt.pk}")


@require_POST
def citation_remove(request: HttpRequest, pk: int, citation_pk: int) -> HttpResponse:
    session = access.own_preparation(person_of(request), pk)
    reflection = queries.own_reflection(session, person_of(request))
    try:
        if reflection:
            citing.remove_citation(reflection, pk=citation_pk)
    except actions.ReflectionReady as ready:
        return filling.closed(request, pk, ready)
    return filling.back_to(pk, "prompts")
