"""Whose meetings stand in a feed. Its address is the only key; there is no sign-in behind it."""

from hashlib import sha256

from django.db.models import QuerySet
from django.http import Http404

from cycles.plan.enums import CalendarWay
from cycles.plan.models import CalendarChoice, Invitation, ReflectionSession
from teams import access as teams_access
from teams.models import Person

from .scopes import visible_sessions


def hash_of(token: str) -> str:
    """What is kept of a feed's secret. It is random and long, so that a plain digest cannot be tried out."""
    return sha256(token.encode()).hexdigest()


def open_feed(token: str) -> CalendarChoice:
    """The feed at this address. Unknown, revoked, of somebody who no longer signs in: 404, all alike."""
    choices = CalendarChoice.objects.select_related("person")
    found = choices.filter(token_hash=hash_of(token), way=CalendarWay.FEED, person__is_active=True).first()
    if found is None:
        raise Http404
    teams_access.remember(found.person)
    return found


def own_meetings(person: Person) -> QuerySet[ReflectionSession]:
    """Sessions to which the person is invited, as long as they exist for the person."""
    mine = Invitation.objects.filter(person=person)
    return visible_sessions(person).filter(pk__in=mine.values("session_id"))
