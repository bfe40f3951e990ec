"""OneRoster 1.1 and 1.2 (1EdTech): a folder or zip of tables that name each other by `sourcedId`.

Students become places: once for themselves and once for each class, with its title and its teacher's address. A row
that is `tobedeleted` takes its place away. Which table is which is judged by its columns; names never leave this file.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _, gettext_lazy

from data_imports.enums import IdKind
from data_imports.formats.roster import IEP, LOW_INCOME, MULTILINGUAL, in_group
from data_imports.reading import ids, values
from data_imports.reading.contract import (
    Dropped,
    Fact,
    FileRefused,
    Given,
    Groups,
    Place,
    Problem,
    Row,
    RowsRead,
    SameStudent,
    Skipped,
)
from data_imports.reading.tables import Table

KEY = "oneroster"
TITLE = gettext_lazy("OneRoster")
PARTS: tuple[tuple[str, tuple[str, ...], tuple[str, ...], int], ...] = (
    ("enrollments", ("userSourcedId", "classSourcedId"), (), 0),
    ("roles", ("userSourcedId", "role"), ("roleType", "orgSourcedId"), 1),
    ("classes", ("sourcedId", "title"), ("courseSourcedId", "classCode", "classType", "schoolSourcedId"), 2),
    ("courses", ("sourcedId", "title"), ("courseCode", "schoolYearSourcedId"), 1),
    ("sessions", ("sourcedId", "title"), ("startDate", "endDate", "schoolYear"), 2),
    ("users", ("sourcedId",), ("enabledUser", "username", "givenName", "familyName", "grades"), 2),
    ("orgs", ("sourcedId", "name"), ("type", "parentSourcedId", "identifier"), 1),
    ("demographics", ("sourcedId",), ("sex", "birthDate", "hispanicOrLatinoEthnicity"), 1),
)
GONE = frozenset({"tobedeleted", "deleted"})
NO_SCHOOL_GRADES = frozenset({"it", "pr", "tk", "13", "ps", "ug", "other"})
STUDENT, TEACHER = "student", "teacher"
STATE_ID = tuple(f"{before}{name}" for before in ("", "metadata.") for name in ids.STATE)
# userIds: {type:id},{type:id}
TYPED = re.compile(r"\{\s*([^:{}]+?)\s*:\s*([^{}]+?)\s*\}")
OF_STATE = re.compile(r"state|sasid|ssid", re.IGNORECASE)
OF_DISTRICT = re.compile(r"local|lasid|district|\bsis|student.?(number|id)", re.IGNORECASE)


class Line(NamedTuple):
    """A row of one table by the names of its columns."""

    line: int
    cells: list[str]
    table: Table

    def __call__(self, *names: str) -> str:
        """The cell of the first of these columns that there is."""
        at = self.table.place(*names)
        return "" if at is None else self.cells[at].strip()

    @property
    def is_gone(self) -> bool:
        return self("status").lower() in GONE


class Member(NamedTuple):
    """What is needed of a user: a student's place without the class, or a teacher's address."""

    student: Place | None = None
    email: str = ""
    why_out: str = ""


class Class(NamedTuple):
    """A class: what it is called, at which school, and whether it is taken away."""

    title: str
    org: str
    is_gone: bool


def parts(tables: Sequence[Table]) -> dict[str, Table]:
    """The tables by what they are."""
    found: dict[str, Table] = {}
    for table in tables:
        for name, needed, likely, least in PARTS:
            if table.has(*needed) and sum(table.has(column) for column in likely) >= least:
                found.setdefault(name, table)
                break
    return found


def recognise(tables: Sequence[Table]) -> float:
    """Users with the columns of the standard, and who is in which class."""
    found = parts(tables)
    if "users" not in found:
        return 0.0
    return 0.97 if "enrollments" in found else 0.7


def main(tables: Sequence[Table]) -> Table:
    """The users: theirs are the rows that a person mends."""
    return parts(tables).get("users", tables[0])


def lines(table: Table | None) -> Iterator[Line]:
    """The rows of a table that may be missing."""
    if table is not None:
        yield from (Line(record.line, record.cells, table) for record in table.records)


def read(tables: Sequence[Table], given: Given) -> Iterator[Row]:
    """Every student's places. Refuses what has no users."""
    found = parts(tables)
    if "users" not in found:
        raise FileRefused(_("OneRoster needs its users: upload the folder as one zip file."))
    roster, rows = Roster(found, given), 0
    for line in lines(found["users"]):
        rows += 1
        yield (row := roster.user(line))
        if isinstance(row, Place) and not row.leaves and (same := known_by(line, row)) is not None:
            yield same
    for line in lines(found.get("enrollments")):
        rows += 1
        yield roster.enrolled(line)
    unused = [table.unused([table.place(name) for name in USED]) for table in found.values()]
    yield Dropped(tuple(dict.fromkeys(name for names in unused for name in names)))
    yield RowsRead(rows)
    yield Fact("version", "1.2" if "roles" in found or found["users"].has("userMasterIdentifier") else "1.1")
    yield Fact("classes", len(roster.classes))
    yield Fact("teachers", sum(bool(member.email) for member in roster.members.values()))
    yield Fact("school_years", sorted({year for line in lines(found.get("sessions")) if (year := line("schoolYear"))}))


USED = (
    "sourcedId", "status", "enabledUser", "orgSourcedIds", "primaryOrgSourcedId", "role", "identifier", "grades",
    "classSourcedId", "userSourcedId", "primary", "title", "courseSourcedId", "schoolSourcedId", "name", "orgSourcedId",
    "roleType", "schoolYear", "userIds", *STATE_ID, *MULTILINGUAL, *IEP, *LOW_INCOME,
)  # fmt: skip


class Roster:
    """Everything that a place needs, by `sourcedId`."""

    def __init__(self, found: dict[str, Table], given: Given) -> None:
        self.given = given
        self.orgs = {line("sourcedId"): (line("identifier"), line("name")) for line in lines(found.get("orgs"))}
        self.groups = {line("sourcedId"): groups(line) for line in lines(found.get("demographics"))}
        self.roles: dict[str, tuple[str, str]] = {}
        for line in lines(found.get("roles")):
            if line("roleType").lower() == "primary" or line("userSourcedId") not in self.roles:
                self.roles[line("userSourcedId")] = (line("role").lower(), line("orgSourcedId"))
        titles = {line("sourcedId"): line("title") for line in lines(found.get("courses"))}
        self.classes = {line("sourcedId"): class_of(line, titles) for line in lines(found.get("classes"))}
        self.teachers: dict[str, str] = {}
        for line in lines(found.get("enrollments")):
            if line("role").lower() == TEACHER and not line.is_gone:
                is_primary, named = values.yes(line("primary")), line("classSourcedId")
                if is_primary or named not in self.teachers:
                    self.teachers[named] = line("userSourcedId")
        self.members: dict[str, Member] = {}

    def user(self, line: Line) -> Place | Problem | Skipped:
        """A student's own place, or why there is none."""
        sourced = line("sourcedId")
        role, org = self.roles.get(sourced, (line("role").lower(), line("primaryOrgSourcedId")))
        if not sourced:
            return Problem(line.line, "sourcedId", "", _("the user's id"), _("Export the file again."))
        if role and role != STUDENT:
            self.members[sourced] = Member(email=line("email").lower())
            return Skipped(line.line, _("it is not a student"))
        schools = [name for one in (org, *line("orgSourcedIds").split(",")) if (name := one.strip())]
        ours = [name for name in schools if not self.is_elsewhere(name)]
        if schools and not ours:
            return self.out(line, _("the row belongs to another school"))
        if not line.is_gone and (values.yes(line("enabledUser")) is False or line("status").lower() == "inactive"):
            return self.out(line, _("the student is no longer enrolled"))
        if (grade := grade_of(line("grades"))) is None:
            self.out(line, _("the student's own row has to be mended"))
            return Problem(line.line, "grades", line("grades"), _("PK, K or 1 to 12"), _("Correct the grade."))
        student, school = line("identifier") or sourced, self.school_of(ours)
        told = self.groups.get(sourced) or groups(line)
        place = Place(line.line, student, grade, school, "", "", "", told, line.is_gone)
        self.members[sourced] = Member(student=place)
        return place

    def out(self, line: Line, reason: str) -> Skipped:
        """A student who is left out, with all classes."""
        self.members[line("sourcedId")] = Member(why_out=reason)
        return Skipped(line.line, reason)

    def enrolled(self, line: Line) -> Place | Skipped:
        """A student's place in a class, or why there is none."""
        if line("role").lower() not in {STUDENT, ""}:
            return Skipped(line.line, _("it is not a student"))
        member, named = self.members.get(line("userSourcedId"), Member()), self.classes.get(line("classSourcedId"))
        if member.student is None:
            return Skipped(line.line, member.why_out or _("the student is not in this file"))
        if named is None:
            return Skipped(line.line, _("the class is not in this file"))
        if named.org and self.is_elsewhere(named.org):
            return Skipped(line.line, _("the row belongs to another school"))
        teacher = self.members.get(self.teachers.get(line("classSourcedId"), ""), Member())
        return member.student._replace(
            line=line.line,
            teacher_email=teacher.email,
            course=named.title,
            school=self.school(named.org) or member.student.school,
            leaves=member.student.leaves or line.is_gone or named.is_gone,
        )

    def school(self, org: str) -> str:
        """A school's own number, else its name; in a file of the whole district the one that is known."""
        identifier, name = self.orgs.get(org, ("", ""))
        return identifier or name if self.given.schools is None else self.given.named(identifier, name)

    def school_of(self, orgs: Sequence[str]) -> str:
        """The school of a student: the first organization, in a file of the whole district the first known one."""
        found = [self.school(org) for org in orgs]
        known = (school for school in found if self.given.school_key(school))
        return next(known, found[0] if found else "")

    def is_elsewhere(self, org: str) -> bool:
        """Whether an organization is a school that this import is not for."""
        return any(word.casefold() in self.given.elsewhere for word in self.orgs.get(org, ()) if word)


def known_by(line: Line, row: Place) -> SameStudent | None:
    """The ids that a user's row gives together; a `sourcedId` only where no other number could be taken for it."""
    found: dict[str, tuple[str, str]] = {}
    if state := line(*STATE_ID):
        found[IdKind.STATE] = ("stateId", state)
    for kind, named in TYPED.findall(line("userIds")):
        if OF_STATE.search(kind) or OF_DISTRICT.search(kind):
            found.setdefault(IdKind.STATE if OF_STATE.search(kind) else IdKind.LOCAL, ("userIds", named))
    if (identifier := line("identifier")) and identifier not in {cell for _column, cell in found.values()}:
        found.setdefault(ids.kind_of(identifier), ("identifier", identifier))
    if (sourced := line("sourcedId")) and any(letter.isalpha() for letter in sourced):
        found[IdKind.ROSTER] = ("sourcedId", sourced)
    elif row.student == sourced:
        kind = ids.kind_of(sourced)
        found[kind if kind not in found else IdKind.ROSTER] = ("sourcedId", sourced)
    return ids.together(line.line, row.student, row.school, found)


def grade_of(cell: str) -> str | None:
    """The first grade of several; "" for none that schools of ours have, None for what is no grade."""
    words = [word.strip() for word in cell.split(",") if word.strip()]
    known = [grade for word in words if (grade := values.grade(word))]
    if known or not words:
        return known[0] if known else ""
    return "" if words[0].lower() in NO_SCHOOL_GRADES else None


def class_of(line: Line, titles: dict[str, str]) -> Class:
    """A class under its own title, else its course's; it is never without one."""
    title = line("title") or titles.get(line("courseSourcedId"), "") or line("classCode") or line("sourcedId")
    return Class(title, line("schoolSourcedId"), line.is_gone)


def groups(line: Line) -> Groups:
    """Groups, where a district has added such columns; the standard itself has none."""
    named = ((*names, *(f"metadata.{name}" for name in names)) for names in (MULTILINGUAL, IEP, LOW_INCOME))
    return Groups(*(in_group(line(*names)) for names in named))
