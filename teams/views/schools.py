"""Schools, their settings, terms and days off."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from teams import access, actions, forms, queries
from teams.models import School

from .answers import SignedIn, done, done_or_told

SETTINGS = ("name", "zone_name", "network", "uses_uip", "uses_slo", "uses_leap")


def schools_answer(request: SignedIn, *, status: int = 200, **bound: Any) -> HttpResponse:
    """The list of schools, with the district's calendar for the district."""
    shown = queries.schools_page(request.user)
    context: dict[str, Any] = {"shown": shown}
    if shown.is_district:
        context |= {
            "network_form": forms.NetworkForm(address=reverse("teams:network-add")),
            "year_form": forms.YearForm(address=reverse("teams:year-add")),
            "term_form": forms.TermForm(address=reverse("teams:district-term-add")),
            "block_form": forms.BlockForm(address=reverse("teams:district-block-add")),
        }
    return render(request, "teams/schools.html", context | bound, status=status)


@require_GET
def schools(request: SignedIn) -> HttpResponse:
    access.only_if(access.visible_schools(request.user).exists() or access.may_set_up(request.user))
    return schools_answer(request)


def school_answer(request: SignedIn, school: School, *, status: int = 200, **bound: Any) -> HttpResponse:
    """One school's page, with the form that was refused where one was."""
    shown = queries.school_page(request.user, school)
    context: dict[str, Any] = {"shown": shown}
    if shown.may_edit:
        at = [school.pk]
        context |= {
            "school_form": forms.SchoolForm(
                initial={name: getattr(school, name) for name in SETTINGS},
                viewer=request.user,
                address=reverse("teams:school-edit", args=at),
            ),
            "term_form": forms.TermForm(address=reverse("teams:term-add", args=at)),
            "block_form": forms.BlockForm(address=reverse("teams:block-add", args=at)),
            "team_form": forms.NewTeamForm(address=reverse("teams:team-add", args=at)),
        }
    return render(request, "teams/school.html", context | bound, status=status)


@require_GET
def school(request: SignedIn, pk: int) -> HttpResponse:
    return school_answer(request, access.readable_school(request.user, pk))


@require_GET
def school_new(request: SignedIn) -> HttpResponse:
    access.only_if(access.is_district(request.user))
    form = forms.NewSchoolForm(viewer=request.user, address=reverse("teams:school-add"))
    return render(request, "teams/school_new.html", {"form": form})


@require_POST
def school_add(request: SignedIn) -> HttpResponse:
    access.only_if(access.is_district(request.user))
    form = forms.NewSchoolForm(request.POST, viewer=request.user, address=request.get_full_path())
    if done(form, lambda: actions.add_school(**form.cleaned_data, by=request.user, at=timezone.now())):
        messages.success(request, _("The school is added. Its people and teams come next."))
        return redirect("teams:schools")
    return render(request, "teams/school_new.html", {"form": form}, status=422)


@require_POST
def school_edit(request: SignedIn, pk: int) -> HttpResponse:
    school = access.editable_school(request.user, pk)
    facts = {name: getattr(school, name) for name in SETTINGS}
    form = forms.SchoolForm(request.POST, initial=facts, viewer=request.user, address=request.get_full_path())
    if done(form, lambda: actions.edit_school(school, **form.cleaned_data, by=request.user, at=timezone.now())):
        messages.success(request, _("Saved."))
        return redirect("teams:school", pk)
    return school_answer(request, access.readable_school(request.user, pk), status=422, school_form=form)


# --- what belongs to the whole district


@require_POST
def network_add(request: SignedIn) -> HttpResponse:
    access.only_if(access.is_district(request.user))
    form = forms.NetworkForm(request.POST, address=request.get_full_path())
    if done(form, lambda: actions.add_network(**form.cleaned_data, by=request.user, at=timezone.now())):
        messages.success(request, _("The network is added."))
        return redirect("teams:schools")
    return schools_answer(request, status=422, network_form=form)


@require_POST
def year_add(request: SignedIn) -> HttpResponse:
    access.only_if(access.is_district(request.user))
    form = forms.YearForm(request.POST, address=request.get_full_path())
    if done(form, lambda: actions.add_year(**form.cleaned_data, by=request.user, at=timezone.now())):
        messages.success(request, _("The school year is added. Its terms come next."))
        return redirect("teams:schools")
    return schools_answer(request, status=422, year_form=form)


# --- terms and days off: of all schools, or one school's own


def _add_term(request: SignedIn, form: forms.TermForm, school: School | None) -> bool:
    return done(form, lambda: actions.add_term(**form.cleaned_data, school=school, by=request.user, at=timezone.now()))


@require_POST
def district_term_add(request: SignedIn) -> HttpResponse:
    access.only_if(access.is_district(request.user))
    form = forms.TermForm(request.POST, address=request.get_full_path())
    if _add_term(request, form, None):
        messages.success(request, _("The term is added for all schools."))
        return redirect("teams:schools")
    return schools_answer(request, status=422, term_form=form)


@require_POST
def term_add(request: SignedIn, pk: int) -> HttpResponse:
    school = access.editable_school(request.user, pk)
    form = forms.TermForm(request.POST, address=request.get_full_path())
    if _add_term(request, form, school):
        messages.success(request, _("The term is added."))
        return redirect("teams:school", pk)
    return school_answer(request, school, status=422, term_form=form)


@require_GET
def term(request: SignedIn, pk: int) -> HttpResponse:
    term = access.editable_term(request.user, pk)
    facts = {name: getattr(term, name) for name in ("name", "kind", "starts_on", "ends_on", "closes")}
    form = forms.TermEditForm(initial=facts, address=reverse("teams:term-edit", args=[pk]))
    return render(request, "teams/term.html", {"term": term, "form": form})


@require_POST
def term_edit(request: SignedIn, pk: int) -> HttpResponse:
    term = access.editable_term(request.user, pk)
    form = forms.TermEditForm(request.POST, address=request.get_full_path())
    if done(form, lambda: actions.edit_term(term, **form.cleaned_data, by=request.user, at=timezone.now())):
        messages.success(request, _("Saved."))
        return _to_place(term.school)
    return render(request, "teams/term.html", {"term": term, "form": form}, status=422)


@require_POST
def term_remove(request: SignedIn, pk: int) -> HttpResponse:
    term = access.editable_term(request.user, pk)
    done_or_told(
        request,
        lambda: actions.remove_term(term, by=request.user, at=timezone.now()),
        _("The term is taken out."),
    )
    return _to_place(term.school)


@require_POST
def district_block_add(request: SignedIn) -> HttpResponse:
    access.only_if(access.is_district(request.user))
    form = forms.BlockForm(request.POST, address=request.get_full_path())
    if done(form, lambda: actions.add_block(None, **form.cleaned_data, by=request.user, at=timezone.now())):
        messages.success(request, _("The days are in every school's calendar."))
        return redirect("teams:schools")
    return schools_answer(request, status=422, block_form=form)


@require_POST
def block_add(request: SignedIn, pk: int) -> HttpResponse:
    school = access.editable_school(request.user, pk)
    form = forms.BlockForm(request.POST, address=request.get_full_path())
    if done(form, lambda: actions.add_block(school, **form.cleaned_data, by=request.user, at=timezone.now())):
        messages.success(request, _("The days are in the calendar."))
        return redirect("teams:school", pk)
    return school_answer(request, school, status=422, block_form=form)


@require_POST
def block_remove(request: SignedIn, pk: int) -> HttpResponse:
    block = access.editable_block(request.user, pk)
    actions.remove_block(block, by=request.user, at=timezone.now())
    messages.success(request, _("The days are taken out."))
    return _to_place(block.school)


def _to_place(school: School | None) -> HttpResponse:
    return redirect("teams:school", school.pk) if school else redirect("teams:schools")
