"""May I? The pages that join the five verbs."""

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import Http404

from teams import access as teams_access
from teams.models import Person, School

from .plan import access as plan_access
from .plan.models import Cycle, ReflectionSession

TIES = ("leads_school", "leads_team", "in_team", "facilitates", "is_guest", "oversees")


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
    """A session with what it is to the person (the names of `TIES`); 404 where it is nothing to them. 2 queries.

    The same scope as `plan.access.visible_sessions`, asked once instead of twice.
    """
    standing = plan_access.Standing(person)
    ties = {name: _flag(getattr(standing, name)) for name in TIES}
    related = plan_access.sessions_where(Q(pk=pk)).select_related("cycle__summary", "facilitator", "packet")
    session = related.defer("packet__body").annotate(**ties).first()
    if session is None or not any(getattr(session, name) for name in TIES):
        raise Http404
    return session
