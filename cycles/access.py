"""May I? The pages that join the verbs."""

from django.db.models import Q, QuerySet
from django.http import Http404

from teams import access as teams_access
from teams.models import Person, School

from .plan import access as plan_access
from .plan.models import Cycle, ReflectionSession


def board_cycle(person: Person, pk: int) -> Cycle:
    """A cycle whose states the person may see: their workplace's, and those of the schools they oversee."""
    return teams_access.door(plan_access.visible_cycles(person), not teams_access.is_steward(person), pk)


def board_schools(person: Person) -> QuerySet[School]:
    """Schools that a person looks across: a superintendent's, all for the district; the steward is refused."""
    teams_access.only_if(not teams_access.is_steward(person))
    if teams_access.is_district(person):
        return School.objects.all()
    return teams_access.overseen_schools(person).distinct()


def readable_session(person: Person, pk: int) -> tuple[ReflectionSession, plan_access.Ties]:
    """A session and what it is to the person; 404 where it is nothing to them. At most 5 queries.

    The same scope as `plan.access.visible_sessions`, concluded from small questions instead of one large one.
    """
    related = plan_access.sessions_where(Q(pk=pk)).select_related(
        "cycle__summary",
        "packet",
        "protocol_choice",
        "meeting__protocol",
        "meeting__phase",
        "meeting__facilitator",
        "deputy",
        "note_taker",
        "timekeeper",
    )
    session = related.defer("packet__body").first()
    if session is None:
        raise Http404
    ties = plan_access.ties(person, session)
    if not ties.sees_session:
        raise Http404
    return session, ties
