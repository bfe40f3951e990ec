"""Students of a file: matched by a keyed hash, created where they are new, never named."""

from collections.abc import Iterator, Sequence
from datetime import date

from data_imports.merging import Merge, Staging
from data_imports.models import Student
from data_imports.reading.contract import Groups
from data_imports.storing.source import Source
from reflection_site.encryption import encrypt, keyed_hash

STUDENTS = Merge(
    Student,
    key=("id_hash",),
    compared=("grade", "is_multilingual", "has_iep", "is_low_income", "school_id"),
    carried=("seen_on", "upload_id"),
    once=("id_sealed",),
    sticky=frozenset({"is_multilingual", "has_iep", "is_low_income"}),
    worded=frozenset({"grade"}),
    newest="seen_on",
    constant=frozenset({"school_id", "upload_id"}),
)
MANY = 500


class Students:
    """The students of one file: the latest that it says of each."""

    def __init__(self) -> None:
        self.hashes: dict[str, str] = {}
        self.latest: dict[str, tuple[date, str, Groups, tuple[int, ...]]] = {}
        self.staged: Staging | None = None

    def see(self, student: str, on: date, grade: str, groups: Groups, school: tuple[int, ...] = ()) -> str:
        """Note what a row says of its student; gives the hash by which tables know them.

        `school` is the row's own, in a file of the whole district.
        """
        found = self.hashes.get(student)
        if found is None:
            found = self.hashes[student] = keyed_hash(student, "student")
        before = self.latest.get(student)
        if before is None or before[0] <= on:
            self.latest[student] = (on, grade, groups, school)
        return found

    def prepare(self, source: Source) -> None:
        """Seal and stage, before any lock is taken. Only a new student's id is sealed."""
        if self.latest and self.staged is None:
            self.staged = Staging(source.merge(STUDENTS)).__enter__()
            self.staged.take(self._rows(known_hashes(list(self.hashes.values()))))
            self.staged.look_ahead(source.constants)

    def store(self, source: Source) -> None:
        """Create new students and refresh the others."""
        if self.staged is not None:
            self.staged.merge(source.constants)

    def close(self) -> None:
        if self.staged is not None:
            self.staged.__exit__(None)

    def _rows(self, known: set[str]) -> Iterator[tuple[object, ...]]:
        for student, (on, grade, groups, school) in self.latest.items():
            found = self.hashes[student]
            yield (found, grade, *groups, *school, on, "" if found in known else encrypt(student))


def known_hashes(hashes: Sequence[str]) -> set[str]:
    """Which of these hashes we have."""
    found: set[str] = set()
    for start in range(0, len(hashes), MANY):
        some = Student.objects.filter(id_hash__in=hashes[start : start + MANY])
        found.update(some.values_list("id_hash", flat=True))
    return found
