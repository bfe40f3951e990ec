"""The lead's pages: what I was told, what I tell back, how my team is asked next time."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cycles.listen import access, actions, queries
from cycles.listen.forms import HeardForm, NamingForm
from cycles.listen.models import Heard, MapRound
from surveys.enums import Naming
from teams.templatetags.school_time import school_clock

from .person import person_of


def _page(
    request: HttpRequest,
    found: MapRound,
    *,
    form: HeardForm | None = None,
    newer: Heard | None = None,
    status: int = 200,
) -> HttpResponse:
    page = queries.round_page(found, person_of(request), at=timezone.now())
    context = {
        "page": page,
        "round": found,
        "school": found.learning_cycle.school,
        "form": form or HeardForm(stands=page.heard),
        "newer": newer,
    }
    return render(request, "cycles/listen/round.html", context, status=status)


@never_cache
@require_GET
def map_round(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, access.addressed_round(person_of(request), pk))


@require_POST
def map_read(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.told_map(person_of(request), pk)
    actions.mark_read(found, at=timezone.now())
    return redirect("cycles:map-round", found.round_id)


@require_POST
def heard_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Saved as typed or by the button; with `publish`, told to the team at once."""
    found, now = access.addressed_round(person_of(request), pk), timezone.now()
    form = HeardForm(request.POST, stands=Heard(round=found))
    if not form.is_valid():
        return _refused(request, found, form, 422)
    try:
        saved = actions.save_heard(found, **form.content, at=now)
        if "publish" in request.POST:
            actions.publish_heard(found, by=person_of(request), at=now)
    except actions.HeardChanged as changed:
        return _refused(request, found, form, 409, changed.newer)
    except actions.NothingHeard as nothing:
        form.add_error(None, str(nothing))
        return _refused(request, found, _with_version(form, saved.version), 422)
    if "X-Autosave" in request.headers:
        clock = school_clock(now, found.learning_cycle.school)
        return JsonResponse({"saved_at": clock, "version": saved.version})
    messages.success(request, _("Your team can read it.") if "publish" in request.POST else _("Saved."))
    return redirect("cycles:map-round", pk)


def _with_version(form: HeardForm, version: int) -> HeardForm:
    form.data = {**form.data.dict(), "version": str(version)}  # type: ignore[attr-defined]
    return form


def _refused(
    request: HttpRequest, found: MapRound, form: HeardForm, status: int, newer: Heard | None = None
) -> HttpResponse:
    if "X-Autosave" in request.headers:
        words = {"heard": newer.heard, "will_try": newer.will_try, "version": newer.version} if newer else {}
        return JsonResponse(words or {"problems": form.errors}, status=status)
    if newer:
        _with_version(form, newer.version)
    return _page(request, found, form=form, newer=newer, status=status)


@require_POST
def naming_choose(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.choosing_round(person_of(request), pk)
    form = NamingForm(request.POST, stands=found.naming, offers_anonymous=queries.offers_anonymous(found))
    if not form.is_valid():
        messages.warning(request, _("Without names is offered only where at least five people are asked."))
        return redirect("cycles:maps")
    try:
        naming = Naming(form.cleaned_data["naming"])
        actions.choose_naming(found, naming=naming, by=person_of(request), at=timezone.now())
    except actions.ListenRefused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("Set. It is fixed when your team is asked."))
    return redirect("cycles:maps")


@require_GET
def heard(request: HttpRequest, pk: int) -> HttpResponse:
    """For the team: what the lead heard and will try."""
    found = access.heard_round(person_of(request), pk)
    context = {"page": queries.heard_page(found), "school": found.learning_cycle.school}
    return render(request, "cycles/listen/heard.html", context)
