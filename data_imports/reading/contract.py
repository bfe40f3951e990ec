"""What a format hands on: rows that keep their line, problems that can be mended, reasons.

A format never raises at the first bad cell. It collects, so that a clerk mends a file once.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class FileRefused(Exception):
    """The whole file cannot be used; the text is one sentence for the person who chose it."""


class Problem(NamedTuple):
    """A cell that keeps its row out: where, what was found, what was expected, how to mend."""

    row: int
    column: str
    found: str
    expected: str
    mend: str


class Skipped(NamedTuple):
    """A row that was left out on purpose, and why."""

    row: int
    reason: str


class Groups(NamedTuple):
    """Group membership as a file states it; None where it says nothing."""

    is_multilingual: bool | None = None
    has_iep: bool | None = None
    is_low_income: bool | None = None


class Score(NamedTuple):
    """One student's result on one measure on one day."""

    line: int
    student: str
    grade: str
    school: str
    teacher: str
    measure: str
    year: str
    window: str
    taken_on: date
    value: float | None
    level: int | None
    is_met: bool | None
    missing: str
    is_baseline: bool
    is_most_recent: bool
    groups: Groups


class Observation(NamedTuple):
    """One indicator of one published classroom observation."""

    line: int
    observation: str
    employee_number: str
    email: str
    school: str
    kind: str
    indicator: str
    score: int
    observed_on: date
    year: str


class Place(NamedTuple):
    """A student's place: grade, and the team, teacher and course that a roster names."""

    line: int
    student: str
    grade: str
    school: str
    team: str
    teacher_email: str
    course: str
    groups: Groups


class Finding(NamedTuple):
    """A closed question's counts. `mean` is on the question's own scale; favourable is a count."""

    position: int
    question: str
    kind: str
    answered: int
    missing: int
    counts: tuple[tuple[str, int], ...]
    mean: float | None
    favourable: int | None


class Measured(NamedTuple):
    """How many values a measure has, their mean (None where a mean means nothing), and the gaps."""

    n: int
    mean: float | None
    missing: int


class ScaleFacts(NamedTuple):
    """A measure's words, range, levels (lowest first) and the first level that counts as met."""

    title: str
    subject: str
    lowest: float
    highest: float
    levels: tuple[str, ...]
    met_from: int


class Given(NamedTuple):
    """What the person said beside the file; empty where the file is to say it."""

    year: str = ""
    window: str = ""


@dataclass(frozen=True, slots=True)
class SurveyFacts:
    """What a survey export says about itself."""

    responses: int
    first_on: date | None
    last_on: date | None


@dataclass(slots=True)
class Reading:
    """Everything a format understood of one file."""

    format: str
    rows_read: int = 0
    scores: list[Score] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    survey: SurveyFacts | None = None
    problems: list[Problem] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    measures: dict[str, Measured] = field(default_factory=dict)
    scales: dict[str, ScaleFacts] = field(default_factory=dict)
    dropped_columns: tuple[str, ...] = ()
    sample: tuple[tuple[str, ...], ...] = ()

    @property
    def rejected(self) -> int:
        """Rows kept out by at least one problem."""
        return len({problem.row for problem in self.problems})

    @property
    def rows_kept(self) -> int:
        """Rows that will be stored or counted."""
        return self.rows_read - self.rejected - len(self.skipped)

    def skipped_reasons(self) -> list[tuple[str, int]]:
        """Reasons with how many rows each took, the most frequent first."""
        return Counter(skipped.reason for skipped in self.skipped).most_common()

    def school_names(self) -> frozenset[str]:
        """The schools that kept rows name."""
        rows: Iterable[Score | Observation | Place] = (
            *self.scores,
            *self.observations,
            *self.places,
        )
        return frozenset(row.school for row in rows if row.school)


def measured(values: Iterable[float | None]) -> Measured:
    """Count, mean and gaps of a column of values."""
    everything = list(values)
    known = [value for value in everything if value is not None]
    mean = sum(known) / len(known) if known else None
    return Measured(len(known), mean, len(everything) - len(known))
