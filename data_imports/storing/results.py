"""Scores into results."""

from collections import Counter

from data_imports.merging import Merge, merge
from data_imports.models import Measure, Result, Scale
from data_imports.reading.contract import Reading
from data_imports.storing.source import Source, Stored
from data_imports.storing.students import Seen, known_students

RESULTS = Merge(
    Result,
    key=("student_id", "measure_id", "year", "window", "taken_on", "sitting"),
    compared=("school_id", "grade", "value", "level", "is_met", "missing", "is_baseline", "is_most_recent"),
    carried=("upload_id",),
)


def store_scores(reading: Reading, source: Source) -> Stored:
    """Every sitting, with its student and its scale."""
    if not reading.scores:
        return Stored()
    measures = known_measures(reading)
    seen = (Seen(row.student, row.taken_on, row.grade, row.groups) for row in reading.scores)
    students = known_students(seen, source)
    sittings: Counter[tuple[object, ...]] = Counter()
    staged = []
    for row in reading.scores:
        key = (students[row.student], measures[row.measure], row.year, row.window, row.taken_on)
        sittings[key] += 1
        reached = (row.grade, row.value, row.level, row.is_met, row.missing[:60])
        flags = (row.is_baseline, row.is_most_recent, source.upload_id)
        staged.append((*key, sittings[key], source.school.pk, *reached, *flags))
    return Stored(merge(RESULTS, staged))


def known_measures(reading: Reading) -> dict[str, int]:
    """The measures of a file with their scales for every year that it covers."""
    years = {(row.measure, row.year) for row in reading.scores}
    found = {}
    for key, scale in reading.scales.items():
        measure, _new = Measure.objects.get_or_create(
            key=key, defaults={"title": scale.title, "subject": scale.subject}
        )
        found[key] = measure.pk
        shape = {"lowest": scale.lowest, "highest": scale.highest, "met_from": scale.met_from}
        for year in sorted(year for name, year in years if name == key):
            defaults = {**shape, "levels": list(scale.levels)}
            Scale.objects.get_or_create(measure=measure, year=year, defaults=defaults)
    return found
