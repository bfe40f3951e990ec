"""What a format hands on: rows that keep their line, cells to mend, reasons, and what the file says of itself.

A format is a generator of these rows. It never raises at the first bad cell: it collects, so that a clerk mends a
file once. What may be told of a whole file is added up in `data_imports.reading.summary`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class FileRefused(Exception):
    """The whole file cannot be used; the text is one sentence for the person who chose it."""


class Problem(NamedTuple):
    """A cell that keeps its row out: where, what was found, what was expected, how to mend.

    `school` is what the row says of its school, in a file of the whole district.
    """

    row: int
    column: str
    found: str
    expected: str
    mend: str
    school: str = ""


class Skipped(NamedTuple):
    """A row that was left out on purpose, and why; `school` as in a problem."""

    row: int
    reason: str
    school: str = ""


class Groups(NamedTuple):
    """Group membership as a file states it; None where it says nothing."""

    is_multilingual: bool | None = None
    has_iep: bool | None = None
    is_low_income: bool | None = None


class Score(NamedTuple):
    """One student's result on one measure on one day.

    `level` counts from 1, lowest first; `level_word` is the file's own word for it. `missing` says why there is no
    value. `section` is the class or teacher that the file names. Sittings of one day are numbered in the file's order.
    """

    line: int
    student: str
    grade: str
    school: str
    section: str
    measure: str
    year: str
    window: str
    taken_on: date
    sitting: int
    value: float | None
    level: int | None
    level_word: str
    is_met: bool | None
    missing: str
    is_baseline: bool
    is_most_recent: bool
    groups: Groups


class Observation(NamedTuple):
    """One indicator of one published classroom observation, or of an end-of-year summary."""

    line: int
    observation: str
    employee_number: str
    email: str
    name: str
    school: str
    kind: str
    indicator: str
    score: int
    observed_on: date
    year: str


class Place(NamedTuple):
    """A student's place: grade, and the team, teacher and course that a roster names; `leaves` takes it away."""

    line: int
    student: str
    grade: str
    school: str
    team: str
    teacher_email: str
    course: str
    groups: Groups
    leaves: bool = False


class SameStudent(NamedTuple):
    """Ids that one row gives together: (kind, column, id), the one by which its results are kept among them."""

    line: int
    student: str
    school: str
    ids: tuple[tuple[str, str, str], ...]


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


class Figure(NamedTuple):
    """A published number about a school, a district or the state: no person behind it is known here.

    `unit` is "school", "district" or "state"; `code` keeps its leading zeros. `share` is from 0 to 1. Where a value
    is None, `missing` has the publisher's reason (suppressed, not applicable).
    """

    line: int
    unit: str
    district: str
    code: str
    name: str
    measure: str
    group: str
    year: str
    n: int | None
    value: float | None
    share: float | None
    missing: str


class Measured(NamedTuple):
    """How many values a measure has, their mean (None where a mean means nothing), and the gaps."""

    n: int
    mean: float | None
    missing: int


class Statistic(NamedTuple):
    """A measure that a format has added up itself (survey questions, LEAP)."""

    name: str
    measured: Measured


class Scale(NamedTuple):
    """A measure's words, range, levels (lowest first) and the first level that counts as met (0: none does)."""

    measure: str
    title: str
    subject: str
    lowest: float
    highest: float
    levels: tuple[str, ...]
    met_from: int


class SurveyFacts(NamedTuple):
    """What a survey export says about itself."""

    responses: int
    first_on: date | None
    last_on: date | None


class Fact(NamedTuple):
    """Anything else that a file says of itself, for people who compare it with the report that they know."""

    name: str
    value: object


class RowsRead(NamedTuple):
    """How many rows the table holds, headers not counted."""

    rows: int


class Dropped(NamedTuple):
    """The columns of which nothing is kept."""

    columns: tuple[str, ...]


Kept = Score | Observation | Place | Finding | Figure | SameStudent
Row = Kept | Problem | Skipped | Statistic | Scale | SurveyFacts | Fact | Dropped | RowsRead


@dataclass(frozen=True, slots=True)
class Given:
    """What the person said beside the file; empty where the file is to say it.

    `asked` is how many people a survey was sent to (0: not said), `respondents` who they are. `elsewhere` has the names
    and codes, in lower case, of the schools that this import is not for: their rows are left out. `schools` is there
    for a file of the whole district: the keys of its schools by code and name, in lower case; 0 for a name that several
    of them bear.
    """

    year: str = ""
    window: str = ""
    asked: int = 0
    elsewhere: frozenset[str] = frozenset()
    schools: Mapping[str, int] | None = None
    respondents: str = ""

    def school_key(self, word: str) -> int | None:
        """The school that a code or name means: 0 where it may be several, None for none of the district."""
        known = self.schools or {}
        found = known.get(word.casefold())
        # spreadsheets take the zeros from the front of a code
        return known.get(word.lstrip("0")) if found is None and word.isdigit() else found

    def named(self, code: str, name: str) -> str:
        """What tells a row's school: its code where that is known, else its name, else the code."""
        return code if self.school_key(code) else name or code
