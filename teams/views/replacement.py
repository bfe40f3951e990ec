"""One person takes another's place: choose, look, do."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from teams import access, actions, forms, queries
from teams.models import Person

from .answers import SignedIn, done


def _answer(request: SignedIn, leaving: Person, form: forms.ReplaceForm, *, status: int = 200) -> HttpResponse:
    asked: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    day: date = asked.get("last_day") or timezone.localdate()
    shown = queries.replacement_page(request.user, leaving, last_day=day, successor=asked.get("successor"))
    return render(request, "teams/replacement.html", {"shown": shown, "form": form}, status=status)


@require_GET
def person_replacement(request: SignedIn, pk: int) -> HttpResponse:
    leaving = access.replaceable_person(request.user, pk)
    form = forms.ReplaceForm(
        request.GET or None,
        initial={"last_day": timezone.localdate()},
        viewer=request.user,
        leaving=leaving,
        address=reverse("teams:person-replacement", args=[pk]),
    )
    return _answer(request, leaving, form)


@require_POST
def person_replace(request: SignedIn, pk: int) -> HttpResponse:
    leaving = access.replaceable_person(request.user, pk)
    address = reverse("teams:person-replacement", args=[pk])
    form = forms.ReplaceForm(request.POST, viewer=request.user, leaving=leaving, address=address)

    def replace() -> None:
        schools = access.editable_schools(request.user)
        actions.replace_person(leaving, **form.cleaned_data, schools=schools, by=request.user, at=timezone.now())

    if done(form, replace):
        successor = form.cleaned_data["successor"]
        words = _("%(successor)s takes over from %(leaving)s.")
        messages.success(request, words % {"successor": successor.name, "leaving": leaving.name})
        return redirect("teams:person", successor.pk)
    return _answer(request, leaving, form, status=422)
