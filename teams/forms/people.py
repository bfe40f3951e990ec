"""People, their roles, teams and evaluators."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _now, gettext_lazy as _

from teams import access
from teams.enums import Position, Role, role_label
from teams.models import Appointment, Membership, Network, Person, School, Team

from .page import PageForm, day


class PersonForm(PageForm):
    """How a person is named, reached and let in. The e-mail only where it may be changed."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), help_text=_("They sign in with it."))
    employee_number = forms.CharField(label=_("Employee number"), max_length=20, required=False)
    is_active = forms.BooleanField(label=_("May sign in"), required=False)

    def __init__(self, *args: Any, viewer: Person, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not access.may_set_email(viewer, person):
            self.fields["email"].disabled = True
            self.fields["email"].help_text = _now(
                "Changed by the person or by the district, since it opens the account."
            )
            self.fields["is_active"].disabled = True


class RoleFields(PageForm):
    """A role and where it holds. Refuses a scope that does not fit the role or is not the viewer's to give."""

    role = forms.ChoiceField(label=_("Role"))
    school = forms.ModelChoiceField(
        label=_("School"), queryset=School.objects.none(), required=False, empty_label=_("No school")
    )
    network = forms.ModelChoiceField(
        label=_("Network"),
        queryset=Network.objects.none(),
        required=False,
        empty_label=_("No network"),
        help_text=_("For superintendents and partners who support a whole network."),
    )

    def __init__(self, *args: Any, viewer: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.offer("role", [(role.value, role_label(role)) for role in access.grantable_roles(viewer)])
        schools = access.editable_schools(viewer).order_by("name")
        self.choose("school", schools)
        self.choose("network", Network.objects.order_by("name"))
        if not access.is_district(viewer):
            self.leave_out("network")
            self.fields["school"].required = True
            self.initial.setdefault("school", schools.first())

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        role, school, network = found.get("role"), found.get("school"), found.setdefault("network", None)
        if not role or self.errors:
            return found
        if role in (Role.LEADER, Role.STAFF) and (school is None or network is not None):
            self.add_error("school", _now("This role belongs to one school. Choose the school."))
        elif role in (Role.SUPERINTENDENT, Role.PARTNER) and (school is None) == (network is None):
            self.add_error("school", _now("Choose either one school or one network for this role."))
        elif role in (Role.DISTRICT, Role.STEWARD) and (school or network):
            self.add_error("school", _now("This role is for the whole district. Leave school and network empty."))
        elif not access.may_grant(self.viewer, role, school=school, network=network):
            self.add_error("role", _now("You can give only roles that are yours to give."))
        return found


class PersonAddForm(RoleFields):
    """Somebody new, with their first role."""

    button = _("Add this person")
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), help_text=_("They sign in with it, and set their password by mail."))
    employee_number = forms.CharField(label=_("Employee number (optional)"), max_length=20, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=[("en", "English"), ("es", "Español")])
    field_order = ["name", "email", "employee_number", "language", "role", "school", "network"]


class AppointmentForm(RoleFields):
    """One more role."""

    button = _("Give this role")
    starts_on = day(label=_("From"))


class MembershipForm(PageForm):
    """A team for a person."""

    button = _("Add to this team")
    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none(), empty_label=None)
    position = forms.ChoiceField(label=_("Role in the team"), choices=Position, initial=Position.MEMBER)
    starts_on = day(label=_("From"))

    def __init__(self, *args: Any, viewer: Person, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        schools = Appointment.objects.filter(person=person, school__isnull=False).values("school_id")
        mine = Membership.objects.on().filter(person=person).values("team_id")
        teams = access.editable_teams(viewer).filter(is_active=True, school__in=schools)
        self.choose("team", teams.exclude(pk__in=mine).order_by("kind", "name"))


class JoinForm(PageForm):
    """A person for a team."""

    button = _("Add to the team")
    person = forms.ModelChoiceField(label=_("Person"), queryset=Person.objects.none(), empty_label=None)
    position = forms.ChoiceField(label=_("Role in the team"), choices=Position, initial=Position.MEMBER)
    starts_on = day(label=_("From"))

    def __init__(self, *args: Any, viewer: Person, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = Membership.objects.on().filter(team=team).values("person_id")
        people = access.people_of(School.objects.filter(pk=team.school_id)).filter(is_active=True)
        self.choose("person", people.exclude(pk=viewer.pk).exclude(pk__in=there).order_by("name"))


class PositionForm(forms.Form):
    position = forms.ChoiceField(choices=Position)


class LastDayForm(forms.Form):
    """When it ends: at once, where the day is left empty."""

    last_day = forms.DateField(required=False)


def evaluators(schools: QuerySet[School]) -> QuerySet[Person]:
    """People of the schools and their superintendents."""
    networks = schools.values("network_id")
    overseeing = Appointment.objects.on().filter(
        Q(school__in=schools) | Q(network__in=networks), role=Role.SUPERINTENDENT
    )
    staff = access.people_of(schools).values("pk")
    return Person.objects.filter(Q(pk__in=staff) | Q(pk__in=overseeing.values("person_id")), is_active=True)


class SupervisionForm(PageForm):
    """Who evaluates this person, at which school."""

    button = _("Say who evaluates")
    supervisor = forms.ModelChoiceField(label=_("Evaluated by"), queryset=Person.objects.none(), empty_label=None)
    school = forms.ModelChoiceField(label=_("At"), queryset=School.objects.none(), empty_label=None)
    starts_on = day(label=_("From"))

    def __init__(self, *args: Any, viewer: Person, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Appointment.objects.on().filter(person=person).values("school_id")
        schools = access.editable_schools(viewer).filter(pk__in=held)
        self.choose("school", schools.order_by("name"))
        self.choose("supervisor", evaluators(schools).exclude(pk__in=[person.pk, viewer.pk]).order_by("name"))


class ReplaceForm(PageForm):
    """Who takes somebody's place, and when."""

    button = _("Show what passes on")
    method = "get"
    successor = forms.ModelChoiceField(
        label=_("Who takes over"),
        queryset=Person.objects.none(),
        help_text=_("Somebody new? Add them under People first."),
    )
    last_day = day(label=_("Last day of the person who leaves"))

    def __init__(self, *args: Any, viewer: Person, leaving: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.disable_csrf = True
        people = access.editable_people(viewer).filter(is_active=True)
        self.choose("successor", people.exclude(pk=leaving.pk).order_by("name"))
