"""Where rows come from, and what storing them does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from data_imports.merging import Constants, Counts, Staging
from data_imports.reading.contract import Given
from teams.models import School

Rows = Iterator[tuple[tuple[Any, ...], list[tuple[str, Any, Any]]]]


class Source(NamedTuple):
    """The school that rows belong to, the day, and what the person said. `upload_id` is None for a look ahead."""

    school: School
    on: date
    given: Given
    upload_id: int | None = None

    @property
    def constants(self) -> Constants:
        """What is the same for all rows of one import."""
        return {"school_id": self.school.pk, "upload_id": self.upload_id}

    @property
    def year(self) -> str:
        """The school year that the person said, else that of the day."""
        begins = self.on.year if self.on.month >= 7 else self.on.year - 1
        return self.given.year or f"{begins}-{(begins + 1) % 100:02d}"


class Difference(NamedTuple):
    """One column of one stored row that a file would change; `about` tells which row, naming no person."""

    about: str
    column: str
    before: Any
    after: Any


NOTHING = Counts()
MOST_SHOWN = 12


def differences(staged: Staging, constants: Constants, context: Sequence[str], names: Sequence[str]) -> Rows:
    """The first changed rows of a staging: what the row has in `context`, and (name, before, after) of each change."""
    here = len(context)
    for row in staged.differences(constants, (*context, *names), MOST_SHOWN):
        old, new = row[::2], row[1::2]
        changes = zip(names, old[here:], new[here:], strict=True)
        yield old[:here], [change for change in changes if change[1] != change[2]]


@dataclass(frozen=True)
class Stored:
    """Rows by what becomes of them.

    `unmatched`: how many name a person or team whom nobody knows. `weighed` of `had` stored results would change in
    what was reached or go. `differences`: the first of the changes.
    """

    counts: Counts = NOTHING
    unmatched: int = 0
    weighed: int = 0
    had: int = 0
    differences: list[Difference] = field(default_factory=list)

    def plus(self, other: "Stored") -> "Stored":
        """Both together."""
        return Stored(
            self.counts.plus(other.counts),
            self.unmatched + other.unmatched,
            self.weighed + other.weighed,
            self.had + other.had,
            [*self.differences, *other.differences],
        )
