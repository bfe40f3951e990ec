"""LEAP classroom observations as the observation tool exports them: one row an indicator.

Measures: `leap.indicator_score` (1 to 7, published rows), `leap.overall` (one a published
observation) and `leap.<indicator>`. Drafts stay out, an exact repetition counts once, a blank
score is "not observed". The evidence text is never stored.
"""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _, gettext_lazy

from data_imports.reading import values
from data_imports.reading.contract import (
    FileRefused,
    Given,
    Observation,
    Problem,
    Reading,
    Skipped,
    measured,
)
from data_imports.reading.tables import Record, Table

KEY = "leap_observations"
TITLE = gettext_lazy("LEAP observations")
INDICATORS = tuple(f"LE.{n}" for n in range(1, 5)) + tuple(f"I.{n}" for n in range(1, 9))
PROFESSIONALISM = tuple(f"P.{n}" for n in range(1, 8))
LOWEST, HIGHEST = 1, 7


class Columns(NamedTuple):
    """Where each needed column stands."""

    observation: int | None
    employee: int | None
    email: int | None
    school: int | None
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
        school=find("School"),
        kind=find("Observation Type", "Type"),
        term=find("Term", "School Year"),
        observed=find("Observed At", "Observed On", "Observation Date"),
        published=find("Published", "Is Published"),
        indicator=find("Measurement", "Indicator"),
        score=find("Score"),
        overall=find("Overall Score"),
    )


def recognise(table: Table) -> float:
    """Long observation rows: an observation, an indicator, a score."""
    where = columns(table)
    needed = (where.observation, where.observed, where.indicator, where.score)
    if any(place is None for place in needed):
        return 0.0
    shown = {text(record.cells, where.indicator) for record in table.head}
    return 0.95 if shown & {*INDICATORS, *PROFESSIONALISM} else 0.3


def read(table: Table, given: Given) -> Reading:
    """Every published, scored indicator, in the order of the file."""
    where = columns(table)
    if None in (where.observation, where.observed, where.indicator, where.score):
        raise FileRefused(_("A LEAP export needs Observation ID, Observed At, Measurement, Score."))
    reading = Reading(KEY, dropped_columns=table.unused(where))
    overall: dict[str, float | None] = {}
    blanks: list[str] = []
    said: dict[tuple[str, str], str] = {}
    for record in distinct(table, reading):
        if (clash := contradicted(record, where, said)) is not None:
            reading.problems.append(clash)
        else:
            keep(record, where, reading, blanks)
        if is_published(record, where):
            name = text(record.cells, where.observation)
            overall.setdefault(name, values.number(text(record.cells, where.overall)))
    measure(reading, overall, blanks)
    return reading


def distinct(table: Table, reading: Reading) -> list[Record]:
    """The first of equal rows; the others are skipped with that reason."""
    seen: set[tuple[str, ...]] = set()
    kept: list[Record] = []
    for record in table.records:
        reading.rows_read += 1
        cells = tuple(record.cells)
        if cells in seen:
            reading.skipped.append(Skipped(record.line, _("the same row stands earlier")))
        else:
            seen.add(cells)
            kept.append(record)
    return kept


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


def keep(record: Record, where: Columns, reading: Reading, blanks: list[str]) -> None:
    """Put one row where it belongs."""
    indicator = text(record.cells, where.indicator)
    if not is_published(record, where):
        reading.skipped.append(Skipped(record.line, _("the observation is a draft")))
    elif values.is_nothing(text(record.cells, where.score)):
        blanks.append(indicator)
        reading.skipped.append(Skipped(record.line, _("not observed")))
    elif isinstance(row := observation(record, where), Problem):
        reading.problems.append(row)
    else:
        reading.observations.append(row)


def observation(record: Record, where: Columns) -> Observation | Problem:
    """One scored indicator, or the cell that keeps it out."""
    cells, line = record.cells, record.line
    name, indicator = text(cells, where.observation), text(cells, where.indicator)
    score_cell, day_cell = text(cells, where.score), text(cells, where.observed)
    score, on = values.number(score_cell), values.day(day_cell)
    if not name:
        return Problem(line, "Observation ID", "", _("an id"), _("Export the file again."))
    if indicator not in INDICATORS and indicator not in PROFESSIONALISM:
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
        school=text(cells, where.school),
        kind=text(cells, where.kind),
        indicator=text(cells, where.indicator),
        score=score,
        observed_on=on,
        year=values.school_year(text(cells, where.term)) or values.school_year_of(on),
    )


def measure(reading: Reading, overall: dict[str, float | None], blanks: list[str]) -> None:
    """Means over published rows; what was not observed is missing, never zero."""
    by_indicator: dict[str, list[float | None]] = defaultdict(list)
    for row in reading.observations:
        by_indicator[row.indicator].append(float(row.score))
    for indicator in blanks:
        by_indicator[indicator].append(None)
    everything = [score for scores in by_indicator.values() for score in scores]
    reading.measures["leap.indicator_score"] = measured(everything)
    reading.measures["leap.overall"] = measured(overall.values())
    for indicator in (*INDICATORS, *PROFESSIONALISM):
        if indicator in by_indicator:
            reading.measures[f"leap.{indicator}"] = measured(by_indicator[indicator])


def text(cells: list[str], place: int | None) -> str:
    """A cell without its padding; empty where the export has no such column."""
    return "" if place is None else cells[place].strip()
