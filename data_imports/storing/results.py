"""Scores into results."""

from collections.abc import Sequence

from django.db.models import Q

from data_imports.enums import Window
from data_imports.merging import Join, Merge, Staging
from data_imports.models import Measure, Result, Scale, Student
from data_imports.reading.contract import Score
from data_imports.reading.summary import Reading
from data_imports.storing.source import Difference, Source, Stored, differences
from data_imports.storing.students import Students

RESULTS = Merge(
    Result,
    key=("student_id", "measure_id", "year", "window", "taken_on", "sitting"),
    compared=(
        "school_id", "grade", "value", "level", "is_met", "missing", "section", "is_baseline", "is_most_recent",
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

    def __init__(self, students: Students) -> None:
        self.students, self.staged = students, Staging(RESULTS).__enter__()

    def take(self, rows: Sequence[Score]) -> None:
        see = self.students.see
        self.staged.take(
            (
                see(row.student, row.taken_on, row.grade, row.groups), row.measure, row.year, row.window,
                row.taken_on, row.sitting, row.grade, row.value, row.level, row.is_met, row.missing[:60],
                row.section[:100], row.is_baseline, row.is_most_recent,
            )
            for row in rows
        )  # fmt: skip

    def preview(self, reading: Reading, source: Source) -> Stored:
        counts, weighed = self.staged.counts(source.constants)
        had = results_had(reading, source) if weighed else 0
        return Stored(counts, weighed=weighed, had=had, differences=self._differences(source) if counts.changed else [])

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
        known_scales(reading, source)
        counts, weighed = self.staged.merge(source.constants)
        had = results_had(reading, source) - counts.created if weighed else 0
        return Stored(counts, weighed=weighed, had=had)

    def close(self) -> None:
        self.staged.__exit__(None)


def results_had(reading: Reading, source: Source) -> int:
    """How many results the school has on the measures and in the years of a file."""
    wanted = Q(measure__key__in=reading.sums.keys(), year__in=reading.years.keys())
    return Result.objects.filter(wanted, school=source.school).count()


def known_scales(reading: Reading, source: Source) -> None:
    """The measures of a file with their scales for every year that it covers."""
    for key, scale in reading.scales.items():
        if key not in reading.sums:
            continue
        told = {"title": scale.title[:120], "subject": scale.subject, "upload_id": source.upload_id}
        measure, _new = Measure.objects.get_or_create(key=key, defaults=told)
        shape = {"lowest": scale.lowest, "highest": scale.highest, "met_from": scale.met_from}
        defaults = {**shape, "levels": list(scale.levels), "upload_id": source.upload_id}
        for year in sorted(reading.years):
            Scale.objects.get_or_create(measure=measure, year=year, defaults=defaults)
