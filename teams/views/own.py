"""A person's own page, and the trail for those who may read it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from teams import access, actions, forms, queries

from .answers import SignedIn, done


def me_answer(request: SignedIn, *, status: int = 200, **bound: Any) -> HttpResponse:
    """One's own page, with the form that was refused where one was."""
    shown = queries.own_page(request.user)
    facts = {"name": request.user.name, "language": request.user.language}
    context = {
        "shown": shown,
        "own_form": forms.OwnForm(initial=facts, address=reverse("teams:me-edit")),
        "workplace_form": forms.WorkplaceForm(
            initial={"school": shown.workplace}, person=request.user, address=reverse("teams:workplace-choose")
        ),
    }
    return render(request, "teams/me.html", context | bound, status=status)


@require_GET
def me(request: SignedIn) -> HttpResponse:
    return me_answer(request)


@require_POST
def me_edit(request: SignedIn) -> HttpResponse:
    form = forms.OwnForm(request.POST, address=request.get_full_path())
    if done(form, lambda: actions.set_own_words(request.user, **form.cleaned_data, at=timezone.now())):
        messages.success(request, _("Saved."))
        return redirect("teams:me")
    return me_answer(request, status=422, own_form=form)


@require_POST
def workplace_choose(request: SignedIn) -> HttpResponse:
    form = forms.WorkplaceForm(request.POST, person=request.user, address=request.get_full_path())
    if done(form, lambda: actions.choose_workplace(request.user, **form.cleaned_data, at=timezone.now())):
        messages.success(request, _("You work at %(school)s now.") % {"school": form.cleaned_data["school"].name})
        return redirect("teams:me")
    return me_answer(request, status=422, workplace_form=form)


@require_GET
def own_history(request: SignedIn) -> HttpResponse:
    shown = queries.trail_page(request.user, access.own_access_history(request.user), number=request.GET.get("page", 1))
    return render(request, "teams/trail.html", {"shown": shown, "is_own": True})


@require_GET
def audit(request: SignedIn) -> HttpResponse:
    access.only_if(access.may_read_audit(request.user))
    shown = queries.trail_page(request.user, access.readable_audit(request.user), number=request.GET.get("page", 1))
    context = {"shown": shown, "is_own": False, "may_hold": access.is_district(request.user)}
    return render(request, "teams/trail.html", context)
