"""LEAP end-of-year summaries: one row a teacher, one column an indicator, professionalism included.

Measures are those of `leap_observations`. A blank is "not scored". P.7 is scored for formal teacher leaders only, so
where the file says who leads, another's P.7 has to be mended. Rating words are not kept: they follow from the scores.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _, gettext_lazy

from data_imports.formats.leap_observations import ALL, HIGHEST, LOWEST, statistics, text
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
)
from data_imports.reading.layout import SCHOOL_CODE
from data_imports.reading.summary import Sum
from data_imports.reading.tables import Record, Table

KEY = "leap_summary"
TITLE = gettext_lazy("LEAP end-of-year summary")
KIND = "End-of-year summary"
INDICATOR = re.compile(r"\s*(LE|I|P)\s*[.\-_ ]?\s*([1-8])(?!\d)", re.IGNORECASE)
LEAST = 6
FOR_LEADERS = "P.7"
NOT_SCORED = frozenset({"ns", "no score", "not scored", "not observed", "not rated"})


class Columns(NamedTuple):
    """Where each needed column stands."""

    employee: int | None
    email: int | None
    name: int | None
    school: int | None
    school_code: int | None
    year: int | None
    on: int | None
    leads: int | None
    overall: int | None
    indicators: dict[str, int]

    def used(self) -> list[int | None]:
        """The places of which something is kept."""
        own = [self.employee, self.email, self.name, self.school, self.school_code, self.year, self.on]
        return [*own, self.leads, self.overall, *self.indicators.values()]


def columns(table: Table) -> Columns:
    """The columns of a summary, by the names that districts use."""
    find = table.place
    return Columns(
        employee=find("Employee Number", "Teacher Employee Number", "Employee ID", "Employee #"),
        email=find("Teacher Email", "Email", "E-mail", "Email Address"),
        name=find("Teacher", "Teacher Name", "Educator", "Name", "Employee Name"),
        school=find("School", "School Name", *SCHOOL_CODE),
        school_code=find(*SCHOOL_CODE),
        year=find("School Year", "Year", "Term"),
        on=find("Completed On", "Conversation Date", "End-of-Year Conversation Date", "Finalized On", "Date"),
        leads=find("Formal Leader", "Formal Teacher Leader", "Teacher Leader", "Leader"),
        overall=find("Overall", "Overall Score", "Overall Average", "Overall Rating Score"),
        indicators=indicators(table),
    )


def indicators(table: Table) -> dict[str, int]:
    """Each indicator's column; of a score and its words, the one that holds numbers."""
    found = dict[str, tuple[int, int]]()
    for at, header in enumerate(table.header):
        if match := INDICATOR.match(header):
            numbers = sum(values.number(record.cells[at]) is not None for record in table.head)
            code = f"{match[1].upper()}.{match[2]}"
            if code in ALL and (code not in found or numbers > found[code][0]):
                found[code] = (numbers, at)
    return {code: found[code][1] for code in ALL if code in found}


def recognise(table: Table) -> float:
    """Who was rated, and several indicators side by side."""
    where = columns(table)
    is_named = where.employee is not None or where.email is not None or where.name is not None
    return 0.95 if is_named and len(where.indicators) >= LEAST else 0.0


def read(table: Table, given: Given) -> Iterator[Row]:
    """Every score, teacher by teacher; one cell to mend keeps the teacher's row waiting."""
    where = columns(table)
    if not where.indicators:
        raise FileRefused(_("A LEAP summary needs a column for each indicator, such as LE.1 or I.5."))
    sums, overall, seen, rows = defaultdict[str, Sum](Sum), Sum(), set[str](), 0
    for record in table.records:
        rows += 1
        found = summary(record, where, table, given, seen)
        if given.schools is not None:
            school = given.named(text(record.cells, where.school_code), text(record.cells, where.school))
            found = [row._replace(school=school) for row in found]
        yield from found
        scores = {row.indicator: float(row.score) for row in found if isinstance(row, Observation)}
        if scores:
            note(scores, where, sums)
            overall.take(values.number(text(record.cells, where.overall)))
    yield from statistics(sums, overall)
    yield Dropped(table.unused(where.used()))
    yield RowsRead(rows)
    yield Fact("teachers", len(seen))


def note(scores: dict[str, float], where: Columns, sums: dict[str, Sum]) -> None:
    """Add a teacher's scores; only leaders can miss what is for leaders."""
    for indicator in where.indicators:
        if indicator in scores or indicator != FOR_LEADERS:
            sums["leap.indicator_score"].take(scores.get(indicator))
            sums[f"leap.{indicator}"].take(scores.get(indicator))


Found = Observation | Problem | Skipped


def summary(record: Record, where: Columns, table: Table, given: Given, seen: set[str]) -> list[Found]:
    """One teacher's scores, or why there are none."""
    cells, line = record.cells, record.line
    if values.is_total(cells) or values.is_footnote(cells) or sum(bool(cell.strip()) for cell in cells) <= 1:
        return [Skipped(line, _("it is a total or a footnote"))]
    if text(cells, where.school).casefold() in given.elsewhere:
        return [Skipped(line, _("the row belongs to another school"))]
    who = next(filter(None, (text(cells, at) for at in (where.employee, where.email, where.name))), "")
    if not who:
        mend = _("Fill in the employee number or the e-mail address.")
        return [Problem(line, "Employee Number", "", _("who was observed"), mend)]
    if who in seen:
        mend = _("Remove the row that does not hold.")
        return [Problem(line, "Employee Number", who, _("one row for each teacher"), mend)]
    seen.add(who)
    found = [row for row in scored(record, where, table, when(record, where, given), who) if row is not None]
    problems: list[Found] = [row for row in found if isinstance(row, Problem)]
    return problems or found or [Skipped(line, _("no indicator is scored"))]


def when(record: Record, where: Columns, given: Given) -> tuple[str, date]:
    """The school year and the day; without a day, the end of that year's spring. Refuses a file without either."""
    said = text(record.cells, where.year)
    on = values.day(text(record.cells, where.on))
    year = values.school_year(said) or values.ending_year(said) or given.year
    year = year or (values.school_year_of(on) if on else "")
    if not year:
        raise FileRefused(_("This summary names no school year. Say which one it is for."))
    return year, on or date(int(year[:4]) + 1, 5, 31)


def scored(record: Record, where: Columns, table: Table, told: tuple[str, date], who: str) -> Iterator[Found]:
    """The scored indicators of one teacher."""
    cells, (year, on) = record.cells, told
    named = (text(cells, where.employee), text(cells, where.email).lower(), text(cells, where.name))
    leads = where.leads is None or values.yes(text(cells, where.leads)) is not False
    for indicator, at in where.indicators.items():
        cell = text(cells, at)
        if values.is_nothing(cell) or cell.lower() in NOT_SCORED:
            continue
        score = values.number(cell)
        if score is None or not LOWEST <= score <= HIGHEST or not score.is_integer():
            expected, mend = _("a whole number from 1 to 7, or blank"), _("Correct the score at its source.")
            yield Problem(record.line, table.header[at], cell, expected, mend)
        elif indicator == FOR_LEADERS and not leads:
            expected = _("no score, as the teacher is no formal leader")
            yield Problem(record.line, table.header[at], cell, expected, _("Clear the score or correct the role."))
        else:
            school = text(cells, where.school)
            yield Observation(
                record.line, f"{who} {year} {KIND}", *named, school, KIND, indicator, int(score), on, year
            )
