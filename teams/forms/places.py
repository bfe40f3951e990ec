"""Schools, years, terms, days off, teams."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now, gettext_lazy as _

from teams import access
from teams.enums import BlockKind, CycleKind, TeamKind, TermKind
from teams.models import Network, Person, SchoolYear
from teams.models.places import check_zone

from .page import PageForm, day

ZONES = [
    ("America/Denver", _("Mountain (Denver)")),
    ("America/Phoenix", _("Mountain without summer time (Phoenix)")),
    ("America/Los_Angeles", _("Pacific (Los Angeles)")),
    ("America/Chicago", _("Central (Chicago)")),
    ("America/New_York", _("Eastern (New York)")),
    ("America/Anchorage", _("Alaska (Anchorage)")),
    ("Pacific/Honolulu", _("Hawaii (Honolulu)")),
]
WEEKDAYS = [
    ("", _("No usual day")),
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
]
CLOSES = [("", _("No cycle")), *CycleKind.choices]


class SchoolForm(PageForm):
    """A school's settings. What it does not have can be off. Its network is the district's to say."""

    name = forms.CharField(label=_("Name"), max_length=120)
    zone_name = forms.ChoiceField(label=_("Time zone"), choices=ZONES, initial="America/Denver")
    network = forms.ModelChoiceField(
        label=_("Network"), queryset=Network.objects.none(), required=False, empty_label=_("No network")
    )
    uses_uip = forms.BooleanField(label=_("Has a UIP (goals)"), required=False, initial=True)
    uses_slo = forms.BooleanField(label=_("Uses SLOs"), required=False, initial=True)
    uses_leap = forms.BooleanField(label=_("Uses LEAP"), required=False, initial=True)

    def __init__(self, *args: Any, viewer: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("network", Network.objects.order_by("name"))
        self.fields["network"].disabled = not access.is_district(viewer)
        zone = self.initial.get("zone_name")
        if zone and zone not in dict(ZONES):
            self.offer("zone_name", [*ZONES, (zone, zone)])

    def clean_zone_name(self) -> str:
        zone: str = self.cleaned_data["zone_name"]
        check_zone(zone)
        return zone


class NewSchoolForm(SchoolForm):
    button = _("Add this school")
    code = forms.CharField(label=_("Code"), max_length=20, help_text=_("As in your files, for example 0101."))
    field_order = ["code", "name"]


class NetworkForm(PageForm):
    button = _("Add this network")
    name = forms.CharField(label=_("Name"), max_length=120)
    code = forms.SlugField(label=_("Code"), max_length=20)


class Span(PageForm):
    """A first and a last day, in that order."""

    starts_on = day(label=_("First day"))
    ends_on = day(label=_("Last day"))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if "starts_on" in found and "ends_on" in found and found["ends_on"] < found["starts_on"]:
            self.add_error("ends_on", _now("The last day is before the first."))
        return found


class YearForm(Span):
    button = _("Add this school year")
    name = forms.RegexField(
        label=_("School year"),
        regex=r"^\d{4}-\d{2}$",
        help_text=_("For example 2026-27."),
        error_messages={"invalid": _("Write it as 2026-27.")},
    )
    field_order = ["name", "starts_on", "ends_on"]


class TermEditForm(Span):
    name = forms.CharField(label=_("Name"), max_length=40, help_text=_("For example Fall, or Q2."))
    kind = forms.ChoiceField(label=_("Kind"), choices=TermKind)
    closes = forms.ChoiceField(
        label=_("Reflection at its close"), choices=CLOSES, required=False, help_text=_("Two terms of a year have one.")
    )
    field_order = ["name", "kind", "starts_on", "ends_on", "closes"]


class TermForm(TermEditForm):
    button = _("Add this term")
    year = forms.ModelChoiceField(label=_("School year"), queryset=SchoolYear.objects.none(), empty_label=None)
    field_order = ["year", "name", "kind", "starts_on", "ends_on", "closes"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("year", SchoolYear.objects.order_by("-starts_on"))


class BlockForm(Span):
    button = _("Add these days")
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("For example Winter break."))
    kind = forms.ChoiceField(label=_("Kind"), choices=BlockKind)
    field_order = ["name", "kind", "starts_on", "ends_on"]


# --- teams


class SlotForm(PageForm):
    """When and where a team usually meets."""

    usual_weekday = forms.TypedChoiceField(
        label=_("Usual day"), choices=WEEKDAYS, required=False, coerce=int, empty_value=None
    )
    usual_time = forms.TimeField(
        label=_("Usual time"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    usual_minutes = forms.IntegerField(label=_("Length in minutes"), min_value=15, max_value=480, initial=60)
    usual_place = forms.CharField(label=_("Usual place"), max_length=120, required=False)


class TeamForm(PageForm):
    """What a team is called and what kind it is."""

    name = forms.CharField(label=_("Name"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=TeamKind, initial=TeamKind.TEACHER)
    is_active = forms.BooleanField(label=_("This team meets"), required=False, initial=True)


class NewTeamForm(SlotForm):
    button = _("Add this team")
    name = forms.CharField(label=_("Name"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=TeamKind, initial=TeamKind.TEACHER)
    field_order = ["name", "kind"]


class ExpectationForm(PageForm):
    button = _("Add this expectation")
    text = forms.CharField(label=_("What you expect of each other"), max_length=300)
    year = forms.ModelChoiceField(label=_("School year"), queryset=SchoolYear.objects.none(), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("year", SchoolYear.objects.order_by("-starts_on"))
