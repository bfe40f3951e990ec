"""Places into rosters."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count

from data_imports.merging import Counts, Join, Merge, Staging
from data_imports.models import Former, Roster, Student, StudentId
from data_imports.reading.contract import Place
from data_imports.reading.summary import Reading
from data_imports.storing import joining
from data_imports.storing.source import Share, Source, Stored, shares
from data_imports.storing.students import Students
from reflection_site.encryption import keyed_hash
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


class Stated(NamedTuple):
    """What a file says of places that it takes away: where it is silent, all of the student's places are meant."""

    team: int | None
    teacher: int | None
    course: str

    def fits(self, row: Roster) -> bool:
        """Whether nothing that is stated contradicts a stored place."""
        pairs = ((self.team, row.team_id), (self.teacher, row.teacher_id), (self.course, row.course))
        return all(not stated or stated == kept for stated, kept in pairs)


class Rosters:
    """The shelf for places; a team or teacher that we do not know is counted as unmatched."""

    kind = Place

    def __init__(self, students: Students, source: Source) -> None:
        self.students, self.source = students, source
        self.staged = Staging(source.merge(ROSTERS)).__enter__()
        teams = Team.objects.filter(school__in=source.schools).values_list("school", "name", "pk")
        self.teams = {(school, name.casefold()): pk for school, name, pk in teams}
        self.teachers: dict[str, int | None] = {"": None}
        self.strange_teams: set[tuple[int, str]] = set()
        self.seen: set[int] = set()
        self.repeated: Counter[int] = Counter()
        self.leaving: dict[str, list[Stated]] = {}
        self.own: dict[str, list[str]] = {}

    def take(self, rows: Sequence[Place]) -> None:
        self._meet({row.teacher_email for row in rows} - self.teachers.keys())
        kept = []
        for row in rows:
            school, own = self.source.school_key(row.school), self.source.own(row.school)
            team, teacher, course = self._team(school, row.team), self.teachers[row.teacher_email], row.course[:100]
            if row.leaves:
                stated = Stated(team, teacher, course)
                self.leaving.setdefault(keyed_hash(row.student, "student"), []).append(stated)
                continue
            student = self.students.see(row.student, self.source.on, row.grade, row.groups, own)
            place = f"{team or ''}|{teacher or ''}|{course}"
            told = hash((student, place))
            if told in self.seen:
                self.repeated[school] += 1
            else:
                self.seen.add(told)
                kept.append((student, self.source.year, place, team, teacher, course, *own))
        self.staged.take(kept)

    def _team(self, school: int, name: str) -> int | None:
        found = self.teams.get((school, name.casefold()))
        if name and found is None:
            self.strange_teams.add((school, name))
        return found

    def _meet(self, emails: set[str]) -> None:
        known = dict(Person.objects.filter(email__in=emails).values_list("email", "pk"))
        self.teachers |= {email: known.get(email) for email in emails}

    @property
    def unmatched(self) -> int:
        return len(self.strange_teams) + sum(bool(email) and pk is None for email, pk in self.teachers.items())

    def preview(self, reading: Reading, source: Source) -> Stored:
        counts, _heavy = self.staged.counts(source.constants)
        return self._told(counts, self._leavers(), self._had(), self._counts_by_school())

    def _had(self) -> dict[int, int]:
        """How many places each school has."""
        if not self.leaving:
            return {}
        there = Roster.objects.filter(student__school__in=self.source.schools, year=self.source.year)
        return dict(there.values_list("student__school").annotate(n=Count("pk")))

    def _counts_by_school(self) -> dict[int, Counts]:
        """Of each school of the district; nothing where all are of one."""
        return {} if self.source.school is not None else self.staged.counts_by_school(self.source.constants)

    def _told(
        self, counts: Counts, leavers: Sequence[Roster], had: dict[int, int], by_school: dict[int, Counts]
    ) -> Stored:
        going = Counter(row.student.school_id for row in leavers)
        told = counts.plus(Counts(changed=len(leavers), unchanged=self.repeated.total()))
        own: dict[int, Share] = {}
        if self.source.school is None:
            more = {key: Counts(changed=going[key], unchanged=self.repeated[key]) for key in going | self.repeated}
            own = shares({key: by_school.get(key, Counts()).plus(more.get(key, Counts())) for key in by_school | more},
                         going, had)  # fmt: skip
        return Stored(told, self.unmatched, weighed=len(leavers), had=sum(had.values()), shares=own)

    def _leavers(self) -> list[Roster]:
        """The stored places that the file takes away. A place that it also gives stays."""
        self.own = own_hashes(sorted(self.leaving))
        hashes = sorted(self.own)
        found: list[Roster] = []
        for start in range(0, len(hashes), MANY):
            some = Roster.objects.filter(year=self.source.year, student__id_hash__in=hashes[start : start + MANY])
            found += (row for row in some.select_related("student") if self._goes(row))
        return found

    def _goes(self, row: Roster) -> bool:
        """Whether the file takes this place away and does not give it."""
        names = self.own[row.student.id_hash]
        is_given = any(hash((name, row.place)) in self.seen for name in names)
        return not is_given and any(one.fits(row) for name in names for one in self.leaving[name])

    def store(self, reading: Reading, source: Source) -> Stored:
        leavers, had, by_school = self._leavers(), self._had(), self._counts_by_school()
        counts, _heavy = self.staged.merge(source.constants)
        remove(leavers, source.upload_id)
        if source.upload_id is not None and leavers:
            joining.rely_on(source.upload_id, sorted({row.student_id for row in leavers}))
        return self._told(counts, leavers, had, by_school)

    def close(self) -> None:
        self.staged.__exit__(None)


def own_hashes(hashes: Sequence[str]) -> dict[str, list[str]]:
    """Students' own hashes, each with those by which a file names the student."""
    known: dict[str, str] = {}
    for start in range(0, len(hashes), MANY):
        ids = StudentId.objects.filter(id_hash__in=hashes[start : start + MANY])
        known |= dict(ids.values_list("id_hash", "student__id_hash"))
    found: dict[str, list[str]] = {}
    for name in hashes:
        found.setdefault(known.get(name, name), []).append(name)
    return found


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
