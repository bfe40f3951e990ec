"""May I? Cycles, sessions, packets, invitations. Source of every line: the matrix of `privacy.md`, section 3.

A session exists for the people of its team, for the school's leader, for who is invited or facilitates it, and for
the superintendent of its school (its states, not its contents). A person who works in two schools meets only what
belongs to the one where they work now. A guest's pass ends thirty days after the cycle does.
"""

from datetime import time

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from cycles.plan.models import Cycle, Invitation, ReflectionSession
from reflection_site.statements import Given, Statement
from teams import access as teams_access
from teams.enums import LEADING, Role, TeamKind
from teams.models import Appointment, Person, School, Term

from .around import finishing_session, overseen_cycle, usual_days_school
from .feeds import hash_of, open_feed, own_meetings
from .joining import joining
from .passes import (
    asked_passes,
    given_pass,
    link_hash,
    linked_pass,
    living,
    own_feedback,
    voice_readers,
)
from .people import (
    attended_invitation,
    attended_session,
    deputized_session,
    own_team_session,
    substituted_session,
)
from .polls import answerable_poll, may_answer, may_organize, organized_poll, readable_poll
from .scopes import (
    GUEST_DAYS,
    NOBODY,
    Standing,
    editable_sessions,
    ended_passes,
    facilitated_sessions,
    joinable_sessions,
    packet_sessions,
    sessions_where,
    visible_sessions,
)
from .ties import Ties, ties

__all__ = [
    "GUEST_DAYS",
    "NOBODY",
    "Standing",
    "Ties",
    "answerable_poll",
    "asked_passes",
    "attended_invitation",
    "attended_session",
    "awaiting_packet_session",
    "deputized_session",
    "editable_cycle",
    "editable_session",
    "editable_sessions",
    "facilitated_session",
    "facilitated_sessions",
    "finishing_session",
    "given_pass",
    "has_word",
    "hash_of",
    "invitable_people",
    "joinable_session",
    "joinable_sessions",
    "joining",
    "led_cycles",
    "link_hash",
    "linked_pass",
    "living",
    "may_answer",
    "may_edit",
    "may_organize",
    "may_read_packet",
    "near_people",
    "noting_session",
    "open_feed",
    "openable_school",
    "openable_terms",
    "organized_poll",
    "overseen_cycle",
    "own_feedback",
    "own_invitation",
    "own_meetings",
    "own_team_session",
    "packet_session",
    "packet_sessions",
    "readable_cycle",
    "readable_cycles",
    "readable_poll",
    "readable_session",
    "sessions_where",
    "standing_invitations",
    "substituted_session",
    "ties",
    "usual_days_school",
    "visible_cycles",
    "visible_sessions",
    "voice_readers",
]

# --- doors of sessions


def readable_session(person: Person, pk: int) -> ReflectionSession:
    return teams_access.door(visible_sessions(person), True, pk)


def editable_session(person: Person, pk: int) -> ReflectionSession:
    return teams_access.door(visible_sessions(person), editable_sessions(person), pk)


def joinable_session(person: Person, pk: int) -> ReflectionSession:
    """As `joinable_sessions`, for what a room full of people asks at once. At most 4 queries."""
    session = JOINABLE.first(pk=pk)
    found = ties(person, session) if session else None
    if session is None or found is None or not found.sees_session:
        raise Http404
    teams_access.only_if(found.joins)
    return session


JOINABLE = Statement(lambda: sessions_where(Q(pk=Given("pk"))))


def facilitated_session(person: Person, pk: int) -> ReflectionSession:
    return teams_access.door(visible_sessions(person), facilitated_sessions(person), pk)


def packet_session(person: Person, pk: int) -> ReflectionSession:
    """May read the packet that is frozen now; with none frozen, 403."""
    return teams_access.door(visible_sessions(person).select_related("packet"), packet_sessions(person), pk)


def awaiting_packet_session(person: Person, pk: int) -> tuple[ReflectionSession, Ties]:
    """May come to the packet's page: invited to the evidence, though there may be none for them. At most 4 queries."""
    session = PACKET_PAGE.first(pk=pk)
    found = ties(person, session) if session else None
    if session is None or found is None or not found.sees_session:
        raise Http404
    teams_access.only_if(found.awaits_packet)
    return session, found


def _for_packet_page() -> QuerySet[ReflectionSession]:
    """The session with the little that a page of frozen evidence tells of it."""
    fetched = ReflectionSession.objects.select_related("cycle__school", "team", "packet").filter(pk=Given("pk"))
    return fetched.only(
        *(
            "state",
            "facilitator",
            "deputy",
            "stands_in_for",
            "freeze_asked_at",
            "freeze_failed_at",
            "packet_checked_at",
        ),
        *("team__name", "team__school", "cycle__closed_at", "cycle__school__name", "cycle__school__zone_name"),
        *("cycle__school__network", "packet__packet", "packet__version", "packet__profile", "packet__digest"),
        "packet__as_of",
    )


PACKET_PAGE = Statement(_for_packet_page)


def noting_session(person: Person, pk: int) -> ReflectionSession:
    """May pin notes to its packet: reads it, and may join the meeting."""
    allowed = packet_sessions(person).filter(pk__in=joinable_sessions(person).values("pk"))
    return teams_access.door(visible_sessions(person).select_related("packet"), allowed, pk)


def may_edit(person: Person, session: ReflectionSession) -> bool:
    return editable_sessions(person).filter(pk=session.pk).exists()


def has_word(person: Person, session: ReflectionSession, meets_at: time, minutes: int) -> bool:
    """Whether a time may reach beyond the contract day: the leader's word is there, or the hours stay as they are."""
    return (session.meets_at, session.minutes) == (meets_at, minutes) or ties(person, session).leads_school


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
    guides = any(one.position in LEADING or one.team.kind == TeamKind.ILT for one in standing.places)
    own = standing.school if standing.led_school or guides else None
    schools = (Q(school=own) if own else NOBODY) | Q(school__in=teams_access.overseen_schools(person))
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


def _standing() -> QuerySet[Invitation]:
    over = ended_passes(Given("day")).filter(person=Given("person"))
    mine = Invitation.objects.filter(person=Given("person"))
    return mine.exclude(is_guest=True, session__in=over.values("session_id"))


STANDING = Statement(_standing)


def standing_invitations(person: Person) -> list[Invitation]:
    """One's own that still hold: a guest's ends with their pass. 1 query."""
    return STANDING.rows(person=person.pk, day=timezone.localdate())


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
    school = teams_access.led_school(person)
    teams_access.only_if(school is not None)
    assert school is not None  # noqa: S101 (tells the type checker)
    return school


def openable_terms(school: School) -> QuerySet[Term]:
    """Terms whose close calls for a cycle that is not open yet: the school's own, else the district's."""
    terms = Term.objects.exclude(closes="").filter(Q(school=school) | Q(school=None)).select_related("year")
    begun = Cycle.objects.filter(school=school, year=OuterRef("year"), kind=OuterRef("closes"))
    own = Term.objects.filter(school=school, year=OuterRef("year"), closes=OuterRef("closes"))
    return terms.exclude(Exists(begun)).exclude(Q(Exists(own)) & Q(school=None)).order_by("ends_on")
