"""May I? What is done around meetings. `privacy.md` section 3, "Reminders": the school, the team, invited, assigned."""

from django.db.models import Q

from cycles.plan.models import Cycle, ReflectionSession
from teams import access as teams_access
from teams.models import Person, School

from .scopes import Standing, sessions_where, visible_sessions


def finishing_session(person: Person, pk: int) -> ReflectionSession:
    """May say that a step around it is done: who plans it, runs it, or takes its notes."""
    standing = Standing(person)
    takes_notes = Q(note_taker=person) & standing.is_reachable
    allowed = standing.leads_school | standing.leads_team | standing.facilitates | takes_notes
    return teams_access.door(visible_sessions(person), sessions_where(allowed), pk)


def overseen_cycle(person: Person, pk: int) -> Cycle:
    """A cycle of a school that the person oversees: they may ask its leader, and nobody else there."""
    school = teams_access.workplace(person)
    overseen = teams_access.overseen_schools(person)
    mine = Q(school=school) if school else Q(pk__in=[])
    visible = Cycle.objects.select_related("school").filter(mine | Q(school__in=overseen))
    return teams_access.door(visible, Cycle.objects.filter(school__in=overseen), pk)


def usual_days_school(person: Person) -> School | None:
    """For which school the person says when steps usually are; None for all of the district. 403 for others."""
    school = teams_access.led_school(person)
    teams_access.only_if(school is not None or teams_access.is_district(person))
    return school
