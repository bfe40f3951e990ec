"""A plain roster: student id and grade, and the team, teacher and course where it has them.

Names, birth dates and addresses are never kept.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _, gettext_lazy

from data_imports.reading import values
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
    Skipped,
)
from data_imports.reading.ids import IdColumns
from data_imports.reading.tables import Record, Table

KEY = "roster"
TITLE = gettext_lazy("Roster of students")
STUDENT = (
    "Student ID", "SIS ID", "Local ID", "local_id", "Student Number", "LASID", "SASID", "Student State ID", "State ID",
    "Student Identifier", "Local Student ID", "State Student ID",
)  # fmt: skip
MEASURED = re.compile(
    r"timestamp|score|percentile|(?<!english.)proficien|performance|(?<!ed.)placement|measurement|theta|benchmark"
    r"|respons|absen|attendance|tard(y|i)",
    re.IGNORECASE,
)
SCHOOL_CODES = ("School Code", "School SIS ID", "school_local_id", "School ID")
GRADE = ("Grade", "Grade Level", "Student Grade", "Current Grade")
NAMED = ("Student Name", "Full Name", "Name", "Last Name", "Student Last Name")
MULTILINGUAL = (
    "English Language Learner", "English Learner", "ELL", "EL", "ELLStatus", "EL Status", "Multilingual", "LEP",
    "Limited English Proficiency", "Multilingual Learner",
)  # fmt: skip
IEP = ("Special Education", "SpecialEducation", "IEP", "SPED", "sped_placement", "IEP Status")
LOW_INCOME = ("Economically Disadvantaged", "LowIncome", "Low Income", "Free/Reduced Lunch", "FRL", "Lunch Status")
GONE = ("inactive", "withdrawn", "transferred", "graduated", "dropped", "exited", "not enrolled", "no longer")
IN_GROUP = re.compile(
    r"y|yes|true|t|1|x|free.*|reduced.*|f|r|frl|eligible|limited.*|lep|el|ell|nep|iep|active|(full|partial) inclusion"
    r"|substantially separate|direct certif.*",
    re.IGNORECASE,
)
NOT_IN_GROUP = re.compile(
    r"n|no|false|0|not .*|paid|full ?pay|fluent|fep|flep.*|former.*|exited|none|never .*", re.IGNORECASE
)


class Columns(NamedTuple):
    """Where each needed column stands."""

    student: int | None
    grade: int | None
    school: int | None
    school_name: int | None
    school_code: int | None
    status: int | None
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
        school=find("School", *SCHOOL_CODES, "School Name"),
        school_name=find("School Name", "School"),
        school_code=find(*SCHOOL_CODES),
        status=find("Status", "Enrollment Status", "Student Status"),
        team=find("Team", "Team Name"),
        teacher=find("Teacher Email", "Teacher E-mail", "Staff Email"),
        course=find("Course", "Course Name", "Course Title", "Section", "Class", "Class Name", "Homeroom"),
        multilingual=find(*MULTILINGUAL),
        iep=find(*IEP),
        low_income=find(*LOW_INCOME),
    )


def recognise(table: Table) -> float:
    """A student and a grade, or a student's name and boxes ticked, and nothing that is measured or asked."""
    where = columns(table)
    if where.student is None or any(MEASURED.search(header) for header in table.header):
        return 0.0
    placed = where.team is not None or where.teacher is not None
    if where.grade is None and placed:
        return 0.7
    if where.grade is None:
        named = table.place(*NAMED) is not None
        return 0.62 if named and is_checklist(table, where.student) else 0.0
    return 0.9 if placed else 0.65


def is_checklist(table: Table, student: int) -> bool:
    """Whether something is ticked and, beside the student's id, nothing counted."""
    columns = [[record.cells[at] for record in table.head] for at in range(len(table.header)) if at != student]
    ticked = any(all(cell in {"TRUE", "FALSE", ""} for cell in cells) and any(cells) for cells in columns)
    return ticked and not any(values.number(cell) is not None for cells in columns for cell in cells)


def read(table: Table, given: Given) -> Iterator[Row]:
    """Every student's places."""
    return places(columns(table), table, given)


def places(where: Columns, table: Table, given: Given) -> Iterator[Row]:
    """The places that these columns tell; the same row twice counts once."""
    if where.student is None:
        raise FileRefused(_("A roster needs a column Student ID."))
    seen, rows, told, ids = set[int](), 0, Counter[str](), IdColumns(table, where.student)
    for record in table.records:
        rows += 1
        told.update(cell for cell in record.cells if cell in {"NULL", "TRUE"})
        row = left_out(record, where, given) or place(record, where)
        if given.schools is not None:
            row = row._replace(school=given.named(text(record.cells, where.school_code), school_name(record, where)))
        if not isinstance(row, Place):
            yield row
            continue
        if (same := hash(row[1:])) in seen:
            yield Skipped(record.line, _("the same row stands earlier"), row.school)
        else:
            seen.add(same)
            yield row
        if (both := ids.same(record.line, record.cells, row.school)) is not None:
            yield both
    yield Dropped(table.unused((*where, *ids.places)))
    yield RowsRead(rows)
    yield Fact("null_cells", told["NULL"])
    yield Fact("true_cells", told["TRUE"])


def left_out(record: Record, where: Columns, given: Given) -> Skipped | None:
    """Why a row is no place of a student of this school."""
    cells = record.cells
    if values.is_total(cells) or values.is_footnote(cells):
        return Skipped(record.line, _("it is a total or a footnote"))
    if text(cells, where.school).casefold() in given.elsewhere:
        return Skipped(record.line, _("the row belongs to another school"))
    if text(cells, where.status).lower().startswith(GONE):
        return Skipped(record.line, _("the student is no longer enrolled"))
    return None


def place(record: Record, where: Columns) -> Place | Problem:
    """One student's place, or the cell that keeps it out."""
    cells = record.cells
    student, grade_cell = values.student_id(text(cells, where.student)), text(cells, where.grade)
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
        groups=Groups(*(in_group(text(cells, at)) for at in (where.multilingual, where.iep, where.low_income))),
    )


def school_name(record: Record, where: Columns) -> str:
    """The name beside a school's code; without one, the only school column."""
    return text(record.cells, where.school if where.school_name is None else where.school_name)


def in_group(cell: str) -> bool | None:
    """Whether a cell puts a student into its group, in the words that student systems use; None where it is silent."""
    if IN_GROUP.fullmatch(cell):
        return True
    return False if NOT_IN_GROUP.fullmatch(cell) else None


def text(cells: list[str], at: int | None) -> str:
    """A cell without padding; a literal NULL is empty."""
    found = "" if at is None else cells[at].strip()
    return "" if found.upper() == "NULL" else found
