"""Students of a file: matched by a keyed hash, created where they are new, never named."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _

from data_imports.merging import Join, Merge, Staging
from data_imports.models import Student, StudentId
from data_imports.reading.contract import FileRefused, Groups, Problem, SameStudent
from data_imports.storing import joining, links
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
IDS = Merge(
    StudentId,
    key=("id_hash",),
    compared=("student_id",),
    carried=("upload_id",),
    once=("kind", "id_sealed"),
    joins=(Join("student_id", Student, "id_hash"),),
)
MANY = 500
# staged rows, and the column that has their student
Tied = tuple[Staging, str]


class IdsMoved(FileRefused):
    """Which ids belong together has changed since the file was read: it is to be read again."""

    def __init__(self) -> None:
        super().__init__(_("Another file changed students of this one at the same moment. Upload it again."))


class Students:
    """The students of one file: the latest that it says of each."""

    def __init__(self) -> None:
        self.hashes: dict[str, str] = {}
        self.latest: dict[str, tuple[date, str, Groups, tuple[int, ...]]] = {}
        self.staged: Staging | None = None
        self.together: list[SameStudent] = []
        self.plan = links.Plan()
        self.standing: joining.Standing | None = None
        self.knows_ids = False
        self.ids: Staging | None = None

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

    def join(self, rows: Sequence[SameStudent]) -> None:
        """Note ids that the file gives together."""
        self.together += rows

    def look(self, staged: Sequence[Tied]) -> list[Problem]:
        """Let staged rows find their students, as far as it can be done without merging any. Reads only."""
        if self.hashes and (self.together or StudentId.objects.exists()):
            self.plan = links.planned(self.together, self.hashes, is_sealing=False)
            joining.find_students(self.plan.ahead, staged)
        return self.plan.problems

    def prepare(self, source: Source, staged: Sequence[Tied]) -> list[Problem]:
        """Seal and stage, before any lock is taken. Only a new student's id is sealed."""
        if self.latest and self.staged is None:
            self.staged = Staging(source.merge(STUDENTS)).__enter__()
            self.staged.take(self._rows(known_hashes(list(self.hashes.values()))))
            staged = [*staged, (self.staged, "id_hash")]
        if self.hashes:
            self._tie(staged)
        if self.staged is not None:
            self.staged.look_ahead(source.constants)
        return self.plan.problems

    def _tie(self, staged: Sequence[Tied]) -> None:
        """Let staged rows find their students, by whichever id the file has; stage the ids that it gives together."""
        self.standing = joining.standing()
        self.knows_ids = bool(self.together or self.standing.ids)
        if self.knows_ids:
            self.plan = links.planned(self.together, self.hashes, is_sealing=True)
            joining.find_students(self.plan.same, staged)
        if self.plan.new:
            self.ids = Staging(IDS).__enter__()
            self.ids.take((name, student, kind, sealed) for name, student, kind, sealed in self.plan.new)

    def store(self, source: Source) -> None:
        """Create new students, refresh the others, and join what the file joins. Refused where ids moved meanwhile."""
        if self.standing is not None:
            joining.hold(is_changing=bool(self.together))
            self._check(joining.standing())
        if self.plan.merges and source.upload_id is not None:
            joining.merge_students(self.plan.merges, source.upload_id)
        if self.staged is not None:
            self.staged.merge(source.constants)
        if self.staged is not None and self.knows_ids and source.upload_id is not None:
            joining.rely(source.upload_id, self.staged)
        if self.ids is not None:
            self.ids.merge({"upload_id": source.upload_id})

    def _check(self, now: joining.Standing) -> None:
        """What was planned holds: no id has come or gone, and where the file joins ids no student either."""
        if now[:2] != (self.standing or now)[:2] or (self.together and now != self.standing):
            raise IdsMoved

    def close(self) -> None:
        for staged in (self.staged, self.ids):
            if staged is not None:
                staged.__exit__(None)

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
