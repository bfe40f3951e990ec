"""May I? A check-in exists for its two people, for as long as each still belongs to the school, and for nobody else.

No administrator's, leader's or district's right reaches one. A person who works in two schools meets only those of
the one where they work now.
"""

from django.db.models import QuerySet
from django.http import Http404

from cycles.confer.models import CheckIn
from cycles.plan import access as plan_access
from cycles.plan.models import ReflectionSession
from teams import access as teams_access
from teams.models import Person, School

from .leap import dated_leap_place, leap_place, may_date_leap
from .pairs import FROM_OUTSIDE, WITH_MEMBER, Pair, is_partner_only, pair_with, pairs, supported_schools
from .raising import raising_leads, raising_members, raising_session

__all__ = [
    "FROM_OUTSIDE",
    "WITH_MEMBER",
    "Pair",
    "dated_leap_place",
    "is_partner_only",
    "leap_place",
    "may_date_leap",
    "may_have_notes",
    "own_check_in",
    "own_check_ins",
    "own_pair",
    "packet_session",
    "pair_with",
    "pairs",
    "raising_leads",
    "raising_members",
    "raising_session",
    "shares_notes",
    "supported_schools",
]


def _schools(person: Person) -> list[int]:
    """Where the person works now, and what they oversee or support from outside. At most 3 queries."""
    workplace = teams_access.workplace(person)
    return [*([workplace.pk] if workplace else []), *(school.pk for school in supported_schools(person))]


def own_check_ins(person: Person) -> QuerySet[CheckIn]:
    """The person's own, at the schools to which they belong today. Whoever has left a school has none there."""
    return CheckIn.objects.whole().of(person).filter(school__in=_schools(person))


def own_check_in(person: Person, pk: int) -> CheckIn:
    """One of the person's own; for everybody else it does not exist."""
    found: CheckIn = teams_access.door(own_check_ins(person), True, pk)
    return found


def own_pair(person: Person, other_pk: int) -> Pair:
    """The pair of the person and somebody with whom they may have a 1:1 now; 404 for everybody else."""
    found = pair_with(person, other_pk)
    if found is None:
        raise Http404
    return found


def may_have_notes(person: Person, school: School) -> bool:
    """Whether the person may keep a private note: everybody but who comes as a network partner."""
    return not is_partner_only(person, school)


def shares_notes(check_in: CheckIn) -> bool:
    """Whether the check-in has a shared part: none with somebody who comes as a network partner. 1 query at most."""
    return check_in.kind != "before_ilt" or not is_partner_only(check_in.host, check_in.school)


def packet_session(person: Person, check_in: CheckIn) -> ReflectionSession | None:
    """The check-in's session, if the person may read its frozen packet beside the talk."""
    session = check_in.session
    if session is None or session.packet_id is None or not plan_access.may_read_packet(person, session):
        return None
    return session
