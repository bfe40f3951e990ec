"""What a row is, for each kind of list, and who may bring it in: a leader for the own school, the district for all."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from import_export import fields, resources, widgets

from teams import access, actions, audit, welcome
from teams.actions import Refusal
from teams.enums import Position, Role, SheetKind, TeamKind
from teams.models import Appointment, Membership, Network, Person, School, SchoolYear, Team, UipGoal
from teams.problems import Problem
from teams.workbook import values


class RowProblem(ValidationError):
    """A refused row: its column, what was expected, how to mend it."""

    def __init__(self, column: str, expected: str, mend: str) -> None:
        super().__init__(expected)
        self.column, self.expected, self.mend = column, expected, mend

    def told(self, sheet: str, row: int, cells: dict[str, Any]) -> Problem:
        """As a problem of this very row."""
        found = str(cells.get(self.column) or "") or _("nothing")
        return Problem(sheet, row, self.column, found, self.expected, self.mend)


class ScopedResource(resources.ModelResource):
    """Rows that `by` may see and change. Kinds set `kind`, `needed` and `scope`."""

    kind: ClassVar[SheetKind]
    needed: ClassVar[tuple[str, ...]]

    def __init__(self, *, by: Person, at: datetime) -> None:
        super().__init__()
        self.by, self.at = by, at
        self.schools = {school.code: school for school in access.editable_schools(by)}
        self.keys = {values.code_key(code): code for code in self.schools}

    def get_queryset(self) -> QuerySet[Any]:
        """Rows that may be changed."""
        return self.scope()

    def scope(self) -> QuerySet[Any]:
        raise NotImplementedError

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        """Needed cells, and a school that is the importer's to change."""
        for column in self.needed:
            if not str(row.get(column) or "").strip():
                raise RowProblem(column, _("not empty"), _("Fill it in, or take the row out."))
        if "school" in row:
            code = self.keys.get(values.code_key(str(row["school"])))
            if code is None:
                raise RowProblem("school", _("the code of a school that you set up"), _("Mend the code."))
            row["school"] = code
        if row.get("email"):
            row["email"] = str(row["email"]).strip().lower()
        self.check(row)

    def check(self, row: dict[str, Any]) -> None:
        """What only this kind knows. Raises `RowProblem`."""

    def word(self) -> dict[str, Any]:
        """On whose word, and when."""
        return {"by": self.by, "at": self.at}

    def refuse(self, column: str, refusal: Refusal) -> RowProblem:
        """An action's refusal, as the row's problem."""
        return RowProblem(column, str(refusal), _("Take this row out, or mend it."))

    def choose(self, row: dict[str, Any], column: str, choices: dict[Any, Any], default: str = "") -> None:
        """A word of one of these choices, in any language, becomes its value."""
        value = values.one_of(str(row.get(column) or default), choices)
        if value is None:
            words = ", ".join(str(label) for label in choices.values())
            raise RowProblem(column, words, _("Choose one of these words."))
        row[column] = str(value)


class Rules:
    """What all kinds share."""

    skip_unchanged = True
    report_skipped = True
    clean_model_instances = True
    use_transactions = True


class SchoolResource(ScopedResource):
    kind = SheetKind.SCHOOLS
    needed = ("code", "name")
    network = fields.Field("network", "network", widgets.ForeignKeyWidget(Network, "code"))

    class Meta(Rules):
        model = School
        import_id_fields = ("code",)
        fields = ("code", "name", "network", "zone_name", "uses_uip", "uses_slo", "uses_leap")

    def scope(self) -> QuerySet[Any]:
        return access.editable_schools(self.by).select_related("network").order_by("code")

    def check(self, row: dict[str, Any]) -> None:
        known = self.keys.get(values.code_key(str(row["code"])))
        if known is None and not access.is_district(self.by):
            raise RowProblem("code", _("your own school"), _("Take this row out, or ask the district."))
        row["code"] = known or row["code"]
        network = str(row.get("network") or "")
        if network and not Network.objects.filter(code=network).exists():
            raise RowProblem("network", _("the code of a network, or empty"), _("Add the network first."))
        if known and not access.is_district(self.by):
            held = self.schools[known].network
            row["network"] = held.code if held else ""
        row["zone_name"] = row.get("zone_name") or "America/Denver"
        for name in ("uses_uip", "uses_slo", "uses_leap"):
            flag = values.yes_or_no(str(row.get(name) or ""), default=True)
            if flag is None:
                raise RowProblem(name, _("yes or no"), _("Write yes or no."))
            row[name] = "1" if flag else "0"

    def after_save_instance(self, instance: School, row: dict[str, Any], **kwargs: Any) -> None:
        audit.record("school settings changed", instance, school=instance, purpose="import", **self.word())


class PersonResource(ScopedResource):
    """One row a person and role."""

    kind = SheetKind.PEOPLE
    needed = ("email", "name", "school", "role")
    school = fields.Field("at_school", "school")
    role = fields.Field("as_role", "role")

    class Meta(Rules):
        model = Person
        import_id_fields = ("email",)
        fields = ("email", "name", "employee_number", "language", "school", "role")

    def scope(self) -> QuerySet[Any]:
        return access.visible_people(self.by)

    def check(self, row: dict[str, Any]) -> None:
        if values.an_email(row["email"]) is None:
            raise RowProblem("email", _("an e-mail address"), _("Mend the address."))
        roles = values.ROLES | (values.MORE_ROLES if access.is_district(self.by) else {})
        self.choose(row, "role", roles)
        row["language"] = row.get("language") or "en"
        self.choose(row, "language", {"en": "English", "es": "Español"})
        row["employee_number"] = row.get("employee_number") or ""
        known = Person.objects.filter(email=row["email"]).first()
        if known is None:
            return
        may = access.editable_people(self.by).filter(pk=known.pk).exists() or known.pk == self.by.pk
        if not may:
            raise RowProblem("email", _("somebody of your school, or somebody new"), _("Ask the district to add them."))
        if known.pk == self.by.pk:
            row |= {name: getattr(known, name) for name in ("name", "employee_number", "language")}

    def _held(self, person: Person, code: str, role: str) -> QuerySet[Any]:
        return Appointment.objects.on().filter(person=person, school__code=code, role=role)

    def after_init_instance(self, instance: Any, new: bool, row: dict[str, Any], **kwargs: Any) -> None:
        there = not new and self._held(instance, row["school"], row["role"]).exists()
        instance.at_school, instance.as_role = (row["school"], row["role"]) if there else ("", "")
        instance.is_new_here = new
        if new:
            instance.set_unusable_password()

    def after_save_instance(self, instance: Person, row: dict[str, Any], **kwargs: Any) -> None:
        verb = "person added" if getattr(instance, "is_new_here", False) else "person edited"
        audit.record(verb, instance, subject=instance, purpose="import", **self.word())
        if self._held(instance, row["school"], row["role"]).exists():
            return
        try:
            actions.give_appointment(
                instance, role=row["role"], school=self.schools[row["school"]], starts_on=self.at.date(), **self.word()
            )
        except Refusal as refusal:
            raise self.refuse("role", refusal) from refusal
        if verb == "person added":
            welcome.greet(instance, at=self.at)

    def iter_queryset(self, queryset: QuerySet[Any]) -> Iterator[Person]:
        """One row a person and role, at the schools that one sets up."""
        roles = [Role.LEADER, Role.STAFF, Role.SUPERINTENDENT, Role.PARTNER]
        held = Appointment.objects.on().filter(school__in=self.schools.values(), role__in=roles)
        for row in held.select_related("person", "school").order_by("school__code", "person__name", "pk"):
            person: Any = row.person
            person.at_school, person.as_role = row.school.code, row.role
            yield person


class WeekdayWidget(widgets.Widget):
    """A weekday as a word."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        return values.a_weekday(str(value)) if value else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(values.WEEKDAYS[value])


class TimeWidget(widgets.Widget):
    """A time as people write it."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return values.a_time(value) if value else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.strftime("%I:%M %p").lstrip("0") if value else ""


class TeamWidget(widgets.Widget):
    """A team by its name, at the row's school."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Team | None:
        teams = Team.objects.select_related("school")
        return teams.filter(name=value, school__code=row["school"]).first() if row else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.name if isinstance(value, Team) else ""


class TeamResource(ScopedResource):
    kind = SheetKind.TEAMS
    needed = ("school", "name", "kind")
    school = fields.Field("school", "school", widgets.ForeignKeyWidget(School, "code"))
    weekday = fields.Field("usual_weekday", "weekday", WeekdayWidget())
    time = fields.Field("usual_time", "time", TimeWidget())
    minutes = fields.Field("usual_minutes", "minutes", widgets.IntegerWidget())
    place = fields.Field("usual_place", "place")

    class Meta(Rules):
        model = Team
        import_id_fields = ("school", "name")
        fields = ("school", "name", "kind", "weekday", "time", "minutes", "place")

    def scope(self) -> QuerySet[Any]:
        return access.editable_teams(self.by).select_related("school").order_by("school__code", "kind", "name")

    def check(self, row: dict[str, Any]) -> None:
        self.choose(row, "kind", values.TEAM_KINDS)
        if row.get("weekday") and values.a_weekday(str(row["weekday"])) is None:
            raise RowProblem("weekday", _("a day of the week, or empty"), _("Write it out, for example Thursday."))
        if row.get("time") and values.a_time(row["time"]) is None:
            raise RowProblem("time", _("a time such as 3:30 PM, or empty"), _("Mend the time."))
        row["minutes"], row["place"] = str(row.get("minutes") or "60"), row.get("place") or ""
        if not (row["minutes"].isdecimal() and 15 <= int(row["minutes"]) <= 480):
            raise RowProblem("minutes", _("a number from 15 to 480"), _("Mend the number, or leave it empty."))
        others = Team.objects.filter(school__code=row["school"], kind=TeamKind.ILT).exclude(name=row["name"])
        if row["kind"] == TeamKind.ILT and others.exists():
            raise RowProblem("kind", _("one ILT a school"), _("Make it a teacher team, or rename the ILT."))

    def after_save_instance(self, instance: Team, row: dict[str, Any], **kwargs: Any) -> None:
        audit.record("team changed", instance, school=instance.school, purpose="import", **self.word())


class MembershipResource(ScopedResource):
    """One row a person in a team."""

    kind = SheetKind.MEMBERSHIPS
    needed = ("school", "team", "email", "position")
    school = fields.Field("team__school__code", "school", readonly=True)
    team = fields.Field("team", "team", TeamWidget())
    email = fields.Field("person", "email", widgets.ForeignKeyWidget(Person, "email"))
    position = fields.Field("position", "position")

    class Meta(Rules):
        model = Membership
        import_id_fields = ("team", "email")
        fields = ("school", "team", "email", "position")
        clean_model_instances = False

    def scope(self) -> QuerySet[Any]:
        rows = Membership.objects.on().filter(team__in=access.editable_teams(self.by))
        return rows.select_related("team__school", "person").order_by(
            "team__school__code", "team__name", "person__name"
        )

    def check(self, row: dict[str, Any]) -> None:
        self.choose(row, "position", {position: position.label for position in Position})
        team = Team.objects.filter(school__code=row["school"], name=row["team"]).first()
        if team is None:
            raise RowProblem("team", _("a team of this school"), _("Add the team first, or mend its name."))
        person = access.people_of(School.objects.filter(pk=team.school_id)).filter(email=row["email"]).first()
        if person is None:
            raise RowProblem("email", _("somebody who works at this school"), _("Add the person first."))
        held = self.scope().filter(team=team, person=person).first()
        if person.pk == self.by.pk and (held is None or held.position != row["position"]):
            raise self.refuse("email", actions.OwnRole())

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Any:
        """The place of this person in this team today."""
        there = self.scope().filter(team__name=row["team"], team__school__code=row["school"])
        return there.filter(person__email=row["email"]).first()

    def do_instance_save(self, instance: Membership, is_create: bool) -> None:
        """Joining and changing are actions, dated and in the trail."""
        try:
            if is_create:
                today = self.at.date()
                actions.join_team(
                    instance.team, person=instance.person, position=instance.position, starts_on=today, **self.word()
                )
            else:
                held = Membership.objects.select_related("person", "team__school").get(pk=instance.pk)
                actions.change_position(held, position=instance.position, **self.word())
        except Refusal as refusal:
            raise self.refuse("email", refusal) from refusal


class GoalResource(ScopedResource):
    kind = SheetKind.GOALS
    needed = ("school", "year", "title")
    school = fields.Field("school", "school", widgets.ForeignKeyWidget(School, "code"))
    year = fields.Field("year", "year", widgets.ForeignKeyWidget(SchoolYear, "name"))
    owner = fields.Field("owner", "owner", widgets.ForeignKeyWidget(Person, "email"))

    class Meta(Rules):
        model = UipGoal
        import_id_fields = ("school", "year", "title")
        fields = ("school", "year", "title", "target", "detail", "owner")

    def scope(self) -> QuerySet[Any]:
        rows = UipGoal.objects.filter(school__in=access.editable_schools(self.by), school__uses_uip=True)
        return rows.select_related("school", "year", "owner").order_by("school__code", "year__name", "pk")

    def check(self, row: dict[str, Any]) -> None:
        if not self.schools[row["school"]].uses_uip:
            raise RowProblem("school", _("a school with a UIP"), _("Say in its settings that it has one."))
        if not SchoolYear.objects.filter(name=row["year"]).exists():
            raise RowProblem("year", _("a school year such as 2026-27 that is there"), _("Add the year first."))
        row["owner"] = str(row.get("owner") or "").strip().lower()
        staff = access.people_of(School.objects.filter(code=row["school"]))
        if row["owner"] and not staff.filter(email=row["owner"]).exists():
            raise RowProblem("owner", _("the e-mail of somebody at this school, or empty"), _("Mend the e-mail."))
        row["target"], row["detail"] = row.get("target") or "", row.get("detail") or ""

    def after_save_instance(self, instance: UipGoal, row: dict[str, Any], **kwargs: Any) -> None:
        audit.record("goal changed", instance, school=instance.school, purpose="import", **self.word())


RESOURCES: dict[SheetKind, type[ScopedResource]] = {
    resource.kind: resource
    for resource in (SchoolResource, PersonResource, TeamResource, MembershipResource, GoalResource)
}
