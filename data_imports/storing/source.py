"""Where rows come from, and what storing them does."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from data_imports.merging import Constants, Counts
from data_imports.reading.contract import Given
from teams.models import School


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
    """One column of one stored row that a file would change."""

    line: int | None
    column: str
    before: Any
    after: Any


NOTHING = Counts()


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
