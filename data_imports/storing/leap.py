"""Observations into LEAP ratings; who is not matched waits for a person to decide."""

import json
from collections.abc import Sequence

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from data_imports.merging import Merge, Staging
from data_imports.models import LeapRating, StaffAlias
from data_imports.reading.contract import Observation
from data_imports.reading.summary import Reading
from data_imports.storing.source import Share, Source, Stored, shares
from reflection_site.encryption import encrypt, keyed_hash
from teams.models import Person, School

Named = tuple[int, str]
RATINGS = Merge(
    LeapRating,
    key=("observation_hash", "indicator"),
    compared=("person_id", "score", "kind", "observed_on", "year", "school_id"),
    carried=("staff_hash", "upload_id"),
    once=("staff_sealed",),
    sticky=frozenset({"person_id"}),
    constant=frozenset({"school_id", "upload_id"}),
    weighed=("score",),
)


def who(row: Observation, school: int) -> str:
    """How a file names a person: by employee number, else by e-mail address, else by name within the school."""
    return row.employee_number or row.email or f"{school}:{row.name}"


class Ratings:
    """The shelf for observations. People are known within the school whose row names them."""

    kind = Observation

    def __init__(self, source: Source) -> None:
        self.source, self.staged = source, Staging(source.merge(RATINGS)).__enter__()
        self.people: dict[Named, int | None] = {}
        self.decided: set[Named] = set()
        self.sealed: dict[str, str] = {}

    def take(self, rows: Sequence[Observation]) -> None:
        self._meet([row for row in rows if self._who(row) not in self.people])
        self.staged.take(self._row(row) for row in rows)

    def _who(self, row: Observation) -> Named:
        school = self.source.school_key(row.school)
        return school, who(row, school)

    def _row(self, row: Observation) -> tuple[object, ...]:
        named = school, name = self._who(row)
        if name not in self.sealed:
            self.sealed[name] = encrypt(json.dumps([row.employee_number, row.email, row.name]))
        observation = keyed_hash(f"{school}:{row.observation}", "leap observation")
        told = (self.people.get(named), row.score, row.kind[:60], row.observed_on, row.year)
        own = self.source.own(row.school)
        return (observation, row.indicator, *told, *own, keyed_hash(name, "staff"), self.sealed[name])

    def _meet(self, rows: Sequence[Observation]) -> None:
        """Match people: by what somebody of the school decided before, then by number, then by e-mail address."""
        numbers = {row.employee_number for row in rows if row.employee_number}
        emails = {row.email for row in rows if row.email}
        by_number = dict(Person.objects.filter(employee_number__in=numbers).values_list("employee_number", "pk"))
        by_email = dict(Person.objects.filter(email__in=emails).values_list("email", "pk"))
        hashes: dict[tuple[int, str], Named] = {}
        for row in rows:
            named = school, name = self._who(row)
            hashes[school, keyed_hash(name, "staff")] = named
            self.people[named] = by_number.get(row.employee_number) or by_email.get(row.email)
        aliases = StaffAlias.objects.filter(staff_hash__in={found for _school, found in hashes})
        for school, found, person in aliases.values_list("school", "staff_hash", "person_id"):
            if (decided := hashes.get((school, found))) is not None:
                self.people[decided] = person
                self.decided.add(decided)

    @property
    def unmatched(self) -> int:
        return sum(person is None and named not in self.decided for named, person in self.people.items())

    def _shares(self, reading: Reading, source: Source) -> dict[int, Share]:
        """What becomes of the ratings of each school of the district."""
        if source.school is not None:
            return {}
        constants = source.constants
        counts, weighed = self.staged.counts_by_school(constants), self.staged.weighed_by_school(constants)
        had = ratings_wanted(reading).values_list("school").annotate(n=Count("pk"))
        return shares(counts, weighed, dict(had) if weighed else {})

    def preview(self, reading: Reading, source: Source) -> Stored:
        counts, weighed = self.staged.counts(source.constants)
        had = ratings_had(reading, source) if weighed else 0
        return Stored(counts, self.unmatched, weighed, had, shares=self._shares(reading, source))

    def store(self, reading: Reading, source: Source) -> Stored:
        told = self._shares(reading, source)
        counts, weighed = self.staged.merge(source.constants)
        had = ratings_had(reading, source) - counts.created if weighed else 0
        return Stored(counts, self.unmatched, weighed, had, shares=told)

    def close(self) -> None:
        self.staged.__exit__(None)


def ratings_had(reading: Reading, source: Source) -> int:
    """How many ratings the school has in the years of a file."""
    return ratings_wanted(reading).filter(school__in=source.schools).count()


def ratings_wanted(reading: Reading) -> QuerySet[LeapRating]:
    """Ratings in the years of a file."""
    return LeapRating.objects.filter(year__in=reading.years.keys())


def match_decided(schools: QuerySet[School]) -> None:
    """Give unmatched ratings the person whom somebody of their school has decided on."""
    decided = StaffAlias.objects.filter(
        school=OuterRef("school"), staff_hash=OuterRef("staff_hash"), person__isnull=False
    )
    waiting = LeapRating.objects.filter(Exists(decided), school__in=schools, person=None)
    waiting.update(person=Subquery(decided.values("person")[:1]))
