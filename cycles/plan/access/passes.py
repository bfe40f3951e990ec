"""May I? Passes of people from outside, and what they said beforehand.

A link without an account opens its own questions and nothing else. Unknown, revoked and ended look alike, and cost
the same one question to the database.
"""

from datetime import timedelta

from django.db.models import Exists, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from cycles.plan.models import Pass, ReflectionSession
from reflection_site.encryption import keyed_hash
from teams import access as teams_access
from teams.enums import Role
from teams.models import Appointment, Membership, Person

from .scopes import GUEST_DAYS, editable_sessions, visible_sessions

PURPOSE = "feedback link"


def living() -> Q:
    """Passes that are neither taken back nor over."""
    since = timezone.now() - timedelta(days=GUEST_DAYS)
    is_recent = Q(session__cycle__closed_at=None) | Q(session__cycle__closed_at__gte=since)
    is_within = Q(ends_on=None) | Q(ends_on__gte=timezone.localdate())
    return Q(revoked_at=None) & is_within & is_recent


def _passes() -> QuerySet[Pass]:
    return Pass.objects.select_related("session__cycle__school", "session__team", "session__facilitator", "person")


def link_hash(token: str) -> str:
    """What the database keeps of a link."""
    return keyed_hash(token, PURPOSE)


def linked_pass(token: str) -> Pass:
    """The pass of somebody without an account, by the link they were given."""
    found = _passes().filter(living(), token_hash=link_hash(token), allows_feedback=True).first()
    if found is None:
        raise Http404
    return found


def asked_passes(person: Person) -> QuerySet[Pass]:
    """Where the person is asked for feedback: while they hold any role, as every guest."""
    held = Appointment.objects.on().filter(person=person)
    return _passes().filter(living(), Exists(held), person=person, allows_feedback=True)


def own_feedback(person: Person, pk: int) -> Pass:
    """The person's own questions, by signing in."""
    return teams_access.door(asked_passes(person), True, pk)


def given_pass(person: Person, pk: int) -> Pass:
    """A pass that the person may take back: of a session whose guests they look after."""
    seen = _passes().filter(session__in=visible_sessions(person))
    return teams_access.door(seen, seen.filter(session__in=editable_sessions(person)), pk)


def voice_readers(session: ReflectionSession) -> QuerySet[Person]:
    """Who reads what people from outside said beforehand: the team, who facilitates, the school's leaders."""
    members = Membership.objects.on().filter(team=session.team_id)
    leaders = Appointment.objects.on().filter(role=Role.LEADER, school=session.cycle.school_id)
    parts = [pk for pk in (session.facilitator_id, session.deputy_id) if pk]
    people = Q(pk__in=members.values("person_id")) | Q(pk__in=leaders.values("person_id")) | Q(pk__in=parts)
    return Person.objects.filter(people, is_active=True)
