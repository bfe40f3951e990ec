"""What others can see of mine, and what I may see of others'."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cycles.prepare import access, queries, sharing

from .person import person_of


@require_GET
def prepare_mine(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    session = access.own_preparation(person, pk)
    context = {
        "session": session,
        "school": session.cycle.school,
        "lines": queries.shared_of_mine(session, person),
        "reflection": queries.own_reflection(session, person),
        "may_show": access.may_show_examples(person, session),
    }
    return render(request, "cycles/prepare/mine.html", context)


@require_GET
def prepare_shared(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    session = access.shared_preparation(person, pk)
    group, to_me = queries.shared_with_group(session, person), queries.shared_with_lead(person, session)
    lines = (*to_me, *group.named, *group.unnamed, *group.pooled)
    sharing.note_readings(lines, session, by=person, at=timezone.now())
    context = {
        "session": session,
        "school": session.cycle.school,
        "group": group,
        "to_me": to_me,
        "readiness": queries.readiness(session),
    }
    return render(request, "cycles/prepare/shared.html", context)


@require_POST
def example_show(request: HttpRequest, pk: int, prompt_pk: int) -> HttpResponse:
    person = person_of(request)
    session = access.own_examples(person, pk)
    try:
        sharing.show_example(session, prompt=prompt_pk, by=person, at=timezone.now())
    except sharing.NothingToShow as empty:
        messages.warning(request, str(empty))
    else:
        messages.success(request, _("Your team sees it beside their questions, with your name. You can take it back."))
    return redirect("cycles:prepare-mine", pk)


@require_POST
def example_take_back(request: HttpRequest, pk: int, prompt_pk: int) -> HttpResponse:
    person = person_of(request)
    session = access.own_examples(person, pk)
    sharing.take_back_example(session, prompt=prompt_pk, by=person, at=timezone.now())
    messages.success(request, _("Taken back. Your team no longer sees it."))
    return redirect("cycles:prepare-mine", pk)


@require_POST
def words_delete(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    session = access.own_preparation(person, pk)
    reflection = queries.own_reflection(session, person)
    if reflection:
        sharing.delete_words(reflection, by=person, at=timezone.now())
    messages.success(request, _("What you wrote is deleted. Nobody can bring it back."))
    return redirect("cycles:session", pk)


@never_cache
@require_GET
def own_words(request: HttpRequest) -> HttpResponse:
    """A file of one's own: everything that one wrote in reflections."""
    answer = HttpResponse(queries.own_words(person_of(request)), content_type="text/plain; charset=utf-8")
    name = _("my-reflections")
    answer["Content-Disposition"] = f'attachment; filename="{name}.txt"'
    return answer
