"""A record, checked against the data that has come in since."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cycles.adjust import access, actions, queries
from cycles.adjust.enums import Outcome
from cycles.adjust.forms import RevalidationForm
from cycles.plan.models import ReflectionSession

from .person import person_of


def _page(request: HttpRequest, session: ReflectionSession, refused: RevalidationForm | None = None) -> HttpResponse:
    page = queries.revalidation(session, person_of(request), refused=refused)
    context = {"page": page, "session": session, "school": session.cycle.school, "choices": Outcome.choices}
    return render(request, "cycles/adjust/revalidation.html", context, status=422 if refused else 200)


@never_cache
@require_GET
def revalidation(request: HttpRequest, pk: int) -> HttpResponse:
    """What was agreed, each with what changed in the evidence."""
    return _page(request, access.revalidating_session(person_of(request), pk))


@require_POST
def revalidation_record(request: HttpRequest, pk: int) -> HttpResponse:
    """One verdict or root cause, said anew."""
    session = access.revalidating_session(person_of(request), pk)
    page, form = queries.revalidation(session, person_of(request)), RevalidationForm(request.POST)
    if page is None or (versions := page.compared) is None:
        messages.info(request, _("There is no newer version to check against yet."))
        return redirect("cycles:revalidation", pk)
    if not form.is_valid():
        return _page(request, session, form)
    said = form.cleaned_data
    if (thing := queries.thing(session, said.pop("kind"), said.pop("pk"))) is None:
        raise Http404
    try:
        actions.revalidate(session, thing=thing, versions=versions, **said, by=person_of(request), at=timezone.now())
    except actions.ReasonMissing:
        form.add_error("note", _("Say in a few words what changes."))
        return _page(request, session, form)
    messages.success(request, _("Kept beside the record. The record itself stays as it was."))
    return redirect(f"{reverse('cycles:revalidation', args=[pk])}#{form.key}")
