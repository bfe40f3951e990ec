"""Students of a file: matched by a keyed hash, created where they are new, never named."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from data_imports.merging import BATCH, Merge, merge
from data_imports.models import Student
from data_imports.reading.contract import Groups
from data_imports.storing.source import Source
from reflection_site.encryption import encrypt, keyed_hash

STUDENTS = Merge(
    Student,
    key=("id_hash",),
    compared=("school_id", "grade", "is_multilingual", "has_iep", "is_low_income"),
    carried=("seen_on", "upload_id"),
    once=("id_sealed",),
    sticky=frozenset({"is_multilingual", "has_iep", "is_low_income"}),
    worded=frozenset({"grade"}),
    newest="seen_on",
)


class Seen(NamedTuple):
    """What a row tells of its student on a day."""

    student: str
    on: date
    grade: str
    groups: Groups


def known_students(seen: Iterable[Seen], source: Source) -> dict[str, int]:
    """The row of every student, by the id in the file; new ones are created, others refreshed."""
    latest: dict[str, Seen] = {}
    for row in seen:
        before = latest.get(row.student)
        if before is None or before.on <= row.on:
            latest[row.student] = row
    hashes = {student: keyed_hash(student, "student") for student in latest}
    known = rows_of(list(hashes.values()))
    merge(STUDENTS, (staged(row, hashes[row.student], known, source) for row in latest.values()))
    created = rows_of([found for found in hashes.values() if found not in known])
    return {student: known.get(found) or created[found] for student, found in hashes.items()}


def rows_of(hashes: Sequence[str]) -> dict[str, int]:
    """The rows that have one of these hashes."""
    found: dict[str, int] = {}
    for start in range(0, len(hashes), BATCH):
        some = Student.objects.filter(id_hash__in=hashes[start : start + BATCH])
        found.update(some.values_list("id_hash", "pk"))
    return found


def staged(row: Seen, found: str, known: dict[str, int], source: Source) -> tuple[object, ...]:
    """A row for the merge; only a new student's id is sealed."""
    sealed = "" if found in known else encrypt(row.student)
    told = (source.school.pk, row.grade, *row.groups, row.on, source.upload_id, sealed)
    return (found, *told)
