"""Places into rosters."""

import json
from collections.abc import Sequence

from data_imports.merging import Counts, Join, Merge, Staging
from data_imports.models import Former, Roster, Student
from data_imports.reading.contract import Place
from data_imports.reading.summary import Reading
from data_imports.storing.source import Source, Stored
from data_imports.storing.students import Students
from teams.models import Person, Team

ROSTERS = Merge(
    Roster,
    key=("student_id", "year", "place"),
    compared=("team_id", "teacher_id", "course"),
    carried=("upload_id",),
    joins=(Join("student_id", Student, "id_hash"),),
    constant=frozenset({"upload_id"}),
)
MANY = 500


class Rosters:
    """The shelf for places; a team or teacher that we do not know is counted as unmatched."""

    kind = Place

    def __init__(self, students: Students, source: Source) -> None:
        self.students, self.source, self.staged = students, source, Staging(ROSTERS).__enter__()
        teams = Team.objects.filter(school=source.school).values_list("name", "pk")
        self.teams = {name.casefold(): pk for name, pk in teams}
        self.teachers: dict[str, int | None] = {"": None}
        self.strange_teams: set[str] = set()
        self.seen: set[int] = set()
        self.repeated = 0
        self.leaving: list[tuple[str, str]] = []

    def take(self, rows: Sequence[Place]) -> None:
        self._meet({row.teacher_email for row in rows} - self.teachers.keys())
        kept = []
        for row in rows:
            student = self.students.see(row.student, self.source.on, row.grade, row.groups)
            team, teacher = self._team(row.team), self.teachers[row.teacher_email]
            course = row.course[:100]
            place = f"{team or ''}|{teacher or ''}|{course}"
            told = hash((student, place))
            if row.leaves:
                self.leaving.append((student, place))
            elif told in self.seen:
                self.repeated += 1
            else:
                self.seen.add(told)
                kept.append((student, self.source.year, place, team, teacher, course))
        self.staged.take(kept)

    def _team(self, name: str) -> int | None:
        found = self.teams.get(name.casefold())
        if name and found is None:
            self.strange_teams.add(name)
        return found

    def _meet(self, emails: set[str]) -> None:
        known = dict(Person.objects.filter(email__in=emails).values_list("email", "pk"))
        self.teachers |= {email: known.get(email) for email in emails}

    @property
    def unmatched(self) -> int:
        return len(self.strange_teams) + sum(bool(email) and pk is None for email, pk in self.teachers.items())

    def preview(self, reading: Reading, source: Source) -> Stored:
        counts, _heavy = self.staged.counts(source.constants)
        going = len(self._leavers())
        return Stored(self._told(counts, going), self.unmatched, weighed=going, had=self._had())

    def _had(self) -> int:
        if not self.leaving:
            return 0
        return Roster.objects.filter(student__school=self.source.school, year=self.source.year).count()

    def _told(self, counts: Counts, going: int) -> Counts:
        return counts.plus(Counts(changed=going, unchanged=self.repeated))

    def _leavers(self) -> list[Roster]:
        """The stored places that the file takes away. A place that it also gives stays."""
        wanted = {pair for pair in self.leaving if hash(pair) not in self.seen}
        hashes = sorted({student for student, _place in wanted})
        found: list[Roster] = []
        for start in range(0, len(hashes), MANY):
            some = Roster.objects.filter(year=self.source.year, student__id_hash__in=hashes[start : start + MANY])
            found += (row for row in some.select_related("student") if (row.student.id_hash, row.place) in wanted)
        return found

    def store(self, reading: Reading, source: Source) -> Stored:
        leavers, had = self._leavers(), self._had()
        counts, _heavy = self.staged.merge(source.constants)
        remove(leavers, source.upload_id)
        return Stored(self._told(counts, len(leavers)), self.unmatched, weighed=len(leavers), had=had)

    def close(self) -> None:
        self.staged.__exit__(None)


def remove(rows: Sequence[Roster], upload: int | None) -> None:
    """Take places away; what an upload takes away is remembered."""
    if upload is not None:
        Former.objects.bulk_create([former(row, upload) for row in rows], batch_size=MANY)
    for start in range(0, len(rows), MANY):
        Roster.objects.filter(pk__in=[row.pk for row in rows[start : start + MANY]]).delete()


def former(row: Roster, upload: int) -> Former:
    """A place that a file takes away, as it was."""
    names = ("student_id", "year", "place", "team_id", "teacher_id", "course", "upload_id")
    body = json.dumps({name: getattr(row, name) for name in names})
    return Former(
        upload_id=upload,
        table="Roster",
        row=row.pk,
        former_upload_id=row.upload_id,
        is_removed=True,
        body=body,
    )
