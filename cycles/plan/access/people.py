"""May I? Who ticks attendance, steps in, confirms, hands back."""

from django.db.models import Q
from django.http import Http404

from cycles.plan.models import Invitation, ReflectionSession
from teams import access as teams_access
from teams.models import Person

from .scopes import Standing, facilitated_sessions, visible_sessions


def _where(person: Person, pk: int, allowed: Q) -> ReflectionSession:
    visible = visible_sessions(person)
    return teams_access.door(visible, visible.filter(allowed), pk)


def attended_session(person: Person, pk: int) -> ReflectionSession:
    """May tick who came: who facilitates, the note-taker, the school's leader."""
    return _where(person, pk, Q(pk__in=facilitated_sessions(person).values("pk")) | Q(note_taker=person))


def attended_invitation(person: Person, pk: int, invitation_pk: int) -> Invitation:
    """Somebody invited to a session whose attendance the person ticks."""
    session = attended_session(person, pk)
    found = session.invitations.select_related("person", "session__cycle__school").filter(pk=invitation_pk).first()
    if found is None:
        raise Http404
    return found


def deputized_session(person: Person, pk: int) -> ReflectionSession:
    """May step in: the deputy."""
    return _where(person, pk, Q(deputy=person))


def own_team_session(person: Person, pk: int) -> ReflectionSession:
    """May offer to facilitate, and confirm who offers: the team's members."""
    return _where(person, pk, Standing(person).in_team)


def substituted_session(person: Person, pk: int) -> ReflectionSession:
    """May hand back: the one who facilitates, and the school's leader."""
    return _where(person, pk, Standing(person).leads_school | Q(facilitator=person))
