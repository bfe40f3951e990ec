"""The rows that come of a table and its layout."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from data_imports.reading import values
from data_imports.reading.contract import (
    Dropped,
    Fact,
    FileRefused,
    Given,
    Groups,
    Problem,
    Row,
    RowsRead,
    Scale,
    Score,
    Skipped,
)
from data_imports.reading.ids import IdColumns
from data_imports.reading.layout.shape import Cells, Layout, Measure
from data_imports.reading.summary import Sum
from data_imports.reading.tables import Record, Table

DIGIT = re.compile(r"\d")
MOST_KNOWN = 20_000
YES = frozenset({"Y", "YES", "TRUE", "1", "T"})
NO_GROUPS = Groups()


class Placed(NamedTuple):
    """A measure with the places of its columns in one table."""

    measure: Measure
    score: int
    level: int | None
    taken_on: int | None
    only: int | None
    pattern: re.Pattern[str] | None
    steps: dict[str, int]


class When(NamedTuple):
    """The school year, the window and the day of a row."""

    year: str
    window: str
    day: date


Found = Score | Problem | Skipped


def read(layout: Layout, table: Table, given: Given, note: Callable[[Cells], None] | None = None) -> Iterator[Row]:
    """Every result of a table, in the order of the file; then scales, and what was dropped.

    `note` sees every record, for what a format tells of the file beside its rows.
    """
    bound = Bound(layout, table, given)
    count, seen, sittings, measured, ids = 0, set[int](), dict[int, int](), set[str](), bound.ids
    for record in table.records:
        count += 1
        bound.told.cells = bound.cell.cells = record.cells
        if note is not None:
            note(bound.cell)
        apart = bound.apart(record)
        rows = bound.rows(record) if given.schools is None else bound.rows_of_school(record)
        found = [_numbered(row, apart, seen, sittings) if isinstance(row, Score) else row for row in rows]
        for row in found if len(found) == 1 else _left_out_once(found):
            if isinstance(row, Score):
                measured.add(row.measure)
            yield row
        if ids and isinstance(rows[0], Score) and (same := ids.same(record.line, record.cells, rows[0].school)):
            yield same
    for one in {placed.measure.key: placed.measure for placed in bound.measures}.values():
        if one.key in measured:
            yield Scale(one.key, str(one.title), one.subject, one.lowest, one.highest, tuple(one.levels), one.met_from)
    yield Fact("id_column", table.header[bound.student])
    yield Dropped(table.unused(bound.used()))
    yield RowsRead(count)


def _left_out_once(found: list[Found]) -> list[Found]:
    """Of several measures of a record: it is left out once, and only where nothing of it is kept."""
    return [row for row in found if not isinstance(row, Skipped)] or found[:1]


def summed(rows: Iterable[Row], ending: str, mean: str) -> Iterator[Row]:
    """The rows; then, of all measures with this ending together, how many have a score, and the mean by its name."""
    found = Sum()
    for row in rows:
        if isinstance(row, Score) and row.measure.endswith(ending):
            found.take(row.value)
        yield row
    yield Fact("scored_rows", found.n)
    yield Fact(mean, round(found.total / found.n, 2) if found.n else None)


def _numbered(row: Score, apart: str, seen: set[int], sittings: dict[int, int]) -> Score | Skipped:
    """A row that says the same twice counts once; two sittings of one day are told apart."""
    told = hash((row[1:], apart)) if apart else hash(row[1:])
    if told in seen:
        return Skipped(row.line, _("the same row stands earlier in the file"), row.school)
    seen.add(told)
    sitting = hash((row.student, row.measure, row.year, row.window, row.taken_on))
    number = sittings[sitting] = sittings.get(sitting, 0) + 1
    return row if number == 1 else row._replace(sitting=number)


class Bound:
    """A layout bound to one table: names are looked up once, rows are read by place."""

    def __init__(self, layout: Layout, table: Table, given: Given) -> None:
        self.layout, self.table, self.given = layout, table, given
        self.cell, self.told, self.known = Cells(table), Cells(table), dict[tuple[str, ...], When]()
        self.filled = {at for record in table.head for at, cell in enumerate(record.cells) if cell.strip()}
        find, student = self._find, self._find(*layout.student)
        self.taken_on = find(*layout.taken_on)
        self.grade, self.section = find(*layout.grade), find(*layout.section)
        self.school, self.school_code = find(*layout.school), None
        if given.schools is not None:
            self.school = find(*(name for name in layout.school if name not in layout.school_code))
            self.school_code = find(*layout.school_code)
        self.year, self.window, self.why = find(*layout.year), find(*layout.window), find(*layout.why)
        self.told_apart = find(*layout.apart)
        self.baseline, self.recent = find(*layout.baseline), find(*layout.recent)
        self.groups = (find(*layout.multilingual), find(*layout.iep), find(*layout.low_income))
        self.measures = [placed for one in layout.measures if (placed := self._placed(one)) is not None]
        if student is None or not self.measures:
            raise FileRefused(self._lacks(student))
        self.student, self.ids = student, IdColumns(table, student)

    def _find(self, *names: str) -> int | None:
        """The first of these columns that holds anything, else the first that is there."""
        places = [at for name in names if (at := self.table.place(name)) is not None]
        return next((at for at in places if at in self.filled), places[0] if places else None)

    def _placed(self, measure: Measure) -> Placed | None:
        """The measure where the table has its score, and the column that it depends on."""
        find = self._find
        score, only, pattern = find(*measure.score), None, None
        if measure.only is not None:
            only, pattern = find(*measure.only[0]), re.compile(measure.only[1], re.IGNORECASE)
        if score is None or (measure.only is not None and only is None):
            return None
        level, on = find(*measure.level), find(*measure.taken_on)
        return Placed(measure, score, level, on, only, pattern, measure.steps)

    def _lacks(self, student: int | None) -> str:
        if student is None:
            return _("There is no column with student ids. We looked for: %(names)s.") % {
                "names": ", ".join(self.layout.student)
            }
        scores = dict.fromkeys(name for measure in self.layout.measures for name in measure.score)
        return _("There is no column with scores. We looked for: %(names)s.") % {"names": ", ".join(scores)}

    def apart(self, record: Record) -> str:
        """What tells a record from another that is alike."""
        return "" if self.told_apart is None else record.cells[self.told_apart]

    def used(self) -> list[int | None]:
        """The places of which something is kept, or that decide what is."""
        own = [self.student, self.taken_on, self.grade, self.school, self.school_code, self.section]
        own += [self.year, self.window, self.why, *self.ids.places]
        for one in self.measures:
            own += [one.score, one.level, one.taken_on, one.only]
        return [*own, self.told_apart, self.baseline, self.recent, *self.groups, *self.told.places.values()]

    def school_of(self, cells: list[str]) -> str:
        """What tells the school of a record, in a file of the whole district."""
        return self.given.named(text(cells, self.school_code), text(cells, self.school))

    def rows_of_school(self, record: Record) -> list[Found]:
        """`rows`; what is left out or rejected says its school too."""
        school = self.school_of(record.cells)
        return [row if isinstance(row, Score) else row._replace(school=school) for row in self.rows(record)]

    def rows(self, record: Record) -> list[Found]:
        """The scores of one record; with one cell to mend the whole record waits for it."""
        cells = record.cells
        kept_out = self._kept_out(record)
        if kept_out is not None:
            return [kept_out]
        found = [self._result(record, placed) for placed in self.measures if _is_meant(placed, cells)]
        results = [row for row in found if row is not None]
        problems: list[Found] = [row for row in results if isinstance(row, Problem)]
        if problems:
            return problems
        return results or [Skipped(record.line, _("the row holds no result"))]

    def _kept_out(self, record: Record) -> Problem | Skipped | None:
        """Why a record as a whole holds no result."""
        cells = record.cells
        student = cells[self.student]
        if DIGIT.search(student) is None:
            if values.is_total(cells) or values.is_footnote(cells):
                return Skipped(record.line, _("it is a total or a footnote"))
            if values.is_nothing(student):
                column = self.table.header[self.student]
                return Problem(record.line, column, student.strip(), _("a student id"), _("Fill in the id."))
        if self.given.elsewhere and text(cells, self.school).casefold() in self.given.elsewhere:
            return Skipped(record.line, _("the row belongs to another school"))
        if self.layout.leave_out is not None:
            reason = self.layout.leave_out(self.told)
            return Skipped(record.line, reason) if reason else None
        return None

    def _result(self, record: Record, placed: Placed) -> Found | None:
        """One measure of a record; None where a wide file has nothing in this season."""
        cells, measure = record.cells, placed.measure
        score, word = text(cells, placed.score), text(cells, placed.level)
        value = self.layout.number_of(score)
        if value is None and measure.is_absent_if_blank and values.is_nothing(score) and values.is_nothing(word):
            return None
        missing = ""
        if value is None:
            missing = self._why(cells, score, word)
        if (value is None and not missing) or (value is not None and not measure.lowest <= value <= measure.highest):
            return self._no_score(record, placed, score)
        level = placed.steps.get(word.lower()) if word else None
        if level is None and value is not None and measure.levels and not values.is_nothing(word):
            return self._no_level(record, placed, word)
        level = level or None
        when = self._when(record, placed)
        if isinstance(when, Problem | Skipped):
            return when
        return self._score(record, measure, when, value, level, word, missing)

    def _why(self, cells: list[str], score: str, word: str) -> str:
        """Why there is no score: what the file says about it, else what stands in its place; "" for no reason."""
        told = self.layout.reason(self.told) if self.layout.reason is not None else text(cells, self.why)
        if told and not values.is_nothing(told):
            return told
        reason = self.layout.missing_of(score)
        if reason and word and not values.is_nothing(word):
            return word
        return reason

    def _score(
        self, record: Record, measure: Measure, when: When, value: float | None, level: int | None, word: str,
        missing: str,
    ) -> Score:  # fmt: skip
        cells = record.cells
        return Score(
            record.line,
            values.student_id(cells[self.student]),
            self.layout.grade_of(text(cells, self.grade)),
            text(cells, self.school) if self.given.schools is None else self.school_of(cells),
            text(cells, self.section),
            measure.key,
            when.year,
            when.window,
            when.day,
            1,
            value,
            level,
            word,
            level >= measure.met_from if level is not None and measure.met_from else None,
            missing,
            text(cells, self.baseline).upper() in YES,
            text(cells, self.recent).upper() in YES,
            self._groups(cells),
        )

    def _groups(self, cells: list[str]) -> Groups:
        multilingual, iep, low_income = self.groups
        if multilingual is None and iep is None and low_income is None:
            return NO_GROUPS
        of = self.layout.group_of
        return Groups(of(text(cells, multilingual)), of(text(cells, iep)), of(text(cells, low_income)))

    def _when(self, record: Record, placed: Placed) -> When | Problem | Skipped:
        """The day of the test, or the window's, where the file has no day."""
        cells = record.cells
        place = placed.taken_on if placed.taken_on is not None else self.taken_on
        told = (text(cells, place), text(cells, self.year), text(cells, self.window), placed.measure.window)
        if (when := self.known.get(told)) is not None:
            return when
        found = self._worked_out(record, place, told)
        if isinstance(found, When):
            if len(self.known) > MOST_KNOWN:
                self.known.clear()
            self.known[told] = found
        return found

    def _worked_out(self, record: Record, place: int | None, told: tuple[str, ...]) -> When | Problem | Skipped:
        cell, year, window, always = told
        window = always or self.layout.window_of(window) or self.given.window
        year = self.layout.year_of(year) or self.given.year
        is_blank = values.is_nothing(cell)
        day = None if is_blank else self.layout.day_of(cell)
        if day is not None:
            return When(year or values.school_year_of(day), window or values.window_of(day), day)
        if is_blank and self.layout.undated and place is not None:
            return Skipped(record.line, str(self.layout.undated))
        window = window or self.layout.season
        if is_blank and window and year:
            return When(year, window, values.window_day(year, window))
        if place is None or place not in self.filled:
            raise FileRefused(_("This file has no test dates. Say which school year and window it is for."))
        expected, mend = _("a date such as 9/15/2026"), _("Write the date as month/day/year.")
        return Problem(record.line, self.table.header[place], cell, expected, mend)

    def _no_score(self, record: Record, placed: Placed, found: str) -> Problem:
        measure = placed.measure
        expected = _("a score from %(lowest)g to %(highest)g") % {"lowest": measure.lowest, "highest": measure.highest}
        return Problem(
            record.line, self.table.header[placed.score], found, expected, _("Correct the cell or export again.")
        )

    def _no_level(self, record: Record, placed: Placed, found: str) -> Problem:
        expected = _("a level such as %(level)s") % {"level": placed.measure.levels[-1]}
        return Problem(
            record.line, self.table.header[placed.level or 0], found, expected, _("Use one of the test's own levels.")
        )


def _is_meant(placed: Placed, cells: list[str]) -> bool:
    """Whether a record is about this measure."""
    if placed.only is None or placed.pattern is None:
        return True
    return placed.pattern.search(cells[placed.only]) is not None


def text(cells: list[str], place: int | None) -> str:
    """A cell without its padding; empty where the table has no such column."""
    return "" if place is None else cells[place].strip()
