"""One session: what a person is to it, concluded from a few small questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.db.models import Exists, QuerySet
from django.utils import timezone

from cycles.plan.enums import SessionState
from cycles.plan.models import Cycle, Invitation, ReflectionSession
from data_imports.models import PacketVersion
from reflection_site.statements import Given, Statement
from teams import access as teams_access
from teams.enums import LEADING, Role
from teams.models import Appointment, Person, School

from .scopes import GUEST_DAYS, ended_passes


def _invitation() -> "QuerySet[Invitation]":
    mine = {"session": Given("session"), "person": Given("person")}
    return Invitation.objects.filter(**mine).annotate(is_over=Exists(ended_passes(Given("day")).filter(**mine)))


INVITATION = Statement(_invitation)


@dataclass(frozen=True)
class Ties:
    """What a person is to one session: each word says of it what the scope of the same name says of all.

    A page about one session asks a few small questions and concludes; a test holds the conclusions to the scopes. What
    only some pages need is asked once it is needed: `positions` and `invitation`, one query each.
    """

    person: Person
    session: ReflectionSession
    leads_school: bool
    oversees: bool
    at_workplace: bool
    is_reachable: bool

    @cached_property
    def positions(self) -> frozenset[str]:
        """The person's places in the session's team, today and at its school."""
        if not self.at_workplace or self.session.team.school_id != self.session.cycle.school_id:
            return frozenset()
        held = teams_access.places_today(self.person)
        return frozenset(one.position for one in held if one.team_id == self.session.team_id)

    @cached_property
    def invitation(self) -> Invitation | None:
        """The person's own, if they are asked; `is_over` on it says whether the last day of their pass is."""
        return INVITATION.first(session=self.session.pk, person=self.person.pk, day=timezone.localdate())

    @property
    def leads_team(self) -> bool:
        return bool(self.positions & set(LEADING))

    @property
    def in_team(self) -> bool:
        return bool(self.positions)

    @property
    def facilitates(self) -> bool:
        return self.is_reachable and _runs(self.person, self.session)

    @property
    def is_guest(self) -> bool:
        asked = self.invitation
        return self.is_reachable and asked is not None and asked.is_guest and not getattr(asked, "is_over", False)

    @property
    def sees_session(self) -> bool:
        """As `visible_sessions`."""
        return self.joins or self.oversees

    @property
    def joins(self) -> bool:
        """As `joinable_sessions`."""
        return self.leads_school or self.in_team or self.facilitates or self.is_guest

    @property
    def hears(self) -> bool:
        """Whether what people from outside say is said to the person: as `voice_readers`, at their workplace."""
        return self.leads_school or self.in_team or self.facilitates

    @property
    def awaits_packet(self) -> bool:
        """As `_packet_right`."""
        if self.leads_school or self.leads_team or self.oversees:
            return True
        is_asked = self.invitation is not None and self.invitation.sees_packet
        return is_asked and (self.in_team or self.facilitates or self.is_guest)

    def reads_packet(self, packet: PacketVersion | None) -> bool:
        """As `packet_sessions`; `packet` is the one frozen for the session."""
        if packet is None:
            return False
        in_house = (self.at_workplace or self.oversees) and packet.profile in ("B", "C")
        return self.awaits_packet and (self.leads_school or self.in_team or in_house or packet.profile == "C")


def ties(person: Person, session: ReflectionSession) -> Ties:
    """The person's ties to a session whose cycle, school and team are fetched. One query, 3 with what it asks later."""
    school = session.cycle.school
    held = teams_access.roles_today(person)
    workplace = teams_access.workplace_among(person, held)
    at_workplace = workplace is not None and workplace.pk == school.pk
    return Ties(
        person=person,
        session=session,
        leads_school=at_workplace and any(one.role == Role.LEADER and one.school_id == school.pk for one in held),
        oversees=any(one.role == Role.SUPERINTENDENT and _covers(one, school) for one in held),
        at_workplace=at_workplace,
        is_reachable=bool(held) and _is_recent(session.cycle) and (at_workplace or not _works_at(held, school)),
    )


def _runs(person: Person, session: ReflectionSession) -> bool:
    is_over = session.state == SessionState.MET and session.stands_in_for_id is not None
    return (session.facilitator_id == person.pk and not is_over) or session.deputy_id == person.pk


def _works_at(held: Iterable[Appointment], school: School) -> bool:
    return any(one.role in (Role.LEADER, Role.STAFF) and one.school_id == school.pk for one in held)


def _covers(appointment: Appointment, school: School) -> bool:
    """Whether it is for the school, or for its network."""
    in_network = appointment.network_id is not None and appointment.network_id == school.network_id
    return appointment.school_id == school.pk or in_network


def _is_recent(cycle: Cycle) -> bool:
    return cycle.closed_at is None or cycle.closed_at >= timezone.now() - timedelta(days=GUEST_DAYS)
