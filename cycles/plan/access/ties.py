"""One session: what a person is to it, concluded from a few small questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from cycles.plan.enums import SessionState
from cycles.plan.models import Cycle, Invitation, ReflectionSession
from data_imports.models import PacketVersion
from teams import access as teams_access
from teams.enums import LEADING, Role
from teams.models import Appointment, Membership, Person, School

from .scopes import GUEST_DAYS, ended_passes


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

    @property
    def awaits_packet(self) -> bool:
        """As `_packet_right`."""
        here = self.in_team or self.facilitates or self.is_guest
        invited = self.invitation is not None and self.invitation.sees_packet and here
        return self.leads_school or self.leads_team or self.oversees or invited

    def reads_packet(self, packet: PacketVersion | None) -> bool:
        """As `packet_sessions`; `packet` is the one frozen for the session."""
        if packet is None:
            return False
        in_house = (self.at_workplace or self.oversees) and packet.profile in ("B", "C")
        return self.awaits_packet and (self.leads_school or self.in_team or in_house or packet.profile == "C")


def ties(person: Person, session: ReflectionSession) -> Ties:
    """The person's ties to a session whose cycle, school and team are fetched. At most 4 queries."""
    school, workplace = session.cycle.school, teams_access.workplace(person)
    held = list(Appointment.objects.on().filter(person=person))
    at_workplace = workplace is not None and workplace.pk == school.pk
    positions = _positions(person, session) if at_workplace else frozenset()
    invitation, is_over = _asked(person, session)
    is_reachable = bool(held) and _is_recent(session.cycle) and (at_workplace or not _works_at(held, school))
    return Ties(
        leads_school=at_workplace and any(one.role == Role.LEADER and one.school_id == school.pk for one in held),
        leads_team=bool(positions & set(LEADING)),
        in_team=bool(positions),
        facilitates=_runs(person, session) and is_reachable,
        is_guest=invitation is not None and invitation.is_guest and not is_over and is_reachable,
        oversees=any(one.role == Role.SUPERINTENDENT and _covers(one, school) for one in held),
        at_workplace=at_workplace,
        invitation=invitation,
    )


def _asked(person: Person, session: ReflectionSession) -> tuple[Invitation | None, bool]:
    """The person's invitation, and whether the last day of their pass is over. 1 query."""
    over = Exists(ended_passes().filter(session=session, person=OuterRef("person")))
    found = Invitation.objects.filter(session=session, person=person).annotate(is_over=over).first()
    return found, bool(getattr(found, "is_over", False))


def _runs(person: Person, session: ReflectionSession) -> bool:
    is_over = session.state == SessionState.MET and session.stands_in_for_id is not None
    return (session.facilitator_id == person.pk and not is_over) or session.deputy_id == person.pk


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
