"""May I? Cycles, sessions, packets, invitations. Source of every line: the matrix of `privacy.md`, section 3.

A session exists for the people of its team, for the school's leader, for who is invited or facilitates it, and for
the superintendent of its school (its states, not its contents). A person who works in two schools meets only what
belongs to the one where they work now. A guest's pass ends thirty days after the cycle does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from data_imports.models import PacketVersion
from teams import access as teams_access
from teams.enums import LEADING, Role, TeamKind
from teams.models import Appointment, Membership, Person, School, Team, Term

from .models import Cycle, Invitation, ReflectionSession

GUEST_DAYS = 30
NOBODY = Q(pk__in=[])


@dataclass(frozen=True)
class Standing:
    """What a person is today, as filters on sessions. The workplace is asked once, everything else in the filter."""

    person: Person

    @cached_property
    def school(self) -> School | None:
        return teams_access.workplace(self.person)

    def _held(self, **fields: Any) -> QuerySet[Appointment]:
        return Appointment.objects.on().filter(person=self.person, **fields)

    def _teams(self, **fields: Any) -> QuerySet[Team]:
        held = Membership.objects.on().filter(person=self.person, **fields)
        return Team.objects.filter(pk__in=held.values("team_id"), school=self.school)

    @cached_property
    def led_schools(self) -> QuerySet[School]:
        held = self._held(role=Role.LEADER, school=self.school)
        return School.objects.filter(pk__in=held.values("school_id"))

    @cached_property
    def leads_school(self) -> Q:
        return Q(cycle__school__in=self.led_schools)

    @cached_property
    def leads_team(self) -> Q:
        return Q(team__in=self._teams(position__in=LEADING))

    @cached_property
    def in_team(self) -> Q:
        return Q(team__in=self._teams())

    @cached_property
    def oversees(self) -> Q:
        return Q(cycle__school__in=teams_access.overseen_schools(self.person))

    @cached_property
    def at_workplace(self) -> Q:
        return Q(cycle__school=self.school) if self.school else NOBODY

    @cached_property
    def is_reachable(self) -> Q:
        """Not at another of one's workplaces, not without any role today, not long after the cycle."""
        elsewhere = teams_access.workplaces(self.person)
        if self.school:
            elsewhere = elsewhere.exclude(pk=self.school.pk)
        since = timezone.now() - timedelta(days=GUEST_DAYS)
        is_recent = Q(cycle__closed_at=None) | Q(cycle__closed_at__gte=since)
        return Q(Exists(self._held())) & is_recent & ~Q(cycle__school__in=elsewhere)

    def _asked(self, **fields: Any) -> Q:
        mine = Invitation.objects.filter(person=self.person, **fields)
        return Q(pk__in=mine.values("session_id"))

    @cached_property
    def facilitates(self) -> Q:
        return (Q(facilitator=self.person) | Q(deputy=self.person)) & self.is_reachable

    @cached_property
    def is_asked_as_guest(self) -> Q:
        return self._asked(is_guest=True)

    @cached_property
    def is_guest(self) -> Q:
        return self.is_asked_as_guest & self.is_reachable

    @cached_property
    def has_packet_invitation(self) -> Q:
        return self._asked(sees_packet=True)


def sessions_where(filters: Q) -> QuerySet[ReflectionSession]:
    """Sessions with what every page about one needs fetched."""
    fetched = ("cycle__school", "cycle__year", "cycle__term", "team", "facilitator")
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


# --- one session


@dataclass(frozen=True)
class Ties:
    """What a person is to one session: each field says of it what the scope of the same words says of all.

    A page about one session asks a few small questions and concludes; a test holds the conclusions to the scopes.
    """

    leads_school: bool
    leads_team: bool
    in_team: bool
    facilitates: bool
    is_guest: bool
    oversees: bool
    at_workplace: bool
    invitation: Invitation | None

    @property
    def sees_session(self) -> bool:
        """As `visible_sessions`."""
        return self.leads_school or self.in_team or self.facilitates or self.is_guest or self.oversees

    def reads_packet(self, packet: PacketVersion | None) -> bool:
        """As `packet_sessions`; `packet` is the one frozen for the session."""
        if packet is None:
            return False
        here = self.in_team or self.facilitates or self.is_guest
        invited = self.invitation is not None and self.invitation.sees_packet and here
        in_house = (self.at_workplace or self.oversees) and packet.profile in ("B", "C")
        right = self.leads_school or self.leads_team or self.oversees or invited
        return right and (self.leads_school or self.in_team or in_house or packet.profile == "C")


def ties(person: Person, session: ReflectionSession) -> Ties:
    """The person's ties to a session whose cycle, school and team are fetched. At most 4 queries."""
    school, workplace = session.cycle.school, teams_access.workplace(person)
    held = list(Appointment.objects.on().filter(person=person))
    at_workplace = workplace is not None and workplace.pk == school.pk
    positions = _positions(person, session) if at_workplace else frozenset()
    invitation = Invitation.objects.filter(session=session, person=person).first()
    is_reachable = bool(held) and _is_recent(session.cycle) and (at_workplace or not _works_at(held, school))
    return Ties(
        leads_school=at_workplace and any(one.role == Role.LEADER and one.school_id == school.pk for one in held),
        leads_team=bool(positions & set(LEADING)),
        in_team=bool(positions),
        facilitates=person.pk in (session.facilitator_id, session.deputy_id) and is_reachable,
        is_guest=invitation is not None and invitation.is_guest and is_reachable,
        oversees=any(one.role == Role.SUPERINTENDENT and _covers(one, school) for one in held),
        at_workplace=at_workplace,
        invitation=invitation,
    )


def _positions(person: Person, session: ReflectionSession) -> frozenset[str]:
    """The person's places in the session's team, today and at its school. 1 query."""
    held = Membership.objects.on().filter(person=person, team=session.team_id, team__school=session.cycle.school_id)
    return frozenset(held.values_list("position", flat=True))


def _works_at(held: Iterable[Appointment], school: School) -> bool:
    return any(one.role in (Role.LEADER, Role.STAFF) and one.school_id == school.pk for one in held)


def _covers(appointment: Appointment, school: School) -> bool:
    """Whether it is for the school, or for its network."""
    in_network = appointment.network_id is not None and appointment.network_id == school.network_id
    return appointment.school_id == school.pk or in_network


def _is_recent(cycle: Cycle) -> bool:
    return cycle.closed_at is None or cycle.closed_at >= timezone.now() - timedelta(days=GUEST_DAYS)


# --- doors of sessions


def readable_session(person: Person, pk: int) -> ReflectionSession:
    return teams_access.door(visible_sessions(person), True, pk)


def editable_session(person: Person, pk: int) -> ReflectionSession:
    return teams_access.door(visible_sessions(person), editable_sessions(person), pk)


def joinable_session(person: Person, pk: int) -> ReflectionSession:
    return teams_access.door(visible_sessions(person), joinable_sessions(person), pk)


def facilitated_session(person: Person, pk: int) -> ReflectionSession:
    return teams_access.door(visible_sessions(person), facilitated_sessions(person), pk)


def packet_session(person: Person, pk: int) -> ReflectionSession:
    """May read the packet that is frozen now; with none frozen, 403."""
    return teams_access.door(visible_sessions(person).select_related("packet"), packet_sessions(person), pk)


def awaiting_packet_session(person: Person, pk: int) -> ReflectionSession:
    """May come to the packet's page: invited to the evidence, though there may be none for them yet."""
    allowed = sessions_where(_packet_right(Standing(person)))
    return teams_access.door(visible_sessions(person).select_related("packet"), allowed, pk)


def noting_session(person: Person, pk: int) -> ReflectionSession:
    """May pin notes to its packet: reads it, and may join the meeting."""
    allowed = packet_sessions(person).filter(pk__in=joinable_sessions(person).values("pk"))
    return teams_access.door(visible_sessions(person).select_related("packet"), allowed, pk)


def may_edit(person: Person, session: ReflectionSession) -> bool:
    return editable_sessions(person).filter(pk=session.pk).exists()


def may_read_packet(person: Person, session: ReflectionSession) -> bool:
    return packet_sessions(person).filter(pk=session.pk).exists()


# --- cycles


def visible_cycles(person: Person) -> QuerySet[Cycle]:
    """Cycles of the school where the person works and of those they oversee."""
    school = teams_access.workplace(person)
    mine = Q(school=school) if school else NOBODY
    overseen = Q(school__in=teams_access.overseen_schools(person))
    return Cycle.objects.select_related("school", "year", "term").filter(mine | overseen)


def readable_cycles(person: Person) -> QuerySet[Cycle]:
    """Where the person sees how all teams stand: leaders, leads, the ILT, superintendents. States, never contents."""
    standing = Standing(person)
    guides = Membership.objects.on().filter(
        Q(position__in=LEADING) | Q(team__kind=TeamKind.ILT), person=person, team__school=standing.school
    )
    schools = (
        Q(school__in=standing.led_schools)
        | Q(school__in=guides.values("team__school_id"))
        | Q(school__in=teams_access.overseen_schools(person))
    )
    return Cycle.objects.select_related("school", "year", "term").filter(schools)


def readable_cycle(person: Person, pk: int) -> Cycle:
    return teams_access.door(visible_cycles(person), readable_cycles(person), pk)


def led_cycles(person: Person) -> QuerySet[Cycle]:
    """Cycles of the school that the person leads."""
    return visible_cycles(person).filter(school__in=teams_access.led_schools(person))


def editable_cycle(person: Person, pk: int) -> Cycle:
    """The school's leader opens, plans and closes."""
    return teams_access.door(visible_cycles(person), led_cycles(person), pk)


# --- invitations


def own_invitation(person: Person, pk: int) -> Invitation:
    """One's own, to a session that still exists for the person."""
    mine = Invitation.objects.filter(person=person, session__in=visible_sessions(person))
    return teams_access.door(mine.select_related("session__cycle__school", "session__team"), True, pk)


def near_people(session: ReflectionSession) -> QuerySet[Person]:
    """Who may be given a part in a meeting: the school's people and those who oversee or support it. Active only."""
    school = session.cycle.school
    near = Q(school=school) | (Q(school=None, network=school.network_id) & ~Q(network=None))
    held = Appointment.objects.on().filter(near).exclude(role__in=[Role.DISTRICT, Role.STEWARD])
    return Person.objects.filter(pk__in=held.values("person_id"), is_active=True)


def invitable_people(session: ReflectionSession) -> QuerySet[Person]:
    """Near people who are not asked yet."""
    asked = Invitation.objects.filter(session=session)
    return near_people(session).exclude(pk__in=asked.values("person_id"))


def openable_school(person: Person) -> School:
    """The school whose cycles the person may open: the one they lead; 403 for everybody else."""
    school = teams_access.led_schools(person).first()
    teams_access.only_if(school is not None)
    assert school is not None  # noqa: S101 (tells the type checker)
    return school


def openable_terms(school: School) -> QuerySet[Term]:
    """Terms whose close calls for a cycle that is not open yet: the school's own, else the district's."""
    terms = Term.objects.exclude(closes="").filter(Q(school=school) | Q(school=None)).select_related("year")
    begun = Cycle.objects.filter(school=school, year=OuterRef("year"), kind=OuterRef("closes"))
    own = Term.objects.filter(school=school, year=OuterRef("year"), closes=OuterRef("closes"))
    return terms.exclude(Exists(begun)).exclude(Q(Exists(own)) & Q(school=None)).order_by("ends_on")
