"""A plain roster: student id and grade, and the team, teacher and course where it has them.

Names, birth dates and addresses are never kept.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _, gettext_lazy

from data_imports.reading import values
from data_imports.reading.contract import (
    Dropped,
    FileRefused,
    Given,
    Groups,
    Place,
    Problem,
    Row,
    RowsRead,
    Skipped,
)
from data_imports.reading.tables import Record, Table

KEY = "roster"
TITLE = gettext_lazy("Roster of students")
STUDENT = ("Student ID", "SIS ID", "Local ID", "local_id", "Student Number", "Student State ID")
MEASURED = re.compile(
    r"timestamp|score|percentile|(?<!english.)proficien|performance|placement|measurement|theta|benchmark|respons",
    re.IGNORECASE,
)
GRADE = ("Grade", "Grade Level", "Student Grade")


class Columns(NamedTuple):
    """Where each needed column stands."""

    student: int | None
    grade: int | None
    school: int | None
    team: int | None
    teacher: int | None
    course: int | None
    multilingual: int | None
    iep: int | None
    low_income: int | None


def columns(table: Table) -> Columns:
    """The columns by the names that student systems use."""
    find = table.place
    return Columns(
        student=find(*STUDENT),
        grade=find(*GRADE),
        school=find("School", "School Code", "School SIS ID", "school_local_id", "School ID"),
        team=find("Team", "Team Name"),
        teacher=find("Teacher Email", "Teacher E-mail", "Staff Email"),
        course=find("Course", "Course Name", "Section", "Class", "Homeroom"),
        multilingual=find("English Language Learner", "ELL", "ELLStatus", "Multilingual"),
        iep=find("Special Education", "SpecialEducation", "IEP"),
        low_income=find("Economically Disadvantaged", "LowIncome", "Low Income"),
    )


def recognise(table: Table) -> float:
    """A student and a grade, and nothing that is measured or asked."""
    where = columns(table)
    if where.student is None or where.grade is None:
        return 0.0
    if any(MEASURED.search(header) for header in table.header):
        return 0.0
    placed = where.team is not None or where.teacher is not None
    return 0.9 if placed else 0.65


def read(table: Table, given: Given) -> Iterator[Row]:
    """Every student's places."""
    return places(columns(table), table, given)


def places(where: Columns, table: Table, given: Given) -> Iterator[Row]:
    """Every student's places, with the columns that somebody knows; the same row twice counts once."""
    if where.student is None:
        raise FileRefused(_("A roster needs a column Student ID."))
    seen, rows = set[int](), 0
    for record in table.records:
        rows += 1
        row = place(record, where)
        if isinstance(row, Problem):
            yield row
        elif row.school.casefold() in given.elsewhere:
            yield Skipped(record.line, _("the row belongs to another school"))
        elif (told := hash(row[1:])) in seen:
            yield Skipped(record.line, _("the same row stands earlier"))
        else:
            seen.add(told)
            yield row
    yield Dropped(table.unused(where))
    yield RowsRead(rows)


def place(record: Record, where: Columns) -> Place | Problem:
    """One student's place, or the cell that keeps it out."""
    cells = record.cells
    student, grade_cell = text(cells, where.student), text(cells, where.grade)
    if not student:
        return Problem(record.line, "Student ID", "", _("a student id"), _("Fill in the id."))
    if not (grade := values.grade(grade_cell)) and grade_cell:
        expected, mend = _("PK, K or 1 to 12"), _("Correct the grade.")
        return Problem(record.line, "Grade", grade_cell, expected, mend)
    return Place(
        line=record.line,
        student=student,
        grade=grade,
        school=text(cells, where.school),
        team=text(cells, where.team),
        teacher_email=text(cells, where.teacher).lower(),
        course=text(cells, where.course),
        groups=Groups(
            values.yes(text(cells, where.multilingual)),
            values.yes(text(cells, where.iep)),
            values.yes(text(cells, where.low_income)),
        ),
    )


def text(cells: list[str], at: int | None) -> str:
    """A cell without padding; a literal NULL is empty."""
    found = "" if at is None else cells[at].strip()
    return "" if found.upper() == "NULL" else found
