"""Observations into LEAP ratings; who is not matched waits for a person to decide."""

from data_imports.merging import Merge, merge
from data_imports.models import LeapRating
from data_imports.reading.contract import Observation, Reading
from data_imports.storing.source import Source, Stored
from reflection_site.encryption import encrypt, keyed_hash
from teams.models import Person

RATINGS = Merge(
    LeapRating,
    key=("observation_hash", "indicator"),
    compared=("school_id", "person_id", "score", "kind", "observed_on", "year"),
    carried=("staff_hash", "upload_id"),
    once=("staff_sealed",),
    sticky=frozenset({"person_id"}),
)


def store_observations(reading: Reading, source: Source) -> Stored:
    """Every published, scored indicator."""
    if not reading.observations:
        return Stored()
    people = known_people(reading.observations)
    staged = [rating(row, people.get(who(row)), source) for row in reading.observations]
    unmatched = {who(row) for row in reading.observations if who(row) not in people}
    return Stored(merge(RATINGS, staged), len(unmatched))


def who(row: Observation) -> str:
    """How a file names a person: the employee number, else the e-mail address."""
    return row.employee_number or row.email


def known_people(rows: list[Observation]) -> dict[str, int]:
    """People by the way in which the file names them: number first, then e-mail address."""
    numbers = {row.employee_number for row in rows if row.employee_number}
    emails = {row.email for row in rows if row.email}
    by_number = dict(Person.objects.filter(employee_number__in=numbers).values_list("employee_number", "pk"))
    by_email = dict(Person.objects.filter(email__in=emails).values_list("email", "pk"))
    found = {who(row): by_number.get(row.employee_number) or by_email.get(row.email) for row in rows}
    return {name: pk for name, pk in found.items() if pk is not None}


def rating(row: Observation, person: int | None, source: Source) -> tuple[object, ...]:
    """A row for the merge."""
    observation = keyed_hash(f"{source.school.pk}:{row.observation}", "leap observation")
    told = (source.school.pk, person, row.score, row.kind[:60], row.observed_on, row.year)
    staff = keyed_hash(who(row), "staff")
    return (observation, row.indicator, *told, staff, source.upload_id, encrypt(who(row)))
