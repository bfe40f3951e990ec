"""Legal holds: the district's page, and what is pressed on it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from teams import access, actions, forms, queries

from .answers import SignedIn, done, done_or_told


def _page(request: SignedIn, *, status: int = 200, form: Any = None) -> HttpResponse:
    form = form or forms.HoldForm(address=reverse("teams:hold-place"))
    context = {"holds": queries.holds_page(request.user), "form": form}
    return render(request, "teams/holds.html", context, status=status)


@require_GET
def holds(request: SignedIn) -> HttpResponse:
    access.only_who_holds(request.user)
    return _page(request)


@require_POST
def hold_place(request: SignedIn) -> HttpResponse:
    access.only_who_holds(request.user)
    form = forms.HoldForm(request.POST, address=request.get_full_path())
    if done(form, lambda: actions.place_hold(**form.cleaned_data, by=request.user, at=timezone.now())):
        return redirect("teams:holds")
    return _page(request, status=422, form=form)


@require_POST
def hold_lift_ask(request: SignedIn, pk: int) -> HttpResponse:
    hold = access.lifting_hold(request.user, pk)
    said = _("Asked. The hold stays until somebody else of the district agrees.")
    done_or_told(request, lambda: actions.ask_lift(hold, by=request.user, at=timezone.now()), said)
    return redirect("teams:holds")


@require_POST
def hold_keep(request: SignedIn, pk: int) -> HttpResponse:
    hold = access.lifting_hold(request.user, pk)
    done_or_told(request, lambda: actions.keep_hold(hold, by=request.user, at=timezone.now()), _("The hold stays."))
    return redirect("teams:holds")


@require_POST
def hold_lift(request: SignedIn, pk: int) -> HttpResponse:
    hold = access.lifting_hold(request.user, pk)
    said = _("Lifted. What is due is deleted with the next daily run.")
    done_or_told(request, lambda: actions.lift_hold(hold, by=request.user, at=timezone.now()), said)
    return redirect("teams:holds")
