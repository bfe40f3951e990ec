"""Who may? The door of sessions for everybody at once: who listens to a room is asked every second."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cycles.plan.enums import SessionState
from cycles.plan.models import Invitation, ReflectionSession
from teams.enums import Role
from teams.models import Appointment, Membership, Person

from .scopes import GUEST_DAYS, ended_passes

Pair = tuple[int, int]


def joining(sessions: Collection[int]) -> set[Pair]:
    """Everyone who may join these sessions, as `joinable_sessions`: pairs of a person and a session, by key.

    7 queries, however many. Of hundreds of people no more than a few numbers are fetched each time.
    """
    fetched = ("pk", "team", "team__school", "cycle__school", "cycle__closed_at")
    parts = ("facilitator", "deputy", "state", "stands_in_for")
    rows = list(ReflectionSession.objects.filter(pk__in=sessions).values_list(*fetched, *parts, named=True))
    day = timezone.localdate()
    members = Membership.objects.on(day).filter(team__in={row.team for row in rows})
    in_team = _by_first(members.values_list("team", "person"))
    leading = Appointment.objects.on(day).filter(role=Role.LEADER, school__in={row.cycle__school for row in rows})
    leaders = _by_first(leading.values_list("school", "person"))
    guests = _by_first(_guests(sessions))
    facilitators = {row.pk: set(_facilitators(row)) for row in rows}
    found = _Standings.of(set().union(*in_team.values(), *leaders.values(), *guests.values(), *facilitators.values()))
    return {
        (person, row.pk)
        for row in rows
        for person in (
            *(one for one in in_team[row.team] if found.workplaces.get(one) == row.team__school),
            *(one for one in leaders[row.cycle__school] if found.workplaces.get(one) == row.cycle__school),
            *(one for one in guests[row.pk] | facilitators[row.pk] if found.reaches(one, row)),
        )
        if person in found.active
    }


def _by_first(pairs: Iterable[Pair]) -> defaultdict[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for first, second in pairs:
        found[first].add(second)
    return found


def _guests(sessions: Collection[int]) -> set[Pair]:
    """Those whose pass has not ended: pairs of a session and a person. 2 queries."""
    asked = Invitation.objects.filter(is_guest=True, session__in=sessions).values_list("session", "person")
    over = ended_passes().filter(session__in=sessions, person__isnull=False).values_list("session", "person")
    return set(asked) - set(over)


def _facilitators(row: Any) -> Iterator[int]:
    """A substitute's part ends with the meeting."""
    if row.facilitator and not (row.state == SessionState.MET and row.stands_in_for):
        yield row.facilitator
    if row.deputy:
        yield row.deputy


@dataclass(frozen=True)
class _Standings:
    """What people are today: who is active, where each has a role, works (school: its name), and works now."""

    active: set[int]
    holders: set[int]
    works: dict[int, dict[int, str]]
    workplaces: dict[int, int]

    @classmethod
    def of(cls, people: Collection[int]) -> "_Standings":
        """2 queries."""
        held = Appointment.objects.on(timezone.localdate()).filter(person__in=people)
        roles = list(held.values_list("person", "role", "school", "school__name"))
        chosen = dict(Person.objects.filter(pk__in=people, is_active=True).values_list("pk", "workplace"))
        works: defaultdict[int, dict[int, str]] = defaultdict(dict)
        for person, role, school, name in roles:
            if role in (Role.LEADER, Role.STAFF) and school:
                works[person][school] = name
        first = {person: min(schools, key=lambda pk: (schools[pk], pk)) for person, schools in works.items()}
        now = {pk: chosen[pk] if chosen.get(pk) in works[pk] else first[pk] for pk in first}
        return cls(set(chosen), {person for person, *_ in roles}, works, now)

    def reaches(self, person: int, row: Any) -> bool:
        """As `Standing.is_reachable`."""
        school = row.cycle__school
        is_here = self.workplaces.get(person) == school or school not in self.works.get(person, ())
        closed_at = row.cycle__closed_at
        is_recent = closed_at is None or closed_at >= timezone.now() - timedelta(days=GUEST_DAYS)
        return person in self.holders and is_here and is_recent
