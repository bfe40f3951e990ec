"""What is told of a whole file: added up row by row, so that no file is ever held in memory."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Any

from data_imports.reading.contract import (
    Dropped,
    Fact,
    Figure,
    Finding,
    Kept,
    Measured,
    Observation,
    Place,
    Problem,
    Row,
    RowsRead,
    Scale,
    Score,
    Skipped,
    Statistic,
    SurveyFacts,
)

MOST_PROBLEMS = 10_000
MOST_SKIPPED = 1_000


@dataclass(slots=True)
class Sum:
    """A measure so far; medians are for growth percentiles, which are never averaged."""

    n: int = 0
    total: float = 0.0
    missing: int = 0
    values: Counter[float] | None = None

    def take(self, value: float | None) -> None:
        if value is None:
            self.missing += 1
            return
        self.n += 1
        self.total += value
        if self.values is not None:
            self.values[value] += 1

    def measured(self) -> Measured:
        mean = self.total / self.n if self.n and self.values is None else None
        return Measured(self.n, mean, self.missing)

    def median(self) -> float | None:
        return median(self.values.elements()) if self.values else None


@dataclass(slots=True)
class Part:
    """What a file of the whole district has of one school: rows left out and rejected, and what it covers.

    `covers` has (measure, window); the measure is empty for what the kind of file says: a roster, LEAP.
    """

    skipped: int = 0
    rejected: int = 0
    covers: set[tuple[str, str]] = field(default_factory=set)


@dataclass(slots=True)
class Reading:
    """Everything that may be told of one file before it is matched with anything.

    `problems` and `skipped` keep the first of many; `rejected` and `left_out` count all. `to_mend` has the header and
    the rejected rows as they stand in the file. `parts` is filled for a file of the whole district, by school.
    """

    format: str
    rows_read: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    rejected_lines: set[int] = field(default_factory=set)
    statistics: dict[str, Measured] = field(default_factory=dict)
    sums: dict[str, Sum] = field(default_factory=dict)
    scales: dict[str, Scale] = field(default_factory=dict)
    levels: Counter[tuple[str, str]] = field(default_factory=Counter)
    grades: Counter[str] = field(default_factory=Counter)
    schools: Counter[str] = field(default_factory=Counter)
    years: Counter[str] = field(default_factory=Counter)
    windows: Counter[str] = field(default_factory=Counter)
    covers: set[tuple[str, str]] = field(default_factory=set)
    sections: Counter[str] = field(default_factory=Counter)
    students: set[int] = field(default_factory=set)
    survey: SurveyFacts | None = None
    questions: list[str] = field(default_factory=list)
    dropped_columns: tuple[str, ...] = ()
    told: dict[str, Any] = field(default_factory=dict)
    sample: tuple[tuple[str, ...], ...] = ()
    to_mend: list[tuple[str, ...]] = field(default_factory=list)
    parts: dict[int, Part] = field(default_factory=dict)

    def take(self, row: Row) -> Kept | None:
        """Note a row; what is to be stored comes back."""
        note = _NOTES.get(type(row))
        if note is not None:
            note(self, row)
        if isinstance(row, Kept):
            self.kinds[type(row).__name__] += 1
            return row
        return None

    def doubt(self, problems: Sequence[Problem]) -> None:
        """Note cells to mend that keep no row out."""
        self.problems += problems[: max(0, MOST_PROBLEMS - len(self.problems))]

    @property
    def rejected(self) -> int:
        """Rows kept out by at least one problem."""
        return len(self.rejected_lines)

    @property
    def left_out(self) -> int:
        """Rows left out on purpose."""
        return self.reasons.total()

    @property
    def rows_kept(self) -> int:
        """Rows that will be stored or counted."""
        return self.rows_read - self.rejected - self.left_out

    @property
    def measures(self) -> dict[str, Measured]:
        """Values, means and gaps by measure."""
        return {name: found.measured() for name, found in self.sums.items()} | self.statistics

    def skipped_reasons(self) -> list[tuple[str, int]]:
        """Reasons with how many rows each took, the most frequent first."""
        return self.reasons.most_common()

    def school_names(self) -> frozenset[str]:
        """The schools that kept rows name."""
        return frozenset(self.schools)

    def facts(self) -> dict[str, Any]:
        """What the file says of itself: the shape that `import_file --json` promises."""
        by_measure: dict[str, dict[str, int]] = {}
        for (measure, word), n in sorted(self.levels.items()):
            by_measure.setdefault(measure, {})[word] = n
        medians = {name: found.median() for name, found in self.sums.items() if found.values is not None}
        return {
            "students": len(self.students),
            "levels": by_measure,
            "grades": dict(sorted(self.grades.items())),
            "schools": dict(sorted(self.schools.items())),
            "windows": dict(sorted(self.windows.items())),
            "dropped_columns": list(self.dropped_columns),
            "median_growth": medians,
            **{name: str(value) if isinstance(value, date) else value for name, value in self.told.items()},
        }


def _score(reading: Reading, row: Score) -> None:
    found = reading.sums.get(row.measure)
    if found is None:
        found = reading.sums[row.measure] = Sum(values=Counter() if row.measure.endswith(".sgp") else None)
    found.take(row.value)
    reading.students.add(hash(row.student))
    reading.grades[row.grade] += 1
    reading.years[row.year] += 1
    reading.windows[row.window] += 1
    reading.covers.add((row.measure, row.window))
    if row.level_word:
        reading.levels[row.measure, row.level_word] += 1
    if row.school:
        reading.schools[row.school] += 1
    if row.section:
        reading.sections[row.section] += 1


def _place(reading: Reading, row: Place) -> None:
    reading.students.add(hash(row.student))
    reading.grades[row.grade] += 1
    if row.school:
        reading.schools[row.school] += 1


def _observation(reading: Reading, row: Observation) -> None:
    reading.years[row.year] += 1
    reading.told["last_day"] = max(row.observed_on, reading.told.get("last_day", row.observed_on))
    if row.school:
        reading.schools[row.school] += 1


def _finding(reading: Reading, row: Finding) -> None:
    reading.questions.append(row.question)


def _figure(reading: Reading, row: Figure) -> None:
    if row.unit == "school":
        found = reading.sums.setdefault(row.measure, Sum())
        found.take(row.value if row.value is not None else row.share)
    reading.levels["unit", row.unit] += 1
    if row.year:
        reading.years[row.year] += 1


def _problem(reading: Reading, row: Problem) -> None:
    reading.rejected_lines.add(row.row)
    if len(reading.problems) < MOST_PROBLEMS:
        reading.problems.append(row)


def _skipped(reading: Reading, row: Skipped) -> None:
    reading.reasons[row.reason] += 1
    if len(reading.skipped) < MOST_SKIPPED:
        reading.skipped.append(row)


def _scale(reading: Reading, row: Scale) -> None:
    reading.scales[row.measure] = row


def _statistic(reading: Reading, row: Statistic) -> None:
    reading.statistics[row.name] = row.measured


def _survey(reading: Reading, row: SurveyFacts) -> None:
    reading.survey = row


def _fact(reading: Reading, row: Fact) -> None:
    reading.told[row.name] = row.value


def _dropped(reading: Reading, row: Dropped) -> None:
    reading.dropped_columns = row.columns


def _rows_read(reading: Reading, row: RowsRead) -> None:
    reading.rows_read += row.rows


_NOTES: dict[type, Any] = {
    Score: _score,
    Place: _place,
    Observation: _observation,
    Finding: _finding,
    Figure: _figure,
    Problem: _problem,
    Skipped: _skipped,
    Scale: _scale,
    Statistic: _statistic,
    SurveyFacts: _survey,
    Fact: _fact,
    Dropped: _dropped,
    RowsRead: _rows_read,
}


@dataclass(slots=True)
class Collected:
    """A small file's reading together with its rows, by kind; for those who look closer."""

    reading: Reading
    rows: list[Kept]

    def of(self, kind: type) -> list[Any]:
        return [row for row in self.rows if isinstance(row, kind)]


def measured(values: Iterable[float | None]) -> Measured:
    """Count, mean and gaps of a column of values."""
    found = Sum()
    for value in values:
        found.take(value)
    return found.measured()


def taken(reading: Reading, rows: Iterable[Row]) -> Iterator[Kept]:
    """The rows to store, each noted in `reading` as it passes."""
    for row in rows:
        if (kept := reading.take(row)) is not None:
            yield kept
