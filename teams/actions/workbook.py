"""A checked workbook is carried out through the same actions as on the pages: all of it, or nothing."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from teams import access, audit, welcome
from teams.models import (
    Appointment,
    Membership,
    Network,
    Person,
    School,
    SchoolYear,
    StagedFile,
    SupervisionLink,
    Team,
    Term,
    UipGoal,
)
from teams.problems import Problem
from teams.workbook.layout import BY_KEY
from teams.workbook.plan import GoalLine, PersonLine, Plan, SchoolLine, TeamLine, TermLine

from .accounts import add_person, edit_person
from .dated import day_of
from .goals import set_goal
from .memberships import change_position, join_team
from .places import add_network, add_school, add_term, add_year, edit_school, edit_term
from .refusals import AlreadyThere, Refusal
from .roles import begin_supervision, give_appointment
from .teams import add_team, edit_team, tend_team

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"


class RowsRefused(Refusal):
    """Rows that the actions refused; `problems` says which and why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(_("Some rows can't be brought in."))
        self.problems = problems


@dataclass
class Outcome:
    """What became of each row: (sheet, row, new | changed | unchanged, words)."""

    lines: list[tuple[str, int, str, str]] = field(default_factory=list)

    def counts(self, sheet: str) -> Counter[str]:
        """How many rows of a sheet were new, changed, unchanged."""
        return Counter(state for key, _row, state, _words in self.lines if key == sheet)


@dataclass
class _Work:
    by: Person
    at: datetime
    schools: dict[str, School] = field(default_factory=dict)
    years: dict[str, SchoolYear] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def person(self, email: str) -> Person:
        """Somebody whom an earlier row or the site knows; refuses where their own row was refused."""
        if email not in self.people:
            raise Refusal(_("%(email)s could not be brought in.") % {"email": email})
        return self.people[email]

    @property
    def word(self) -> dict[str, Any]:
        """On whose word, and when."""
        return {"by": self.by, "at": self.at}


def try_workbook(plan: Plan, *, by: Person, at: datetime) -> Outcome:
    """What `apply_workbook` would do: done, looked at, and taken back. Raises `RowsRefused`."""
    with transaction.atomic():
        outcome = _carry_out(plan, by, at)
        transaction.set_rollback(True)
    return outcome


@transaction.atomic
def apply_workbook(file: StagedFile, plan: Plan, *, by: Person, at: datetime) -> Outcome:
    """Carry out a plan and let its file go. Raises `RowsRefused`, and then nothing has changed."""
    outcome = _carry_out(plan, by, at)
    audit.record("set-up file applied", file, by=by, at=at, purpose=f"sha256:{file.digest}", count=len(outcome.lines))
    file.delete()
    return outcome


def _carry_out(plan: Plan, by: Person, at: datetime) -> Outcome:
    work, outcome, problems = _Work(by, at), Outcome(), list[Problem]()
    work.people = {person.email: person for person in access.visible_people(by)}
    _make_years(plan, work)
    steps: list[tuple[str, list[Any], Callable[[Any, _Work], str]]] = [
        ("schools", plan.schools, _school),
        ("terms", plan.terms, _term),
        ("people", plan.people, _person),
        ("people", [line for line in plan.people if line.supervisor], _supervision),
        ("teams", plan.teams, _team),
        ("goals", plan.goals, _goal),
    ]
    for sheet, lines, step in steps:
        if sheet == "terms" or not work.schools:
            work.schools = {school.code: school for school in access.editable_schools(by)}
        for line in lines:
            state = _one(sheet, line, step, work, problems)
            if state and step is not _supervision:
                outcome.lines.append((sheet, line.row, state, getattr(line, "title", None) or line.name))
    if problems:
        raise RowsRefused(problems)
    return outcome


def _one(sheet: str, line: Any, step: Callable[[Any, _Work], str], work: _Work, problems: list[Problem]) -> str | None:
    try:
        with transaction.atomic():
            return step(line, work)
    except Refusal as refusal:
        found = getattr(line, "email", None) or getattr(line, "title", None) or line.name
        mend = _("Take this row out, or mend it.")
        problems.append(Problem(str(BY_KEY[sheet].title), line.row, "", found, str(refusal), mend))
        return None


def _make_years(plan: Plan, work: _Work) -> None:
    """School years that only the sheet knows begin with their first term and end with their last."""
    work.years = {year.name: year for year in SchoolYear.objects.all()}
    for name in sorted({line.year for line in plan.terms} - set(work.years)):
        terms = [line for line in plan.terms if line.year == name]
        first, last = min(line.starts_on for line in terms), max(line.ends_on for line in terms)
        work.years[name] = add_year(name, starts_on=first, ends_on=last, **work.word)


def _school(line: SchoolLine, work: _Work) -> str:
    network = _network(line.network, work)
    wanted: dict[str, Any] = {"name": line.name, "network": network, "zone_name": line.zone}
    wanted |= {"uses_uip": line.uses_uip, "uses_slo": line.uses_slo, "uses_leap": line.uses_leap}
    school = School.objects.select_related("network").filter(code=line.code).first()
    if school is None:
        add_school(line.code, **wanted, **work.word)
        return NEW
    if not line.network or not access.is_district(work.by):
        wanted["network"] = school.network
    if all(getattr(school, name) == value for name, value in wanted.items()):
        return UNCHANGED
    edit_school(school, **wanted, **work.word)
    return CHANGED


def _network(name: str, work: _Work) -> Network | None:
    if not name:
        return None
    network = Network.objects.filter(name=name).first()
    return network or add_network(slugify(name)[:20], name=name, **work.word)


def _term(line: TermLine, work: _Work) -> str:
    year, school = work.years[line.year], work.schools.get(line.code)
    wanted: dict[str, Any] = {"kind": line.kind, "name": line.name, "closes": line.closes}
    wanted |= {"starts_on": line.starts_on, "ends_on": line.ends_on}
    term = Term.objects.filter(year=year, school=school, name=line.name).select_related("school").first()
    if term is None:
        add_term(year, school=school, **wanted, **work.word)
        return NEW
    if all(getattr(term, name) == value for name, value in wanted.items()):
        return UNCHANGED
    edit_term(term, **wanted, **work.word)
    return CHANGED


def _person(line: PersonLine, work: _Work) -> str:
    school, today = work.schools[line.code], day_of(work.at)
    person, state = work.people.get(line.email), UNCHANGED
    known = person or Person.objects.filter(email=line.email).first()
    if known and known != work.by and not access.editable_people(work.by).filter(pk=known.pk).exists():
        raise AlreadyThere(_("Somebody with this e-mail works at another school. Ask the district to add them here."))
    if person is None:
        person = add_person(line.email, name=line.name, employee_number=line.number, **work.word)
        work.people[line.email], state = person, NEW
    elif person.pk != work.by.pk and (
        person.name != line.name or (line.number and line.number != person.employee_number)
    ):
        number = line.number or person.employee_number
        facts: dict[str, Any] = {
            "name": line.name,
            "email": person.email,
            "employee_number": number,
            "is_active": person.is_active,
        }
        edit_person(person, **facts, **work.word)
        state = CHANGED
    held = Appointment.objects.on(today).filter(person=person, role=line.role, school=school)
    if not held.exists():
        give_appointment(person, role=line.role, school=school, starts_on=today, **work.word)
        if state == NEW:
            welcome.greet(person, at=work.at)
        state = state if state == NEW else CHANGED
    return state


def _supervision(line: PersonLine, work: _Work) -> str:
    school, today = work.schools[line.code], day_of(work.at)
    supervisor, supervisee = work.person(line.supervisor), work.person(line.email)
    held = SupervisionLink.objects.on(today).filter(school=school, supervisor=supervisor, supervisee=supervisee)
    if held.exists():
        return UNCHANGED
    begin_supervision(school, supervisor=supervisor, supervisee=supervisee, starts_on=today, **work.word)
    return NEW


def _team(line: TeamLine, work: _Work) -> str:
    school = work.schools[line.code]
    slot: dict[str, Any] = {"usual_weekday": line.weekday, "usual_time": line.time}
    slot |= {"usual_minutes": line.minutes, "usual_place": line.place}
    team = Team.objects.filter(school=school, name=line.name).select_related("school").first()
    state = UNCHANGED
    if team is None:
        team, state = add_team(school, kind=line.kind, name=line.name, **slot, **work.word), NEW
    else:
        if team.kind != line.kind or not team.is_active:
            edit_team(team, kind=line.kind, name=team.name, is_active=True, **work.word)
            state = CHANGED
        if any(getattr(team, name) != value for name, value in slot.items()):
            tend_team(team, **slot, **work.word)
            state = CHANGED
    changes = [_place(team, email, position, work) for email, position in line.people]
    return CHANGED if any(changes) and state != NEW else state


def _place(team: Team, email: str, position: str, work: _Work) -> bool:
    """Whether the person joined or changed their role in the team."""
    person, today = work.person(email), day_of(work.at)
    lasting = Q(ends_on=None) | Q(ends_on__gte=today)
    held = Membership.objects.filter(lasting, team=team, person=person).select_related("person", "team__school").first()
    if held is None:
        join_team(team, person=person, position=position, starts_on=today, **work.word)
        return True
    if held.position != position:
        change_position(held, position=position, **work.word)
        return True
    return False


def _goal(line: GoalLine, work: _Work) -> str:
    school, owner = work.schools[line.code], work.people.get(line.owner)
    if not school.uses_uip:
        raise AlreadyThere(_("This school has no UIP, so it has no goals here."))
    goal = UipGoal.objects.filter(school=school, year=work.years[line.year], title=line.title).first()
    if goal is None:
        set_goal(school, year=work.years[line.year], title=line.title, target=line.target, owner=owner, **work.word)
        return NEW
    return UNCHANGED
