"""Which sessions: what a person is today, as filters that the database answers."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from cycles.plan.enums import SessionState
from cycles.plan.models import Invitation, Pass, ReflectionSession
from reflection_site.statements import Given
from teams import access as teams_access
from teams.enums import LEADING
from teams.models import Membership, Person, School

GUEST_DAYS = 30
NOBODY = Q(pk__in=[])


@dataclass(frozen=True)
class Standing:
    """What a person is today, as filters on sessions. Roles and places are asked once, all else in the filter."""

    person: Person

    @cached_property
    def school(self) -> School | None:
        return teams_access.workplace(self.person)

    @cached_property
    def led_school(self) -> School | None:
        return teams_access.led_school(self.person)

    @cached_property
    def places(self) -> list[Membership]:
        return teams_access.places_today(self.person)

    @cached_property
    def leads_school(self) -> Q:
        return Q(cycle__school=self.led_school) if self.led_school else NOBODY

    @cached_property
    def leads_team(self) -> Q:
        return Q(team__in=[one.team_id for one in self.places if one.position in LEADING])

    @cached_property
    def in_team(self) -> Q:
        return Q(team__in=[one.team_id for one in self.places])

    @cached_property
    def oversees(self) -> Q:
        return Q(cycle__school__in=teams_access.overseen_schools(self.person))

    @cached_property
    def at_workplace(self) -> Q:
        return Q(cycle__school=self.school) if self.school else NOBODY

    @cached_property
    def is_reachable(self) -> Q:
        """Not at another of one's workplaces, not without any role today, not long after the cycle."""
        if not teams_access.roles_today(self.person):
            return NOBODY
        elsewhere = [one.pk for one in teams_access.own_workplaces(self.person) if one != self.school]
        since = timezone.now() - timedelta(days=GUEST_DAYS)
        is_recent = Q(cycle__closed_at=None) | Q(cycle__closed_at__gte=since)
        return is_recent & ~Q(cycle__school__in=elsewhere) if elsewhere else is_recent

    def _asked(self, **fields: Any) -> Q:
        mine = Invitation.objects.filter(person=self.person, **fields)
        return Q(pk__in=mine.values("session_id"))

    @cached_property
    def facilitates(self) -> Q:
        """A substitute's part ends with the meeting."""
        is_over = Q(state=SessionState.MET, stands_in_for__isnull=False)
        return ((Q(facilitator=self.person) & ~is_over) | Q(deputy=self.person)) & self.is_reachable

    @cached_property
    def is_asked_as_guest(self) -> Q:
        over = ended_passes().filter(person=self.person)
        return self._asked(is_guest=True) & ~Q(pk__in=over.values("session_id"))

    @cached_property
    def is_guest(self) -> Q:
        return self.is_asked_as_guest & self.is_reachable

    @cached_property
    def has_packet_invitation(self) -> Q:
        return self._asked(sees_packet=True)


def ended_passes(day: date | Given | None = None) -> QuerySet[Pass]:
    """Passes whose last day is over on `day` (today). One that was taken back took its invitation with it."""
    return Pass.objects.filter(revoked_at=None, ends_on__lt=day or timezone.localdate())


def sessions_where(filters: Q) -> QuerySet[ReflectionSession]:
    """Sessions with what every page about one needs fetched."""
    fetched = ("cycle__school", "cycle__year", "cycle__term", "team", "facilitator", "stands_in_for")
    return ReflectionSession.objects.select_related(*fetched).filter(filters)


# --- scopes of sessions


def _visible(standing: Standing) -> Q:
    return standing.leads_school | standing.in_team | standing.facilitates | standing.is_guest | standing.oversees


def visible_sessions(person: Person) -> QuerySet[ReflectionSession]:
    """Sessions that exist for the person. Seeing that one exists gives none of its contents."""
    return sessions_where(_visible(Standing(person)))


def editable_sessions(person: Person) -> QuerySet[ReflectionSession]:
    """Whose time, place and guests the person may change: a leader's school, a lead's team."""
    standing = Standing(person)
    return sessions_where(standing.leads_school | standing.leads_team)


def joinable_sessions(person: Person) -> QuerySet[ReflectionSession]:
    """Where the person may come and write. A superintendent only where invited."""
    standing = Standing(person)
    return sessions_where(standing.leads_school | standing.in_team | standing.facilitates | standing.is_guest)


def facilitated_sessions(person: Person) -> QuerySet[ReflectionSession]:
    """Where the person leads the meeting: its facilitator, its deputy, the leader who may take over."""
    standing = Standing(person)
    return sessions_where(standing.leads_school | standing.facilitates)


def _packet_right(standing: Standing) -> Q:
    """Whose evidence it is at all, whatever its profile."""
    invited = standing.in_team | standing.facilitates | standing.is_guest
    return standing.leads_school | standing.leads_team | standing.oversees | (standing.has_packet_invitation & invited)


def packet_sessions(person: Person) -> QuerySet[ReflectionSession]:
    """Sessions whose frozen packet the person may read as it is.

    Profile A is for the team itself and its leader, B for the school's people and its superintendent, C for those
    from outside who were invited to it. Who was invited after a freeze waits for a version made for them.
    """
    standing = Standing(person)
    own = standing.leads_school | standing.in_team
    in_house = (standing.at_workplace | standing.oversees) & Q(packet__profile__in=["B", "C"])
    fits = own | in_house | Q(packet__profile="C")
    return sessions_where(_packet_right(standing) & Q(packet__isnull=False) & fits)
