"""Scores into results."""

from collections.abc import Iterable, Sequence
from itertools import repeat

from django.db.models import Count, QuerySet

from data_imports.enums import Window
from data_imports.merging import Join, Merge, Staging
from data_imports.models import Measure, Result, Student
from data_imports.reading.contract import Score
from data_imports.reading.summary import Reading
from data_imports.storing.scales import keep_scales, other_ranges
from data_imports.storing.source import Difference, Share, Source, Stored, differences, shares
from data_imports.storing.students import Students

RESULTS = Merge(
    Result,
    key=("student_id", "measure_id", "year", "window", "taken_on", "sitting"),
    compared=(
        "grade", "value", "level", "is_met", "missing", "section", "is_baseline", "is_most_recent", "school_id",
    ),
    carried=("upload_id",),
    worded=frozenset({"section"}),
    joins=(Join("student_id", Student, "id_hash"), Join("measure_id", Measure, "key")),
    constant=frozenset({"school_id", "upload_id"}),
    weighed=("value", "level", "missing"),
)  # fmt: skip
SHOWN = ("value", "level", "missing")


class Results:
    """The shelf for scores."""

    kind = Score

    def __init__(self, students: Students, source: Source) -> None:
        self.students, self.source = students, source
        self.staged = Staging(source.merge(RESULTS)).__enter__()

    def take(self, rows: Sequence[Score]) -> None:
        see, of_one = self.students.see, self.source.school is not None
        schools: Iterable[tuple[int, ...]] = repeat(()) if of_one else (self.source.own(row.school) for row in rows)
        self.staged.take(
            (
                see(row.student, row.taken_on, row.grade, row.groups, school), row.measure, row.year, row.window,
                row.taken_on, row.sitting, row.grade, row.value, row.level, row.is_met, row.missing[:60],
                row.section[:100], row.is_baseline, row.is_most_recent, *school,
            )
            for row, school in zip(rows, schools, strict=not of_one)
        )  # fmt: skip

    def _shares(self, reading: Reading, source: Source) -> dict[int, Share]:
        """What becomes of the rows of each school of the district; nothing is said where all are of one."""
        if source.school is not None:
            return {}
        counts, weighed = (
            self.staged.counts_by_school(source.constants),
            self.staged.weighed_by_school(source.constants),
        )
        wanted = results_wanted(reading).values_list("school").annotate(n=Count("pk"))
        return shares(counts, weighed, dict(wanted) if weighed else {})

    def preview(self, reading: Reading, source: Source) -> Stored:
        counts, weighed = self.staged.counts(source.constants)
        return Stored(
            counts,
            weighed=weighed,
            had=results_had(reading, source) if weighed else 0,
            differences=self._differences(source) if counts.changed else [],
            shares=self._shares(reading, source),
            scales=other_ranges(reading),
        )

    def _differences(self, source: Source) -> list[Difference]:
        found = list(differences(self.staged, source.constants, ("measure_id", "window"), SHOWN))
        titles = dict(Measure.objects.filter(pk__in={row[0] for row, _ in found}).values_list("pk", "title"))
        return [
            Difference(f"{titles[measure]}, {Window(window).label.lower()}", *change)
            for (measure, window), changes in found
            for change in changes
        ]

    def prepare(self, source: Source) -> None:
        """Look, before a lock is taken, whether all of them are new."""
        self.staged.look_ahead(source.constants)

    def store(self, reading: Reading, source: Source) -> Stored:
        scales = other_ranges(reading)
        keep_scales(reading, source)
        told = self._shares(reading, source)
        counts, weighed = self.staged.merge(source.constants)
        had = results_had(reading, source) - counts.created if weighed else 0
        return Stored(counts, weighed=weighed, had=had, shares=told, scales=scales)

    def close(self) -> None:
        self.staged.__exit__(None)


def results_had(reading: Reading, source: Source) -> int:
    """How many results the school has on the measures and in the years of a file."""
    return results_wanted(reading).filter(school__in=source.schools).count()


def results_wanted(reading: Reading) -> QuerySet[Result]:
    """Results on the measures and in the years of a file."""
    return Result.objects.filter(measure__key__in=reading.sums.keys(), year__in=reading.years.keys())
