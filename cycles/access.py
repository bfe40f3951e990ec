"""May I? The pages that join the verbs."""

from django.db.models import QuerySet
from django.http import Http404

from reflection_site.statements import Given, Statement
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


PARTS = ("facilitator", "deputy", "note_taker", "timekeeper", "stands_in_for")
SESSION = Statement(
    lambda: (
        ReflectionSession.objects.filter(pk=Given("pk"))
        .select_related("cycle__school", "cycle__summary", "team", "packet", "protocol_choice")
        .defer("packet__body")
    )
)
PEOPLE = Statement(lambda: Person.objects.filter(pk__in=[Given(part) for part in PARTS]))


def readable_session(person: Person, pk: int) -> tuple[ReflectionSession, plan_access.Ties]:
    """A session and what it is to the person; 404 where it is nothing to them. At most 5 queries.

    The same scope as `plan.access.visible_sessions`, concluded from small questions instead of one large one. With its
    cycle, summary, school, team, packet (but its body), and those who have a part in it.
    """
    session = SESSION.first(pk=pk)
    if session is None:
        raise Http404
    ties = plan_access.ties(person, session)
    if not ties.sees_session:
        raise Http404
    _fetch_parts(session)
    return session, ties


def _fetch_parts(session: ReflectionSession) -> None:
    """Everybody with a part in the meeting. 1 query."""
    held = {part: getattr(session, f"{part}_id") for part in PARTS}
    people = {person.pk: person for person in PEOPLE.rows(**held)}
    for part, key in held.items():
        setattr(session, part, people.get(key))
