"""What a format understood, into tables: staged as it is drawn, looked at or stored as a whole.

with Store(source) as store:
    for rows in drawn: store.take(rows)
    store.preview(reading)      # reads only
    store.store(reading, pk)    # in the caller's transaction
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, Protocol

from data_imports.reading.contract import Figure, Finding, Kept, Observation, Place, Problem, SameStudent, Score
from data_imports.reading.summary import Reading
from data_imports.storing import sections
from data_imports.storing.figures import Figures
from data_imports.storing.findings import Findings
from data_imports.storing.leap import Ratings
from data_imports.storing.results import Results
from data_imports.storing.rosters import Rosters
from data_imports.storing.scales import OtherLevels
from data_imports.storing.source import Difference, Share, Source, Stored
from data_imports.storing.students import IdsMoved, Students, Tied
from reflection_site import failpoints
from teams.models import School


class Shelf(Protocol):
    """Where rows of one kind go."""

    def take(self, rows: Sequence[Any]) -> None: ...

    def preview(self, reading: Reading, source: Source) -> Stored: ...

    def store(self, reading: Reading, source: Source) -> Stored: ...

    def close(self) -> None: ...


class Store:
    """The rows of one file on their way into tables."""

    def __init__(self, source: Source) -> None:
        self.source, self.students = source, Students()
        self.shelves: dict[type, Shelf] = {}
        self.doubts: list[Problem] = []

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.students.close()
            for shelf in self.shelves.values():
                shelf.close()

    def take(self, rows: Iterable[Kept]) -> None:
        """Stage rows, a run of one kind at a time."""
        for kind, run in groupby(rows, key=type):
            if kind is SameStudent:
                self.students.join([row for row in run if isinstance(row, SameStudent)])
            else:
                self._shelf(kind).take(list(run))

    def _shelf(self, kind: type) -> Shelf:
        if kind not in self.shelves:
            made: dict[type, Any] = {
                Score: lambda: Results(self.students, self.source),
                Place: lambda: Rosters(self.students, self.source),
                Observation: lambda: Ratings(self.source),
                Finding: Findings,
                Figure: Figures,
            }
            self.shelves[kind] = made[kind]()
        return self.shelves[kind]

    @property
    def tied(self) -> list[Tied]:
        """Staged rows that name students."""
        return [(shelf.staged, "student_id") for shelf in self.shelves.values() if isinstance(shelf, Results | Rosters)]

    def preview(self, reading: Reading) -> Stored:
        """What storing would do. Writes nothing but temporary tables."""
        doubts = self.students.look(self.tied)
        stored = Stored(joined=self.students.plan.joined, merged=len(self.students.plan.merges))
        for shelf in self.shelves.values():
            stored = stored.plus(shelf.preview(reading, self.source))
        reading.doubt(doubts)
        return stored

    def prepare(self) -> None:
        """Everything that needs no lock: pages go on writing meanwhile."""
        self.doubts = self.students.prepare(self.source, self.tied)
        if isinstance(results := self.shelves.get(Score), Results):
            results.prepare(self.source)

    def store(self, reading: Reading, upload: int) -> Stored:
        """Store every staged row of a prepared file: students first, for the others name them."""
        source = self.source._replace(upload_id=upload)
        stored = Stored(joined=self.students.plan.joined, merged=len(self.students.plan.merges))
        self.students.store(source)
        reading.doubt(self.doubts)
        failpoints.reach("import.merging")
        for shelf in self.shelves.values():
            stored = stored.plus(shelf.store(reading, source))
        if Score in self.shelves:
            sections.place_all(source.schools if source.school else School.objects.filter(pk__in=stored.shares), upload)
        return stored


__all__ = ["Difference", "IdsMoved", "OtherLevels", "Share", "Source", "Store", "Stored"]
