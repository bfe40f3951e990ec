"""Roles, memberships and supervision of one person: given, changed, ended."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from teams import access, actions, forms

from .answers import SignedIn, done, done_or_told, last_day
from .people import person_answer


@require_POST
def appointment_give(request: SignedIn, pk: int) -> HttpResponse:
    person = access.editable_person(request.user, pk)
    form = forms.AppointmentForm(request.POST, viewer=request.user, address=request.get_full_path())
    if done(form, lambda: actions.give_appointment(person, **form.cleaned_data, by=request.user, at=timezone.now())):
        messages.success(request, _("The role is given."))
        return redirect("teams:person", pk)
    return person_answer(request, person, status=422, appointment_form=form)


@require_POST
def appointment_end(request: SignedIn, pk: int) -> HttpResponse:
    row = access.changeable_appointment(request.user, pk)
    day = last_day(forms.LastDayForm(request.POST))
    if done_or_told(
        request,
        lambda: actions.end_appointment(row, last_day=day, by=request.user, at=timezone.now()),
        _("The role has an end."),
    ):
        return redirect("teams:person", row.person_id)
    return person_answer(request, row.person, status=422)


@require_POST
def membership_join(request: SignedIn, pk: int) -> HttpResponse:
    person = access.editable_person(request.user, pk)
    form = forms.MembershipForm(request.POST, viewer=request.user, person=person, address=request.get_full_path())

    def join() -> None:
        asked = dict(form.cleaned_data)
        actions.join_team(asked.pop("team"), person=person, **asked, by=request.user, at=timezone.now())

    if done(form, join):
        messages.success(request, _("Added to the team."))
        return redirect("teams:person", pk)
    return person_answer(request, person, status=422, membership_form=form)


def _back(request: SignedIn, person_pk: int, team_pk: int) -> HttpResponse:
    """To the page from which the change was made: the team's, else the person's."""
    if request.POST.get("from") == "team":
        return redirect("teams:team", team_pk)
    return redirect("teams:person", person_pk)


@require_POST
def membership_change(request: SignedIn, pk: int) -> HttpResponse:
    row = access.changeable_membership(request.user, pk)
    form = forms.PositionForm(request.POST)
    if not form.is_valid():
        return person_answer(request, row.person, status=422)
    position = form.cleaned_data["position"]
    if done_or_told(
        request,
        lambda: actions.change_position(row, position=position, by=request.user, at=timezone.now()),
        _("The role in the team is changed from today on."),
    ):
        return _back(request, row.person_id, row.team_id)
    return person_answer(request, row.person, status=422)


@require_POST
def membership_end(request: SignedIn, pk: int) -> HttpResponse:
    row = access.changeable_membership(request.user, pk)
    day = last_day(forms.LastDayForm(request.POST))
    if done_or_told(
        request,
        lambda: actions.leave_team(row, last_day=day, by=request.user, at=timezone.now()),
        _("The place in the team has an end."),
    ):
        return _back(request, row.person_id, row.team_id)
    return person_answer(request, row.person, status=422)


@require_POST
def supervision_begin(request: SignedIn, pk: int) -> HttpResponse:
    person = access.editable_person(request.user, pk)
    form = forms.SupervisionForm(request.POST, viewer=request.user, person=person, address=request.get_full_path())

    def begin() -> None:
        asked = dict(form.cleaned_data)
        actions.begin_supervision(asked.pop("school"), supervisee=person, **asked, by=request.user, at=timezone.now())

    if done(form, begin):
        messages.success(request, _("The evaluator is named."))
        return redirect("teams:person", pk)
    return person_answer(request, person, status=422, supervision_form=form)


@require_POST
def supervision_end(request: SignedIn, pk: int) -> HttpResponse:
    link = access.changeable_supervision(request.user, pk)
    day = last_day(forms.LastDayForm(request.POST))
    if done_or_told(
        request,
        lambda: actions.end_supervision(link, last_day=day, by=request.user, at=timezone.now()),
        _("It has an end. Access to older evaluation records ends with it."),
    ):
        return redirect("teams:person", link.supervisee_id)
    return person_answer(request, link.supervisee, status=422)
