"""Cells become a plan, or problems: each with its sheet, row, column, what was found, expected, and how to mend it."""

import re
from dataclasses import dataclass, field
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from teams import access
from teams.enums import Position
from teams.models import Network, Person, School, SchoolYear
from teams.problems import Problem

from . import values
from .layout import BY_KEY
from .plan import GoalLine, PersonLine, Plan, SchoolLine, TeamLine, TermLine
from .reading import Filled, Row

POSITIONS = (Position.SENIOR_LEAD, Position.LEAD, Position.SPECIALIST, Position.MEMBER)


@dataclass
class Checked:
    """What the checks of all sheets share: who fills it in, what is there, what the earlier sheets add."""

    viewer: Person
    is_district: bool
    codes: dict[str, str]
    foreign: set[str]
    years: set[str]
    networks: set[str]
    plan: Plan = field(default_factory=Plan)
    problems: list[Problem] = field(default_factory=list)
    emails: set[str] = field(default_factory=set)

    def tell(self, sheet: str, row: Row, column: str, expected: str, mend: str, found: str | None = None) -> None:
        """One problem; `found` is the cell where nothing else is said."""
        title = next((str(c.title) for c in BY_KEY[sheet].columns if c.key == column), column)
        shown = row.text(column) if found is None else found
        self.problems.append(
            Problem(str(BY_KEY[sheet].title), row.number, title, shown or _("nothing"), expected, mend)
        )

    def school(self, sheet: str, row: Row) -> str | None:
        """The school of a row, spelled as the site spells it."""
        code = row.text("code")
        known = self.codes.get(values.code_key(code)) if code else None
        if known is None:
            if code and values.code_key(code) in self.foreign:
                self.tell(
                    sheet, row, "code", _("a school that you set up"), _("Take this row out, or ask the district.")
                )
            else:
                self.tell(
                    sheet, row, "code", _("a code of the sheet Schools"), _("Add the school there, or mend the code.")
                )
        return known


def check(filled: Filled, viewer: Person) -> tuple[Plan, list[Problem]]:
    """The plan of a filled workbook, and everything that stands in its way. Changes nothing; at most 10 queries."""
    mine = list(access.editable_schools(viewer).values_list("code", flat=True))
    others = School.objects.exclude(code__in=mine).values_list("code", flat=True)
    checked = Checked(
        viewer=viewer,
        is_district=access.is_district(viewer),
        codes={values.code_key(code): code for code in mine},
        foreign={values.code_key(code) for code in others},
        years=set(SchoolYear.objects.values_list("name", flat=True)),
        networks=set(Network.objects.values_list("name", flat=True)),
        problems=list(filled.problems),
    )
    _needed(filled, checked)
    for row in filled.rows.get("schools", []):
        _school(row, checked)
    for row in filled.rows.get("terms", []):
        _term(row, checked)
    _known_emails(filled, checked)
    for row in filled.rows.get("people", []):
        _person(row, checked)
    for row in filled.rows.get("teams", []):
        _team(row, checked)
    for row in filled.rows.get("goals", []):
        _goal(row, checked)
    return checked.plan, checked.problems


def _needed(filled: Filled, checked: Checked) -> None:
    """Empty cells under headings that need an answer; such rows go no further."""
    for key, rows in filled.rows.items():
        for row in list(rows):
            empty = [column for column in BY_KEY[key].columns if column.is_needed and not row.text(column.key)]
            for column in empty:
                checked.tell(key, row, column.key, str(column.help), _("Fill it in, or take the row out."))
            if empty:
                rows.remove(row)


def _known_emails(filled: Filled, checked: Checked) -> None:
    """Everybody a team or goal may name: people of the site whom the person sees, and of the sheet."""
    checked.emails = set(access.visible_people(checked.viewer).values_list("email", flat=True))
    checked.emails |= {row.text("email").lower() for row in filled.rows.get("people", [])}


def _school(row: Row, checked: Checked) -> None:
    code = row.text("code")
    known = checked.codes.get(values.code_key(code))
    if known is None and not checked.is_district:
        checked.tell("schools", row, "code", _("your own school"), _("Take this row out, or ask the district."))
        return
    if any(values.code_key(line.code) == values.code_key(code) for line in checked.plan.schools):
        checked.tell("schools", row, "code", _("each school once"), _("Take one of the two rows out."))
        return
    flags = {name: values.yes_or_no(row.text(name), default=True) for name in ("uses_uip", "uses_slo", "uses_leap")}
    for name, flag in flags.items():
        if flag is None:
            checked.tell("schools", row, name, _("yes or no"), _("Write yes or no, or leave it empty."))
    zone = row.text("zone") or "America/Denver"
    if zone not in available_timezones():
        checked.tell("schools", row, "zone", _("a name such as America/Denver"), _("Copy it from the list of zones."))
    network = row.text("network")
    if network and network not in checked.networks and not checked.is_district:
        checked.tell("schools", row, "network", _("a network of the district"), _("Leave it empty."))
    checked.codes.setdefault(values.code_key(code), code)
    used = {name: bool(flag) for name, flag in flags.items()}
    checked.plan.schools.append(SchoolLine(row.number, known or code, row.text("name"), network, zone, **used))


def _term(row: Row, checked: Checked) -> None:
    year, code = row.text("year"), ""
    if row.text("code"):
        found = checked.school("terms", row)
        if found is None:
            return
        code = found
    elif not checked.is_district:
        checked.tell(
            "terms", row, "code", _("the code of your school"), _("Write your school's code: a term of its own.")
        )
        return
    if not re.fullmatch(r"\d{4}-\d{2}", year):
        checked.tell(
            "terms", row, "year", _("a school year written as 2026-27"), _("Write it with four and two digits.")
        )
        return
    if year not in checked.years and not checked.is_district:
        checked.tell("terms", row, "year", _("a school year that is there"), _("Ask the district to add the year."))
        return
    days = {name: values.a_day(row.cells.get(name)) for name in ("starts_on", "ends_on")}
    for name, day in days.items():
        if day is None:
            checked.tell("terms", row, name, _("a date"), _("Write it as 2026-08-17 or 8/17/2026."))
    kind = values.one_of(row.text("kind") or "semester", values.TERM_KINDS)
    if kind is None:
        checked.tell("terms", row, "kind", _("semester or quarter"), _("Choose one of the two."))
    closes = values.one_of(row.text("closes"), values.CLOSES) if row.text("closes") else ""
    if closes is None:
        checked.tell("terms", row, "closes", _("mid-year, end of year, or empty"), _("Choose one, or leave it empty."))
    first, last = days["starts_on"], days["ends_on"]
    if first is None or last is None or kind is None or closes is None:
        return
    if last <= first:
        checked.tell("terms", row, "ends_on", _("a day after the first"), _("Mend one of the two days."))
        return
    checked.plan.terms.append(TermLine(row.number, year, code, row.text("name"), kind, first, last, closes))


def _person(row: Row, checked: Checked) -> None:
    code, email = checked.school("people", row), values.an_email(row.text("email"))
    roles = values.ROLES | (values.MORE_ROLES if checked.is_district else {})
    role = values.one_of(row.text("role"), roles)
    if email is None:
        checked.tell("people", row, "email", _("an e-mail address"), _("Mend the address."))
    if role is None:
        words = ", ".join(str(label) for label in roles.values())
        checked.tell("people", row, "role", words, _("Choose one of these words."))
    supervisor = row.text("supervisor").lower()
    if supervisor and supervisor not in checked.emails:
        checked.tell(
            "people", row, "supervisor", _("the e-mail of somebody in People"), _("Add that person, or mend it.")
        )
    same = next((line for line in checked.plan.people if line.email == email), None)
    if same and same.name != row.text("name"):
        expected = _("one name for one e-mail (%(name)s in row %(row)s)") % {"name": same.name, "row": same.row}
        checked.tell("people", row, "name", expected, _("Mend the name or the e-mail."))
    if code and email and role:
        checked.plan.people.append(
            PersonLine(row.number, code, row.text("name"), email, role, row.text("number"), supervisor)
        )


def _team(row: Row, checked: Checked) -> None:
    code, kind = checked.school("teams", row), values.one_of(row.text("kind"), values.TEAM_KINDS)
    if kind is None:
        checked.tell("teams", row, "kind", _("ILT or teacher team"), _("Choose one of the two."))
    people = _places(row, checked)
    weekday = values.a_weekday(row.text("weekday")) if row.text("weekday") else None
    if row.text("weekday") and weekday is None:
        checked.tell(
            "teams", row, "weekday", _("a day of the week, or empty"), _("Write it out, for example Thursday.")
        )
    clock = values.a_time(row.cells["time"]) if row.text("time") else None
    if row.text("time") and clock is None:
        checked.tell("teams", row, "time", _("a time such as 3:30 PM, or empty"), _("Mend the time."))
    minutes = row.text("minutes") or "60"
    if not (minutes.isdecimal() and 15 <= int(minutes) <= 480):
        checked.tell("teams", row, "minutes", _("a number from 15 to 480"), _("Mend the number, or leave it empty."))
        return
    if code and kind:
        checked.plan.teams.append(
            TeamLine(row.number, code, row.text("name"), kind, people, weekday, clock, int(minutes), row.text("place"))
        )


def _places(row: Row, checked: Checked) -> list[tuple[str, str]]:
    """Who is in the team, and as what; nobody twice, everybody known."""
    found: dict[str, str] = {}
    for position in POSITIONS:
        for part in values.emails(row.text(position.value)):
            email = part.lower()
            if email not in checked.emails:
                mend = _("Add that person to People, or mend the e-mail.")
                checked.tell("teams", row, position.value, _("the e-mail of somebody in People"), mend, part)
            elif email in found:
                checked.tell("teams", row, position.value, _("each person once in a team"), _("Take one out."), part)
            else:
                found[email] = position.value
    return list(found.items())


def _goal(row: Row, checked: Checked) -> None:
    code, year, owner = checked.school("goals", row), row.text("year"), row.text("owner").lower()
    years = checked.years | {line.year for line in checked.plan.terms}
    if year not in years:
        checked.tell("goals", row, "year", _("a school year of the sheet Terms"), _("Add its terms there, or mend it."))
        return
    if owner and owner not in checked.emails:
        checked.tell(
            "goals", row, "owner", _("the e-mail of somebody in People"), _("Add that person, or leave it empty.")
        )
        return
    if code:
        checked.plan.goals.append(GoalLine(row.number, code, year, row.text("title"), row.text("target"), owner))
