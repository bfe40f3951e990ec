"""What a person's calendar program was told last of a meeting, and how the next word gets a higher number.

A notice's occurrence is the session's version, with the person's turns behind a point where they have any: "3", "3.2".
A later word about a meeting therefore never meets the row of an earlier one, and the pair only rises.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F

from teams import notices as teams_notices
from teams.models import Notice, Person

from .models import CalendarChoice, ReflectionSession


def occurrence(session: ReflectionSession, turns: int = 0) -> str:
    """ "3", or "3.2" for somebody with two turns."""
    return f"{session.version}.{turns}" if turns else str(session.version)


def rank(notice: Notice) -> tuple[int, int]:
    """The session's version and the person's turns when the row was put."""
    version, _point, turns = notice.occurrence.partition(".")
    return (int(version), int(turns or 0)) if version.isdecimal() else (0, 0)


def raise_for(people: Iterable[Person]) -> None:
    """Each of `people` has one turn more. Two queries."""
    asked = list(people)
    CalendarChoice.objects.bulk_create([CalendarChoice(person=person) for person in asked], ignore_conflicts=True)
    CalendarChoice.objects.filter(person__in=asked).update(turns=F("turns") + 1)


def put(kind: str, session: ReflectionSession, people: Iterable[Person], *, at: datetime) -> None:
    """One row for each of `people`, due at once, numbered by their turns. A query, and two for each such number."""
    asked = list(people)
    held = dict(CalendarChoice.objects.filter(person__in=asked).values_list("person_id", "turns"))
    for turns in sorted({held.get(person.pk, 0) for person in asked}):
        group = [person for person in asked if held.get(person.pk, 0) == turns]
        teams_notices.put_many(
            kind,
            thing=session,
            people=group,
            due_at=at,
            at=at,
            occurrence=occurrence(session, turns),
            school=session.cycle.school,
        )
