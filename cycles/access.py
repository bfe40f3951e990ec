"""May I? The pages that join the five verbs."""

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import Http404

from teams import access as teams_access
from teams.models import Person, School

from .plan import access as plan_access
from .plan.models import Cycle, ReflectionSession

TIES = ("leads_school", "leads_team", "in_team", "facilitates", "is_guest", "oversees")
READS_PACKET = "reads_packet"
_REACHABLE, _GUEST, _INVITED = "is_reachable", "is_asked_as_guest", "has_packet_invitation"
_ASKED = ("leads_school", "leads_team", "in_team", "oversees", _REACHABLE, _GUEST, _INVITED)


def board_cycle(person: Person, pk: int) -> Cycle:
    """A cycle whose states the person may see: their workplace's, and those of the schools they oversee."""
    return teams_access.door(plan_access.visible_cycles(person), not teams_access.is_steward(person), pk)


def board_schools(person: Person) -> QuerySet[School]:
    """Schools that a person looks across: a superintendent's, all for the district; the steward is refused."""
    teams_access.only_if(not teams_access.is_steward(person))
    if teams_access.is_district(person):
        return School.objects.all()
    return teams_access.overseen_schools(person).distinct()


def _flag(where: Q) -> "ExpressionWrapper[Any]":
    return ExpressionWrapper(where, output_field=BooleanField())


def readable_session(person: Person, pk: int) -> ReflectionSession:
    """A session, its `TIES` to the person and `reads_packet`; 404 where it is nothing to them. 2 queries.

    The same scope as `plan.access.visible_sessions`, asked once instead of twice.
    """
    standing = plan_access.Standing(person)
    asked = {name: _flag(getattr(standing, name)) for name in _ASKED}
    related = plan_access.sessions_where(Q(pk=pk)).select_related("cycle__summary", "facilitator", "packet")
    session = related.defer("packet__body").annotate(**asked).first()
    if session is None:
        raise Http404
    ties = _ties(session, person)
    if not any(ties.values()):
        raise Http404
    at_workplace = standing.school is not None and session.cycle.school_id == standing.school.pk
    invited = bool(getattr(session, _INVITED))
    reads = plan_access.reads_packet(session, ties, at_workplace=at_workplace, invited=invited)
    vars(session).update(ties | {READS_PACKET: reads})
    return session


def _ties(session: ReflectionSession, person: Person) -> dict[str, bool]:
    """The compound ties, from the simple ones that the database was asked once for."""
    is_reachable, is_asked = bool(getattr(session, _REACHABLE)), bool(getattr(session, _GUEST))
    ties = {name: bool(getattr(session, name)) for name in TIES if name in _ASKED}
    runs = person.pk in (session.facilitator_id, session.deputy_id)
    return ties | {"facilitates": runs and is_reachable, "is_guest": is_asked and is_reachable}
