"""Drawn once for many: the part of a face that everybody who is like the others is shown just the same.

Like the others is who belongs to the team, is invited with its evidence, has no part beyond that (leads nothing,
facilitates nothing, oversees nothing), and has nothing apart in the meeting (`queries.Own`). Whoever has finished the
step is like the others who have. Everybody else is drawn for alone, and so are the kinds of phases that are not named
here.
"""

from collections.abc import Callable, Hashable
from threading import Lock

from django.core.cache import caches

from cycles.plan import access as plan_access
from teams.models import Person

from . import queries
from .models import Meeting

# what they show differs by who looks in no more than what `is_like_the_others` asks
SHARED = frozenset(
    {"briefs", "causes", "check", "close", "expect", "fishbone", "goals", "growth", "infer", "observe", "parked"}
    | {"progress", "questions", "welcome"}
)
# as long as a room takes to ask after a change; the clock on it is wrong by no more
KEPT_SECONDS = 1
# who comes while it is drawn waits for it; two that share a lock by chance only wait longer
_locks = [Lock() for _ in range(64)]


def is_like_the_others(person: Person, meeting: Meeting) -> bool:
    """Whether the person may be shown what any other like them is, but for what they have of their own."""
    if meeting.phase.kind not in SHARED or person.pk == meeting.facilitator_id:
        return False
    tied = plan_access.ties(person, meeting.session)
    if not tied.in_team or tied.leads_team or tied.leads_school or tied.oversees or tied.facilitates:
        return False
    asked = tied.invitation
    return asked is not None and asked.sees_packet and not asked.is_guest


def key_of(meeting: int, version: int, *where: Hashable, has_finished: bool) -> str:
    """What is kept of a meeting, at a version, for a face and a language, for those who have finished or have not."""
    return ":".join(map(str, (meeting, version, has_finished, *where)))


def drawn(meeting: Meeting, person: Person, *where: Hashable, draw: Callable[[], str]) -> str:
    """What `draw` makes for the person; kept for the others where the person is one of them. `where`: face, language.

    What was drawn while the person wrote, or the meeting went on, is kept for nobody.
    """
    own = queries.own(person, meeting) if is_like_the_others(person, meeting) else None
    if own is None or own.is_apart:
        return draw()
    kept = caches["rooms"]
    key = key_of(meeting.pk, meeting.version, *where, has_finished=own.has_finished)
    with _locks[hash(key) % len(_locks)]:
        found: str | None = kept.get(key)
        if found is not None:
            return found
        made = draw()
        now = Meeting.objects.filter(pk=meeting.pk, version=meeting.version, phase=meeting.phase_id)
        if now.exists() and queries.own(person, meeting) == own:
            kept.set(key, made, KEPT_SECONDS)
        return made
