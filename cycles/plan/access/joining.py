"""May they? The door of many sessions for many people at once: who listens to a room is asked every second."""

from collections.abc import Collection

from django.utils import timezone

from cycles.plan.models import Invitation, ReflectionSession
from teams import access as teams_access
from teams.models import Person

from .scopes import ended_passes
from .ties import ties

Pair = tuple[int, int]


def joining(pairs: Collection[Pair]) -> set[Pair]:
    """Which of these people may join which of these sessions, as `joinable_sessions`; both by key.

    At most 6 queries, however many.
    """
    found = ReflectionSession.objects.select_related("cycle__school", "team")
    sessions = found.in_bulk({session for _, session in pairs})
    active = Person.objects.filter(is_active=True).only("workplace")
    people = teams_access.remember_all(active.in_bulk({person for person, _ in pairs}))
    joined, asked = set(), set()
    for pair in pairs:
        person, session = people.get(pair[0]), sessions.get(pair[1])
        if person is None or session is None:
            continue
        tied = ties(person, session)
        if tied.leads_school or tied.in_team or tied.facilitates:
            joined.add(pair)
        elif tied.is_reachable:
            asked.add(pair)
    return joined | _guests(asked)


def _guests(asked: Collection[Pair]) -> set[Pair]:
    """Those of them who are guests whose pass has not ended. 2 queries, or none."""
    if not asked:
        return set()
    of_them = {"person__in": {person for person, _ in asked}, "session__in": {session for _, session in asked}}
    over = ended_passes(timezone.localdate()).filter(**of_them).values_list("person_id", "session_id")
    guests = Invitation.objects.filter(is_guest=True, **of_them).values_list("person_id", "session_id")
    return set(asked) & set(guests) - set(over)
