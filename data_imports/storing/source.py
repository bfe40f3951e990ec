"""Where rows come from, and what storing them does."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet

from data_imports.merging import Constants, Counts, Merge, Staging
from data_imports.reading.contract import Given
from teams.models import School

Rows = Iterator[tuple[tuple[Any, ...], list[tuple[str, Any, Any]]]]


class Source(NamedTuple):
    """The school that rows belong to, the day, and what the person said. `upload_id` is None for a look ahead.

    Without a school the rows are of the whole district, and each says its own.
    """

    school: School | None
    on: date
    given: Given
    upload_id: int | None = None

    @property
    def constants(self) -> Constants:
        """What is the same for all rows of one import."""
        own = {} if self.school is None else {"school_id": self.school.pk}
        return own | {"upload_id": self.upload_id}

    @property
    def schools(self) -> QuerySet[School]:
        """The schools that rows may belong to."""
        return School.objects.all() if self.school is None else School.objects.filter(pk=self.school.pk)

    def school_key(self, word: str) -> int:
        """The school of a row that says `word`; rows of unknown schools do not come this far."""
        return self.school.pk if self.school is not None else self.given.school_key(word) or 0

    def own(self, word: str) -> tuple[int, ...]:
        """What a staged row has of its school: nothing where all are of one."""
        return () if self.school is not None else (self.school_key(word),)

    def merge(self, into: Merge) -> Merge:
        """How rows of one kind are merged: all of one school, or each with its own."""
        return into if self.school is not None else into.by_school

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


class Share(NamedTuple):
    """What becomes of one school's rows, and how many `weighed` of those that it `had` would change or go."""

    counts: Counts = Counts()
    weighed: int = 0
    had: int = 0

    def plus(self, other: "Share") -> "Share":
        """Both together."""
        return Share(self.counts.plus(other.counts), self.weighed + other.weighed, self.had + other.had)


NOTHING = Counts()
MOST_SHOWN = 12


def differences(staged: Staging, constants: Constants, context: Sequence[str], names: Sequence[str]) -> Rows:
    """The first changed rows of a staging: what the row has in `context`, and (name, before, after) of each change."""
    here = len(context)
    for row in staged.differences(constants, (*context, *names), MOST_SHOWN):
        old, new = row[::2], row[1::2]
        changes = zip(names, old[here:], new[here:], strict=True)
        yield old[:here], [change for change in changes if change[1] != change[2]]


def together(one: Mapping[int, Share], other: Mapping[int, Share]) -> dict[int, Share]:
    """The shares of every school in two parts of a file."""
    return {key: one.get(key, Share()).plus(other.get(key, Share())) for key in [*one, *(other.keys() - one.keys())]}


def shares(counts: Mapping[int, Counts], weighed: Mapping[int, int], had: Mapping[int, int]) -> dict[int, Share]:
    """What becomes of each school's rows; schools that lose or change rows without any in the file are there too."""
    schools = [*counts, *(weighed.keys() - counts.keys())]
    return {key: Share(counts.get(key, NOTHING), weighed.get(key, 0), had.get(key, 0)) for key in schools}


@dataclass(frozen=True)
class Stored:
    """Rows by what becomes of them.

    `unmatched`: how many name a person or team whom nobody knows. `weighed` of `had` stored results would change in
    what was reached or go. `differences`: the first of the changes. `shares`: the same by school, for a file of the
    whole district. `scales`: each in a sentence, the ranges that would change. `joined` students become known by a
    further id, `merged` rows of students become one with another.
    """

    counts: Counts = NOTHING
    unmatched: int = 0
    weighed: int = 0
    had: int = 0
    differences: list[Difference] = field(default_factory=list)
    shares: dict[int, Share] = field(default_factory=dict)
    scales: list[str] = field(default_factory=list)
    joined: int = 0
    merged: int = 0

    def plus(self, other: "Stored") -> "Stored":
        """Both together."""
        return Stored(
            self.counts.plus(other.counts),
            self.unmatched + other.unmatched,
            self.weighed + other.weighed,
            self.had + other.had,
            [*self.differences, *other.differences],
            together(self.shares, other.shares),
            [*self.scales, *other.scales],
            self.joined + other.joined,
            self.merged + other.merged,
        )
