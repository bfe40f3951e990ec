"""The closed list of tables of a packet, suppressed already: all that charts ever see."""

from dataclasses import dataclass

from data_imports.privacy import LevelTable, Shown, ShownAverage


@dataclass(frozen=True)
class Provenance:
    """Where a table's numbers come from; counts are words that the profile allows."""

    files: tuple[str, ...]
    imported_on: str
    rows_used: str
    coverage: str


@dataclass(frozen=True)
class WindowLevels:
    """One window's groups by level."""

    window: str
    table: LevelTable


@dataclass(frozen=True)
class SubjectLevels:
    """Where students stand, by grade and window, on one measure."""

    key: str
    title: str
    windows: tuple[WindowLevels, ...]
    provenance: Provenance


@dataclass(frozen=True)
class Change:
    """One group's average at two windows, of the students tested in both."""

    before: ShownAverage
    after: ShownAverage


@dataclass(frozen=True)
class SubjectChange:
    """How the average moved between two windows, on one definition."""

    key: str
    title: str
    before: str
    after: str
    groups: tuple[Change, ...]
    total: Change | None
    provenance: Provenance


@dataclass(frozen=True)
class LeapMeans:
    """Means by indicator over enough teachers; `why_hidden` tells why there are none."""

    averages: tuple[ShownAverage, ...]
    why_hidden: str
    provenance: Provenance


@dataclass(frozen=True)
class QuestionShare:
    """A survey question's favourable share in bands."""

    question: str
    answered: str
    favourable: Shown
    mean: str


@dataclass(frozen=True)
class SurveyShares:
    """One survey's questions on a scale."""

    key: str
    title: str
    questions: tuple[QuestionShare, ...]
    provenance: Provenance


@dataclass(frozen=True)
class Evidence:
    """Everything that a packet may tell."""

    levels: tuple[SubjectLevels, ...]
    changes: tuple[SubjectChange, ...]
    leap: LeapMeans | None
    surveys: tuple[SurveyShares, ...]
    missing: tuple[str, ...]
