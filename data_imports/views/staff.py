"""Who the people in LEAP files are, and means that are typed in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from data_imports import access, actions, queries
from data_imports.enums import Window
from data_imports.forms import LeapMeansForm, StaffForm
from data_imports.reading.values import school_year_of, window_of
from data_imports.views.uploads import signed_in
from teams import audit
from teams.models import School
from teams.second_factor import step_up


def queue(school: School) -> queries.StaffPage:
    """The queue of a school with its people."""
    return queries.staff_page(school, access.people_to_recognize(school))


@step_up
@require_GET
def staff(request: HttpRequest) -> HttpResponse:
    """People in the school's LEAP files whom nobody knows, each with who it may be; noted as read."""
    school = access.led_school(signed_in(request))
    page = queue(school)
    if count := len(page.strangers):
        audit.record("unknown staff read", by=signed_in(request), at=timezone.now(), school=school, count=count)
    return render(request, "data_imports/staff.html", {"page": page})


@step_up
@require_POST
def staff_decide(request: HttpRequest) -> HttpResponse:
    """Say who somebody is, or that it is nobody here."""
    school = access.led_school(signed_in(request))
    page = queue(school)
    form = StaffForm(request.POST, page=page)
    if not form.is_valid():
        return render(request, "data_imports/staff.html", {"page": page, "form": form}, status=422)
    key, person = form.cleaned_data["key"], form.cleaned_data["person"]
    actions.decide_staff(school, key, person=person, by=signed_in(request), at=timezone.now())
    messages.success(request, _("Noted. The next file will know."))
    return redirect("data_imports:staff")


@require_GET
def leap_means(request: HttpRequest) -> HttpResponse:
    """LEAP means by indicator, for a school without an export."""
    school = access.led_leap_school(signed_in(request))
    year, window = asked(request)
    told = queries.typed_means(school, year, window)
    initial = {f"mean-{mean.indicator}": mean.mean for mean in told} | {f"n-{mean.indicator}": mean.n for mean in told}
    return means_shown(request, school, year, window, LeapMeansForm(initial=initial))


@require_POST
def leap_means_save(request: HttpRequest) -> HttpResponse:
    """Keep what was typed."""
    school = access.led_leap_school(signed_in(request))
    year, window = asked(request)
    form = LeapMeansForm(request.POST)
    if not form.is_valid():
        return means_shown(request, school, year, window, form)
    actions.type_leap_means(school, year, window, form.means(), by=signed_in(request), at=timezone.now())
    messages.success(request, _("Saved. Packets that are frozen from now on show it."))
    return redirect(reverse("data_imports:leap-means", query={"window": window}))


def asked(request: HttpRequest) -> tuple[str, Window]:
    """This school year, and the window that was chosen; else the one that it is now."""
    today = timezone.localdate()
    chosen = (request.POST or request.GET).get("window", "")
    return school_year_of(today), Window(chosen if chosen in Window.values else window_of(today))


def means_shown(request: HttpRequest, school: School, year: str, window: Window, form: LeapMeansForm) -> HttpResponse:
    """The form of one window with the way to the others."""
    context = {"school": school, "year": year, "window": window, "windows": list(Window), "form": form}
    return render(request, "data_imports/leap_means.html", context, status=422 if form.errors else 200)
