"""May I? The pages that join the five verbs."""

from django.db.models import QuerySet

from teams import access as teams_access
from teams.models import Person, School

from .plan import access as plan_access
from .plan.models import Cycle


def board_cycle(person: Person, pk: int) -> Cycle:
    """A cycle whose states the person may see: their workplace's, and those of the schools they oversee."""
    return teams_access.door(plan_access.visible_cycles(person), not teams_access.is_steward(person), pk)


def board_schools(person: Person) -> QuerySet[School]:
    """Schools that a person looks across: a superintendent's, all for the district; the steward is refused."""
    teams_access.only_if(not teams_access.is_steward(person))
    if teams_access.is_district(person):
        return School.objects.all()
    return teams_access.overseen_schools(person).distinct()
