"""i-Ready Diagnostic results, reading and math, the current and the older layout.

One row is one sitting. Measures: `iready.reading.overall_scale`, `iready.math.overall_scale`
(100 to 800). The level is the overall relative placement, 1 to 5; on or above grade level
(4 and 5) counts as met.
"""

from datetime import date
from functools import partial
from typing import NamedTuple

from django.utils.translation import gettext as _, gettext_lazy

from data_imports.reading import values
from data_imports.reading.contract import (
    FileRefused,
    Given,
    Groups,
    Problem,
    Reading,
    ScaleFacts,
    Score,
    Skipped,
    measured,
)
from data_imports.reading.tables import Record, Table

KEY = "iready_diagnostic"
TITLE = gettext_lazy("i-Ready Diagnostic results")
LEVELS = (
    "3 or More Grade Levels Below",
    "2 Grade Levels Below",
    "1 Grade Level Below",
    "Early On Grade Level",
    "Mid or Above Grade Level",
)
MET_FROM = 4
LOWEST, HIGHEST = 100, 800
PLACED = {level.lower(): place for place, level in enumerate(LEVELS, start=1)}
MATH = ("Quantile Measure", "Number and Operations Scale Score", "Geometry Scale Score")
READING = ("Lexile Measure", "Phonics Scale Score", "Vocabulary Scale Score")


class Columns(NamedTuple):
    """Where each needed column stands, in either layout."""

    student: int | None
    score: int | None
    level: int | None
    taken_on: int | None
    grade: int | None
    year: int | None
    window: int | None
    school: int | None
    teacher: int | None
    baseline: int | None
    recent: int | None
    multilingual: int | None
    iep: int | None
    low_income: int | None


def columns(table: Table) -> Columns:
    """The columns of the current layout, or their names in the older one."""
    find = table.place
    return Columns(
        student=find("Student ID", "Student State ID"),
        score=find("Overall Scale Score"),
        level=find("Overall Relative Placement"),
        taken_on=find("Completion Date", "Start Date"),
        grade=find("Student Grade"),
        year=find("Academic Year"),
        window=find("Norming Window"),
        school=find("School"),
        teacher=find("Class Teacher(s)"),
        baseline=find(
            "Baseline Diagnostic (Y/N)",
            "Diagnostic used to establish Growth Measures (Y/N)",
        ),
        recent=find("Most Recent Diagnostic YTD (Y/N)", "Most Recent Diagnostic (Y/N)"),
        multilingual=find("English Language Learner"),
        iep=find("Special Education"),
        low_income=find("Economically Disadvantaged"),
    )


def recognise(table: Table) -> float:
    """Placement words are i-Ready's own."""
    needed = ("Student ID", "Overall Scale Score", "Overall Relative Placement")
    if not table.has(*needed):
        return 0.0
    return 0.95 if table.place("Completion Date", "Start Date") is not None else 0.7


def subject(table: Table) -> str:
    """`math` or `reading`, from the domains that the file reports."""
    if table.place(*MATH) is not None:
        return "math"
    if table.place(*READING) is not None:
        return "reading"
    place = table.place("Subject")
    said = table.head[0].cells[place].lower() if place is not None and table.head else ""
    if said:
        return "math" if said.startswith("math") else "reading"
    raise FileRefused(_("This i-Ready file does not tell whether it is math or reading."))


def read(table: Table, given: Given) -> Reading:
    """Every sitting, in the order of the file."""
    where = columns(table)
    if where.student is None or where.score is None or where.taken_on is None:
        raise FileRefused(_("An i-Ready export needs Student ID, Overall Scale Score and a date."))
    tested = subject(table)
    measure = f"iready.{tested}.overall_scale"
    reading = Reading(KEY, dropped_columns=table.unused(where))
    understand = partial(sitting, where=where, measure=measure, given=given)
    rows = [understand(record) for record in table.records]
    reading.rows_read = len(rows)
    gather(reading, rows)
    title = _("i-Ready math") if tested == "math" else _("i-Ready reading")
    reading.scales[measure] = ScaleFacts(title, tested, LOWEST, HIGHEST, LEVELS, MET_FROM)
    reading.measures[measure] = measured(score.value for score in reading.scores)
    return reading


def gather(reading: Reading, understood: list[Score | Problem | Skipped]) -> None:
    """Sort rows to where they belong; a row that says the same twice counts once."""
    seen: set[tuple[object, ...]] = set()
    for row in understood:
        if isinstance(row, Problem):
            reading.problems.append(row)
        elif isinstance(row, Skipped):
            reading.skipped.append(row)
        elif row[1:] in seen:
            reading.skipped.append(Skipped(row.line, _("the same row stands earlier in the file")))
        else:
            seen.add(row[1:])
            reading.scores.append(row)


def sitting(record: Record, *, where: Columns, measure: str, given: Given) -> Score | Problem | Skipped:
    """One sitting, or why it is none."""
    cells = record.cells
    student, day_cell = text(cells, where.student), text(cells, where.taken_on)
    if not student:
        return Problem(record.line, "Student ID", "", _("a student id"), _("Fill in the id."))
    if not day_cell:
        return Skipped(record.line, _("the diagnostic was not finished"))
    if (on := values.day(day_cell)) is None:
        expected, mend = (
            _("a date such as 9/15/2026"),
            _("Write the date as month/day/year."),
        )
        return Problem(record.line, "Completion Date", day_cell, expected, mend)
    return scored(record, where, Sitting(student, on, measure, given))


class Sitting(NamedTuple):
    """What is known of a sitting before its score is read."""

    student: str
    on: date
    measure: str
    given: Given


def scored(record: Record, where: Columns, known: Sitting) -> Score | Problem:
    """The score and level of a sitting, or the cell that cannot be one."""
    cells = record.cells
    score_cell, level_cell = text(cells, where.score), text(cells, where.level)
    value, level = values.number(score_cell), PLACED.get(level_cell.lower())
    unscored = values.is_nothing(score_cell)
    if not unscored and (value is None or not LOWEST <= value <= HIGHEST):
        expected, mend = _("a scale score from 100 to 800"), _("Export the file again.")
        return Problem(record.line, "Overall Scale Score", score_cell, expected, mend)
    if level is None and level_cell and not unscored:
        expected, mend = (
            _("a placement such as %(level)s") % {"level": LEVELS[3]},
            _("Mend it."),
        )
        return Problem(record.line, "Overall Relative Placement", level_cell, expected, mend)
    return Score(
        line=record.line,
        student=known.student,
        grade=values.grade(text(cells, where.grade)),
        school=text(cells, where.school),
        teacher=text(cells, where.teacher),
        measure=known.measure,
        year=values.school_year(text(cells, where.year)) or values.school_year_of(known.on),
        window=window(text(cells, where.window), known),
        taken_on=known.on,
        value=value,
        level=level,
        is_met=None if level is None else level >= MET_FROM,
        missing=(level_cell or _("no score")) if value is None else "",
        is_baseline=text(cells, where.baseline).upper() == "Y",
        is_most_recent=text(cells, where.recent).upper() == "Y",
        groups=groups(cells, where),
    )


def window(cell: str, known: Sitting) -> str:
    """The window that the file norms by, else what the person said, else the date's."""
    return values.window(cell) or known.given.window or values.window_of(known.on)


def groups(cells: list[str], where: Columns) -> Groups:
    """Group flags where the file has them."""
    if where.multilingual is None and where.iep is None and where.low_income is None:
        return Groups()
    return Groups(
        values.yes(text(cells, where.multilingual)),
        values.yes(text(cells, where.iep)),
        values.yes(text(cells, where.low_income)),
    )


def text(cells: list[str], place: int | None) -> str:
    """A cell without its padding; empty where the layout has no such column."""
    return "" if place is None else cells[place].strip()
