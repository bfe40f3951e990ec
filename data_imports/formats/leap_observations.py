"""LEAP classroom observations as the observation tool exports them: one row an indicator.

Measures: `leap.indicator_score` (1 to 7, published rows), `leap.overall` (one a published
observation) and `leap.<indicator>`. Drafts stay out, an exact repetition counts once, a blank
score is "not observed". The evidence text is never stored.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _, gettext_lazy

from data_imports.reading import values
from data_imports.reading.contract import (
    Dropped,
    Fact,
    FileRefused,
    Given,
    Observation,
    Problem,
    Row,
    RowsRead,
    Skipped,
    Statistic,
)
from data_imports.reading.layout import SCHOOL_CODE
from data_imports.reading.summary import Sum
from data_imports.reading.tables import Record, Table

KEY = "leap_observations"
TITLE = gettext_lazy("LEAP observations")
INDICATORS = tuple(f"LE.{n}" for n in range(1, 5)) + tuple(f"I.{n}" for n in range(1, 9))
PROFESSIONALISM = tuple(f"P.{n}" for n in range(1, 8))
ALL = (*INDICATORS, *PROFESSIONALISM)
LOWEST, HIGHEST = 1, 7


class Columns(NamedTuple):
    """Where each needed column stands."""

    observation: int | None
    employee: int | None
    email: int | None
    name: int | None
    school: int | None
    school_code: int | None
    kind: int | None
    term: int | None
    observed: int | None
    published: int | None
    indicator: int | None
    score: int | None
    overall: int | None


def columns(table: Table) -> Columns:
    """The columns of the export, by the names that its versions use."""
    find = table.place
    return Columns(
        observation=find("Observation ID", "Observation"),
        employee=find("Employee Number", "Teacher Employee Number", "Employee ID"),
        email=find("Teacher Email", "Email"),
        name=find("Teacher", "Teacher Name", "Educator"),
        school=find("School", "School Name", *SCHOOL_CODE),
        school_code=find(*SCHOOL_CODE),
        kind=find("Observation Type", "Type"),
        term=find("Term", "School Year"),
        observed=find("Observed At", "Observed On", "Observation Date"),
        published=find("Published", "Is Published"),
        indicator=find("Measurement", "Indicator"),
        score=find("Score"),
        overall=find("Overall Score"),
    )


class Told:
    """Which observations and teachers a file names, drafts counted apart."""

    def __init__(self) -> None:
        self.observations, self.published, self.teachers = set[str](), set[str](), set[str]()

    def take(self, record: Record, where: Columns) -> None:
        """Note a row."""
        name = text(record.cells, where.observation)
        self.observations.add(name)
        if is_published(record, where):
            self.published.add(name)
        named = (text(record.cells, at) for at in (where.employee, where.email, where.name))
        self.teachers.add(next(filter(None, named), ""))

    def facts(self) -> Iterator[Fact]:
        """How many there are."""
        yield Fact("observations", len(self.observations))
        yield Fact("published_observations", len(self.published))
        yield Fact("teachers", len(self.teachers))


def recognise(table: Table) -> float:
    """Long observation rows: an observation, an indicator, a score."""
    where = columns(table)
    needed = (where.observation, where.observed, where.indicator, where.score)
    if any(place is None for place in needed):
        return 0.0
    shown = {text(record.cells, where.indicator) for record in table.head}
    return 0.95 if shown & set(ALL) else 0.3


def read(table: Table, given: Given) -> Iterator[Row]:
    """Every published, scored indicator, in the order of the file."""
    where = columns(table)
    if None in (where.observation, where.observed, where.indicator, where.score):
        raise FileRefused(_("A LEAP export needs Observation ID, Observed At, Measurement, Score."))
    sums, overall, said, seen = defaultdict[str, Sum](Sum), Sum(), dict[tuple[str, str], str](), set[int]()
    counted, told, rows = set[str](), Told(), 0
    for record in table.records:
        rows += 1
        told.take(record, where)
        row = (
            repeated(record, seen)
            or elsewhere(record, where, given)
            or contradicted(record, where, said)
            or understood(record, where)
        )
        if is_published(record, where):
            note(record, where, row, sums)
            if (name := text(record.cells, where.observation)) not in counted and not isinstance(row, Problem):
                counted.add(name)
                overall.take(values.number(text(record.cells, where.overall)))
        yield at_school(row, record, where, given)
    yield from statistics(sums, overall)
    yield Dropped(table.unused(where))
    yield RowsRead(rows)
    yield Fact("distinct_rows", len(seen))
    yield from told.facts()


def repeated(record: Record, seen: set[int]) -> Skipped | None:
    """An exact repetition counts once."""
    told = hash(tuple(record.cells))
    if told in seen:
        return Skipped(record.line, _("the same row stands earlier"))
    seen.add(told)
    return None


def elsewhere(record: Record, where: Columns, given: Given) -> Skipped | None:
    """A row of a school that this import is not for."""
    if text(record.cells, where.school).casefold() not in given.elsewhere:
        return None
    return Skipped(record.line, _("the row belongs to another school"))


def at_school(
    row: Observation | Problem | Skipped, record: Record, where: Columns, given: Given
) -> Observation | Problem | Skipped:
    """The row with what tells its school, in a file of the whole district."""
    if given.schools is None:
        return row
    return row._replace(school=given.named(text(record.cells, where.school_code), text(record.cells, where.school)))


def is_published(record: Record, where: Columns) -> bool:
    """Without a published column every row counts as published."""
    said = text(record.cells, where.published)
    return where.published is None or values.yes(said) is True or said.lower() == "published"


def contradicted(record: Record, where: Columns, said: dict[tuple[str, str], str]) -> Problem | None:
    """A second score for the same indicator of the same observation: nobody can tell which holds."""
    score = text(record.cells, where.score)
    rated = (text(record.cells, where.observation), text(record.cells, where.indicator))
    if said.setdefault(rated, score) == score:
        return None
    expected = _("one score for each indicator of an observation")
    return Problem(record.line, "Score", score, expected, _("Remove the score that does not hold."))


def understood(record: Record, where: Columns) -> Observation | Problem | Skipped:
    """One row for what it is."""
    if not is_published(record, where):
        return Skipped(record.line, _("the observation is a draft"))
    if values.is_nothing(text(record.cells, where.score)):
        return Skipped(record.line, _("not observed"))
    return observation(record, where)


def note(record: Record, where: Columns, row: Row, sums: dict[str, Sum]) -> None:
    """Add a published row to its indicator; what was not observed is missing, never zero."""
    indicator = text(record.cells, where.indicator)
    if isinstance(row, Observation):
        for name in ("leap.indicator_score", f"leap.{indicator}"):
            sums[name].take(float(row.score))
    elif isinstance(row, Skipped) and values.is_nothing(text(record.cells, where.score)) and indicator in ALL:
        for name in ("leap.indicator_score", f"leap.{indicator}"):
            sums[name].take(None)


def statistics(sums: dict[str, Sum], overall: Sum) -> Iterator[Statistic]:
    """Means over published rows, the indicators in their own order."""
    yield Statistic("leap.indicator_score", sums["leap.indicator_score"].measured())
    yield Statistic("leap.overall", overall.measured())
    for indicator in ALL:
        if (name := f"leap.{indicator}") in sums:
            yield Statistic(name, sums[name].measured())


def observation(record: Record, where: Columns) -> Observation | Problem:
    """One scored indicator, or the cell that keeps it out."""
    cells, line = record.cells, record.line
    name, indicator = text(cells, where.observation), text(cells, where.indicator)
    score_cell, day_cell = text(cells, where.score), text(cells, where.observed)
    score, on = values.number(score_cell), values.day(day_cell)
    if not name:
        return Problem(line, "Observation ID", "", _("an id"), _("Export the file again."))
    if indicator not in ALL:
        expected = _("a LEAP indicator such as LE.1 or I.5")
        return Problem(line, "Measurement", indicator, expected, _("Use the indicator's code."))
    if score is None or not LOWEST <= score <= HIGHEST or not score.is_integer():
        expected = _("a whole number from 1 to 7, or blank")
        return Problem(line, "Score", score_cell, expected, _("Correct the score at its source."))
    if on is None:
        expected, mend = (
            _("a date such as 9/18/2026"),
            _("Write the date as month/day/year."),
        )
        return Problem(line, "Observed At", day_cell, expected, mend)
    return complete(record, where, int(score), on)


def complete(record: Record, where: Columns, score: int, on: date) -> Observation | Problem:
    """The rating, once its score and its day are sound; it must name a teacher."""
    cells = record.cells
    employee, email = text(cells, where.employee), text(cells, where.email).lower()
    if not employee and not email:
        mend = _("Fill in the employee number or the e-mail address.")
        return Problem(record.line, "Employee Number", "", _("who was observed"), mend)
    return Observation(
        line=record.line,
        observation=text(cells, where.observation),
        employee_number=employee,
        email=email,
        name=text(cells, where.name),
        school=text(cells, where.school),
        kind=text(cells, where.kind),
        indicator=text(cells, where.indicator),
        score=score,
        observed_on=on,
        year=values.school_year(text(cells, where.term)) or values.school_year_of(on),
    )


def text(cells: list[str], place: int | None) -> str:
    """A cell without its padding; empty where the export has no such column."""
    return "" if place is None else cells[place].strip()
