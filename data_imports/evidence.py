"""The closed list of tables of a packet, suppressed already: all that charts ever see."""

from dataclasses import dataclass
from typing import NamedTuple

from data_imports.privacy import Shown, ShownCell


@dataclass(frozen=True)
class Provenance:
    """Where a table's numbers come from; counts are words that the profile allows."""

    files: tuple[str, ...]
    imported_on: str = ""
    rows_used: str = ""
    rows_dropped: str = ""
    coverage: str = ""
    answered: str = ""


class Line(NamedTuple):
    """A row of a table: its name in the reader's words, and its cell (None: nobody was tested)."""

    label: str
    cell: ShownCell | None

    @property
    def is_hidden(self) -> bool:
        """Whether the row is hidden to protect privacy."""
        return self.cell is not None and self.cell.is_hidden

    @property
    def is_shown(self) -> bool:
        """Whether the row has numbers."""
        return self.cell is not None and not self.cell.is_hidden


class Table(NamedTuple):
    """Rows and, where it may be told and says more than they do, their total."""

    lines: tuple[Line, ...]
    total: Line | None

    @property
    def everything(self) -> tuple[Line, ...]:
        """All rows, the total last."""
        return (*self.lines, self.total) if self.total else self.lines


@dataclass(frozen=True)
class Subject:
    """What a table is about: its measure, and `title`, a name that gives no finding away."""

    key: str
    measure: str
    title: str
    provenance: Provenance
    is_provisional: bool = False


class WindowTable(NamedTuple):
    """One window's rows."""

    window: str
    table: Table


@dataclass(frozen=True)
class Achievement:
    """Not yet and met on one measure, window by window; `by` is grade, team or group.

    `levels` are the names of its levels, lowest first; those from `met_from` on (from 1) are met.
    """

    subject: Subject
    by: str
    windows: tuple[WindowTable, ...]
    levels: tuple[str, ...] = ()
    met_from: int = 1


@dataclass(frozen=True)
class Change:
    """Average scores at two windows, of students tested in both: each cell has two figures."""

    subject: Subject
    before: str
    after: str
    table: Table


@dataclass(frozen=True)
class Figures:
    """One figure a grade in one window: median growth percentiles, or average attendance."""

    subject: Subject
    window: str
    table: Table


class Target(NamedTuple):
    """A line "target 60%, now 52%"; `reached` is None where now is hidden."""

    goal: str
    metric: str
    by_day: str
    expected: str
    expected_percent: float
    now: Shown


@dataclass(frozen=True)
class Targets:
    """What the improvement plan expects, beside where students are."""

    subject: Subject
    lines: tuple[Target, ...]


@dataclass(frozen=True)
class Objectives:
    """Student learning objectives by how prepared their students began: not yet, prepared."""

    subject: Subject
    cell: ShownCell


@dataclass(frozen=True)
class LeapMeans:
    """Means by indicator over enough teachers; `why_hidden` tells why there are none."""

    subject: Subject
    lines: tuple[Line, ...]
    why_hidden: str


@dataclass(frozen=True)
class QuestionShare:
    """A survey question's favourable share in bands."""

    question: str
    answered: str
    favourable: Shown
    mean: str


def survey_chart(survey: str) -> str:
    """The key of a survey's chart in a packet."""
    return f"survey-{survey[:8]}"


@dataclass(frozen=True)
class SurveyShares:
    """One survey's questions on a scale."""

    subject: Subject
    questions: tuple[QuestionShare, ...]


@dataclass(frozen=True)
class Evidence:
    """Everything that a packet may tell."""

    achievement: tuple[Achievement, ...] = ()
    changes: tuple[Change, ...] = ()
    growth: tuple[Figures, ...] = ()
    attendance: tuple[Figures, ...] = ()
    targets: Targets | None = None
    objectives: Objectives | None = None
    leap: LeapMeans | None = None
    surveys: tuple[SurveyShares, ...] = ()
    missing: tuple[str, ...] = ()
