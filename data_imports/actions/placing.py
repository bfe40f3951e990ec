"""Who people in files are, where classes belong, and means that are typed in."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from data_imports.models import LeapMean, LeapRating, SectionTeam, StaffAlias
from data_imports.storing import sections
from teams import audit
from teams.models import Person, School, Team


@transaction.atomic
def decide_staff(school: School, key: str, *, person: Person | None, by: Person, at: datetime) -> int:
    """Say who somebody in the school's LEAP files is (None: nobody here); the next file will know.

    Gives how many ratings found their person.
    """
    said = {"person": person, "by": by, "at": at}
    StaffAlias.objects.update_or_create(school=school, staff_hash=key, defaults=said)
    waiting = LeapRating.objects.filter(school=school, staff_hash=key, person=None)
    count = waiting.update(person=person) if person else 0
    verb = "staff of a file recognized" if person else "staff of a file set aside"
    audit.record(verb, by=by, at=at, subject=person, school=school, count=count)
    return count


@transaction.atomic
def place_sections(
    school: School, year: str, places: Mapping[tuple[str, str], Team | None], *, by: Person, at: datetime
) -> None:
    """Say to which team each (kind, value) belongs, None for none; students join and leave teams accordingly."""
    for (kind, value), team in places.items():
        told = SectionTeam.objects.filter(school=school, year=year, kind=kind, value=value)
        told.exclude(team=team).delete()
        if team is not None:
            told.get_or_create(defaults={"school": school, "year": year, "kind": kind, "value": value, "team": team})
    sections.place(school, year)
    audit.record("classes placed in teams", school, by=by, at=at, school=school, count=len(places))


@transaction.atomic
def type_leap_means(
    school: School, year: str, window: str, means: Mapping[str, tuple[float, int]], *, by: Person, at: datetime
) -> None:
    """Keep means by indicator, each with how many teachers stand behind it; what is not named goes."""
    told = LeapMean.objects.filter(school=school, year=year, window=window)
    told.exclude(indicator__in=means).delete()
    for indicator, (mean, n) in means.items():
        wanted = {"mean": mean, "n": n, "by": by, "at": at}
        told.update_or_create(
            indicator=indicator,
            defaults=wanted,
            create_defaults={"school": school, "year": year, "window": window, "indicator": indicator, **wanted},
        )
    audit.record("LEAP means typed", school, by=by, at=at, school=school, count=len(means))
