"""Observations into LEAP ratings; who is not matched waits for a person to decide."""

import json
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Subquery

from data_imports.merging import Merge, Staging
from data_imports.models import LeapRating, StaffAlias
from data_imports.reading.contract import Observation
from data_imports.reading.summary import Reading
from data_imports.storing.source import Source, Stored
from reflection_site.encryption import encrypt, keyed_hash
from teams.models import Person, School

RATINGS = Merge(
    LeapRating,
    key=("observation_hash", "indicator"),
    compared=("school_id", "person_id", "score", "kind", "observed_on", "year"),
    carried=("staff_hash", "upload_id"),
    once=("staff_sealed",),
    sticky=frozenset({"person_id"}),
    constant=frozenset({"school_id", "upload_id"}),
    weighed=("score",),
)


def who(row: Observation, school: School) -> str:
    """How a file names a person: by employee number, else by e-mail address, else by name within the school."""
    return row.employee_number or row.email or f"{school.pk}:{row.name}"


class Ratings:
    """The shelf for observations."""

    kind = Observation

    def __init__(self, source: Source) -> None:
        self.source, self.staged = source, Staging(RATINGS).__enter__()
        self.people: dict[str, int | None] = {}
        self.decided: set[str] = set()
        self.sealed: dict[str, str] = {}

    def take(self, rows: Sequence[Observation]) -> None:
        self._meet([row for row in rows if self._who(row) not in self.people])
        self.staged.take(self._row(row) for row in rows)

    def _who(self, row: Observation) -> str:
        return who(row, self.source.school)

    def _row(self, row: Observation) -> tuple[object, ...]:
        name = self._who(row)
        if name not in self.sealed:
            self.sealed[name] = encrypt(json.dumps([row.employee_number, row.email, row.name]))
        observation = keyed_hash(f"{self.source.school.pk}:{row.observation}", "leap observation")
        told = (self.people.get(name), row.score, row.kind[:60], row.observed_on, row.year)
        return (observation, row.indicator, *told, keyed_hash(name, "staff"), self.sealed[name])

    def _meet(self, rows: Sequence[Observation]) -> None:
        """Match people: by what somebody decided before, then by number, then by e-mail address."""
        numbers = {row.employee_number for row in rows if row.employee_number}
        emails = {row.email for row in rows if row.email}
        by_number = dict(Person.objects.filter(employee_number__in=numbers).values_list("employee_number", "pk"))
        by_email = dict(Person.objects.filter(email__in=emails).values_list("email", "pk"))
        hashes = {keyed_hash(self._who(row), "staff"): self._who(row) for row in rows}
        aliases = StaffAlias.objects.filter(staff_hash__in=hashes).values_list("staff_hash", "person_id")
        for row in rows:
            self.people[self._who(row)] = by_number.get(row.employee_number) or by_email.get(row.email)
        for found, person in aliases:
            self.people[hashes[found]] = person
            self.decided.add(hashes[found])

    @property
    def unmatched(self) -> int:
        return sum(person is None and name not in self.decided for name, person in self.people.items())

    def preview(self, reading: Reading, source: Source) -> Stored:
        counts, weighed = self.staged.counts(source.constants)
        return Stored(counts, self.unmatched, weighed, ratings_had(reading, source) if weighed else 0)

    def store(self, reading: Reading, source: Source) -> Stored:
        counts, weighed = self.staged.merge(source.constants)
        had = ratings_had(reading, source) - counts.created if weighed else 0
        return Stored(counts, self.unmatched, weighed, had)

    def close(self) -> None:
        self.staged.__exit__(None)


def ratings_had(reading: Reading, source: Source) -> int:
    """How many ratings the school has in the years of a file."""
    return LeapRating.objects.filter(school=source.school, year__in=reading.years.keys()).count()


def match_decided(school: School) -> None:
    """Give unmatched ratings the person whom somebody has decided on."""
    decided = StaffAlias.objects.filter(staff_hash=OuterRef("staff_hash"), person__isnull=False)
    waiting = LeapRating.objects.filter(Exists(decided), school=school, person=None)
    waiting.update(person=Subquery(decided.values("person")[:1]))
