"""The list of people, one person, a new one."""

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

from .answers import SignedIn, done, done_or_told


@require_GET
def people(request: SignedIn) -> HttpResponse:
    access.only_if(access.knows_people(request.user))
    form = forms.SearchForm(request.GET or None, person=request.user, address=reverse("teams:people"))
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    shown = queries.people_page(request.user, **asked, number=request.GET.get("page", 1))
    params = request.GET.copy()
    params.pop("page", None)
    return render(request, "teams/people.html", {"shown": shown, "form": form, "asked": params.urlencode()})


def person_context(viewer: Person, person: Person, shown: queries.PersonPage) -> dict[str, Any]:
    """The forms of a person's page, for those who may use them."""
    if not shown.may_edit:
        return {}
    today = {"starts_on": timezone.localdate()}
    facts = {name: getattr(person, name) for name in ("name", "email", "employee_number", "is_active")}
    at = [person.pk]
    return {
        "person_form": forms.PersonForm(
            initial=facts, viewer=viewer, person=person, address=reverse("teams:person-edit", args=at)
        ),
        "appointment_form": forms.AppointmentForm(
            initial=today, viewer=viewer, address=reverse("teams:appointment-give", args=at)
        ),
        "membership_form": forms.MembershipForm(
            initial=today, viewer=viewer, person=person, address=reverse("teams:membership-join", args=at)
        ),
        "supervision_form": forms.SupervisionForm(
            initial=today, viewer=viewer, person=person, address=reverse("teams:supervision-begin", args=at)
        ),
    }


def person_answer(request: SignedIn, person: Person, *, status: int = 200, **bound: Any) -> HttpResponse:
    """The page of a person, with the form that was refused where one was."""
    shown = queries.person_page(request.user, person)
    context = {"shown": shown, **person_context(request.user, person, shown), **bound}
    return render(request, "teams/person.html", context, status=status)


@require_GET
def person(request: SignedIn, pk: int) -> HttpResponse:
    return person_answer(request, access.readable_person(request.user, pk))


@require_POST
def person_edit(request: SignedIn, pk: int) -> HttpResponse:
    person = access.editable_person(request.user, pk)
    facts = {name: getattr(person, name) for name in ("name", "email", "employee_number", "is_active")}
    form = forms.PersonForm(
        request.POST, initial=facts, viewer=request.user, person=person, address=request.get_full_path()
    )
    if done(form, lambda: actions.edit_person(person, **form.cleaned_data, by=request.user, at=timezone.now())):
        messages.success(request, _("Saved."))
        return redirect("teams:person", pk)
    return person_answer(request, access.readable_person(request.user, pk), status=422, person_form=form)


@require_POST
def person_welcome(request: SignedIn, pk: int) -> HttpResponse:
    person = access.editable_person(request.user, pk)
    said = _("A new link goes to %(email)s.") % {"email": person.email}
    done_or_told(request, lambda: actions.welcome_again(person, by=request.user, at=timezone.now()), said)
    return redirect("teams:person", pk)


@require_GET
def person_new(request: SignedIn) -> HttpResponse:
    access.only_if(access.may_set_up(request.user))
    form = forms.PersonAddForm(viewer=request.user, address=reverse("teams:person-add"))
    return render(request, "teams/person_new.html", {"form": form})


@require_POST
def person_add(request: SignedIn) -> HttpResponse:
    access.only_if(access.may_set_up(request.user))
    form = forms.PersonAddForm(request.POST, viewer=request.user, address=request.get_full_path())
    added: list[Person] = []
    if done(form, lambda: added.append(_add(request, form.cleaned_data))):
        messages.success(
            request,
            _("%(name)s is added. A welcome with a link to choose a password goes to %(email)s.")
            % {"name": added[0].name, "email": added[0].email},
        )
        return redirect("teams:person", added[0].pk)
    return render(request, "teams/person_new.html", {"form": form}, status=422)


def _add(request: SignedIn, found: dict[str, Any]) -> Person:
    return actions.add_person_with_role(**found, by=request.user, at=timezone.now())
