"""Published figures."""

from collections.abc import Sequence

from data_imports.merging import Merge, Staging
from data_imports.models import PublicFigure
from data_imports.reading.contract import Figure
from data_imports.reading.summary import Reading
from data_imports.storing.source import Difference, Source, Stored, differences
from teams.models import School

FIGURES = Merge(
    PublicFigure,
    key=("unit", "district", "code", "name", "measure", "group", "year"),
    compared=("school_id", "n", "value", "share", "missing"),
    carried=("upload_id",),
    sticky=frozenset({"school_id"}),
)
SHOWN = ("n", "value", "share", "missing")


class Figures:
    """The shelf for published figures: schools are found by code or by name."""

    kind = Figure

    def __init__(self) -> None:
        self.staged = Staging(FIGURES).__enter__()
        schools = list(School.objects.all())
        self.schools = {name.casefold(): school.pk for school in schools for name in (school.name, school.code)}
        self.seen: set[int] = set()
        self.repeated = 0

    def take(self, rows: Sequence[Figure]) -> None:
        kept = []
        for row in rows:
            key = (row.unit, row.district[:20], row.code[:20], row.name[:160], row.measure, row.group[:120], row.year)
            if (told := hash(key)) in self.seen:
                self.repeated += 1
                continue
            self.seen.add(told)
            kept.append((*key, self._school(row), row.n, row.value, row.share, row.missing[:60]))
        self.staged.take(kept)

    def _school(self, row: Figure) -> int | None:
        if row.unit != "school":
            return None
        return self.schools.get(row.code.casefold()) or self.schools.get(row.name.casefold())

    def preview(self, reading: Reading, source: Source) -> Stored:
        counts, _heavy = self.staged.counts(source.constants)
        if not counts.changed:
            return Stored(counts)
        found = differences(self.staged, source.constants, ("name", "measure", "group"), SHOWN)
        told = [Difference(", ".join(filter(None, row)), *change) for row, changes in found for change in changes]
        return Stored(counts, differences=told)

    def store(self, reading: Reading, source: Source) -> Stored:
        counts, _heavy = self.staged.merge(source.constants)
        return Stored(counts)

    def close(self) -> None:
        self.staged.__exit__(None)
