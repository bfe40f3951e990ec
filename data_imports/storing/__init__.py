"""What a format understood, into tables: staged as it is drawn, looked at or stored as a whole.

with Store(source) as store:
    for rows in drawn: store.take(rows)
    store.preview(reading)      # reads only
    store.store(reading, pk)    # in the caller's transaction
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, Protocol

from data_imports.reading.contract import Figure, Finding, Kept, Observation, Place, Score
from data_imports.reading.summary import Reading
from data_imports.storing import sections
from data_imports.storing.figures import Figures
from data_imports.storing.findings import Findings
from data_imports.storing.leap import Ratings
from data_imports.storing.results import Results
from data_imports.storing.rosters import Rosters
from data_imports.storing.scales import OtherLevels
from data_imports.storing.source import Difference, Share, Source, Stored
from data_imports.storing.students import Students
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

    def preview(self, reading: Reading) -> Stored:
        """What storing would do. Writes nothing but temporary tables."""
        stored = Stored()
        for shelf in self.shelves.values():
            stored = stored.plus(shelf.preview(reading, self.source))
        return stored

    def prepare(self) -> None:
        """Everything that needs no lock: pages go on writing meanwhile."""
        self.students.prepare(self.source)
        if isinstance(results := self.shelves.get(Score), Results):
            results.prepare(self.source)

    def store(self, reading: Reading, upload: int) -> Stored:
        """Store every staged row of a prepared file: students first, for the others name them."""
        source, stored = self.source._replace(upload_id=upload), Stored()
        self.students.store(source)
        failpoints.reach("import.merging")
        for shelf in self.shelves.values():
            stored = stored.plus(shelf.store(reading, source))
        if Score in self.shelves:
            sections.place_all(source.schools if source.school else School.objects.filter(pk__in=stored.shares), upload)
        return stored


__all__ = ["Difference", "OtherLevels", "Share", "Source", "Store", "Stored"]
