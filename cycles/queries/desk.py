"""Everything that today's page is made of, fetched once; the tasks on it ask no database."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from cycles.adjust.checked import RecordCheck
from cycles.adjust.enums import AdjustmentState, StepState
from cycles.adjust.models import ActionStep, Adjustment, Advice
from cycles.adjust.queries import waiting_checks
from cycles.confer import queries as confer_queries
from cycles.confer.queries import Missing, Talks, WaitingLine
from cycles.listen import queries as listen_queries
from cycles.listen.queries import Asked, WaitingRound
from cycles.plan import access as plan_access
from cycles.plan.enums import CycleState, PollState
from cycles.plan.models import Cycle, Invitation, Pass, PollAnswer, ReflectionSession, SlotPoll
from cycles.prepare.models import Reflection, Template
from cycles.share import access as share_access
from cycles.share.enums import Response
from cycles.share.models import Review
from data_imports.enums import UploadState
from data_imports.models import Upload
from reflection_site.statements import Given, Statement
from teams import access as teams_access
from teams.enums import LEADING, Role, TeamKind
from teams.models import Appointment, Person, School, Term

from .drawers import filled

STEP_DAYS = 14
AT_WORK = (Role.LEADER, Role.STAFF)


@dataclass(frozen=True)
class DueStep:
    """One of the person's own promises, and the team in whose reflection it was made."""

    text: str
    due_on: date
    team: str


@dataclass(frozen=True)
class OwnReflection:
    """How far the person's own reflection is: `minutes` is what it takes, `answered` how many answers are written."""

    minutes: int
    is_handed_in: bool
    answered: int


@dataclass(frozen=True)
class Desk:
    """What concerns one person now: `mine` are sessions they are asked to or run, `led` those of their school."""

    person: Person
    now: datetime
    school: School | None
    roles: frozenset[str]
    mine: tuple[ReflectionSession, ...]
    led: tuple[ReflectionSession, ...]
    led_teams: frozenset[int]
    invitations: dict[int, Invitation]
    reflections: dict[int, OwnReflection]
    minutes: dict[str, int]
    steps: tuple[DueStep, ...]
    advice: tuple[Advice, ...]
    checks: tuple[RecordCheck, ...]
    voices: tuple[Pass, ...]
    polls: tuple[SlotPoll, ...]
    talks: Talks
    missing: tuple[Missing, ...]
    lines: tuple[WaitingLine, ...]
    maps: tuple[Asked, ...]
    told: tuple[WaitingRound, ...]
    lacks_learning_cycles: bool
    reviews: tuple[Review, ...]
    cycle: Cycle | None
    closing_term: Term | None
    undecided: int
    has_no_school: bool
    uploads: int

    @property
    def is_leader(self) -> bool:
        return Role.LEADER in self.roles

    @property
    def is_overseer(self) -> bool:
        return Role.SUPERINTENDENT in self.roles

    @property
    def brings_data(self) -> bool:
        return bool(self.roles & {Role.DISTRICT, Role.STEWARD})

    def runs(self, session: ReflectionSession) -> bool:
        return self.person.pk in (session.facilitator_id, session.deputy_id)

    def is_asked(self, session: ReflectionSession) -> bool:
        """Whether a reflection is hoped for: invited, and not as a guest."""
        invitation = self.invitations.get(session.pk)
        return invitation is not None and not invitation.is_guest


def desk(person: Person, *, now: datetime) -> Desk:
    """At most 25 queries, however much there is; half as many for most people, whose drawers are empty."""
    held = teams_access.roles_today(person)
    school = plan_access.Standing(person).school
    roles = _roles(held, school)
    positions = _positions(person, school)
    led_teams = frozenset(team for team, position in positions.items() if position in LEADING)
    invitations = {one.session_id: one for one in plan_access.standing_invitations(person)} if held else {}
    leads = school if Role.LEADER in roles else None
    sessions = _sessions(person, leads, invitations, _elsewhere(held, school)) if held else []
    mine = [one for one in sessions if one.pk in invitations or person.pk in (one.facilitator_id, one.deputy_id)]
    drawers = filled(person) if held else frozenset()
    reflections = _reflections(person) if mine else {}
    cycle = _open_cycle(leads) if leads else None
    return Desk(
        person=person,
        now=now,
        school=school,
        roles=roles,
        mine=tuple(mine),
        led=tuple(one for one in sessions if leads and one.cycle.school_id == leads.pk),
        led_teams=led_teams,
        invitations=invitations,
        reflections=reflections,
        minutes=_minutes() if any(one.pk not in reflections for one in mine) else {},
        steps=_steps(person, school, now) if school and "steps" in drawers else (),
        advice=_advice(person, now) if "advice" in drawers else (),
        checks=tuple(waiting_checks(person, mine, at=now)) if "checks" in drawers else (),
        voices=_voices(person) if "voices" in drawers else (),
        polls=_polls(person, now, [one for one in sessions if one.pk in invitations]) if "polls" in drawers else (),
        talks=_talks(person, school, held, now) if "talks" in drawers else Talks(),
        missing=confer_queries.missing(person, [one for one in sessions if one.team_id in led_teams], now=now),
        lines=confer_queries.waiting_lines(person) if "lines" in drawers else (),
        maps=_maps(person, now) if positions and drawers & {"maps", "sheets"} else (),
        told=listen_queries.told_waiting(person, at=now) if led_teams and "told" in drawers else (),
        lacks_learning_cycles=_lacks_learning_cycles(leads, now) if leads else False,
        reviews=_reviews(person) if roles & {Role.SUPERINTENDENT, Role.PARTNER} else (),
        cycle=cycle,
        closing_term=_closing_term(leads, now) if leads and cycle is None else None,
        undecided=_undecided(leads) if leads else 0,
        has_no_school=Role.DISTRICT in roles and not School.objects.exists(),
        uploads=_uploads() if roles & {Role.DISTRICT, Role.STEWARD} else 0,
    )


def _roles(held: Iterable[Appointment], school: School | None) -> frozenset[str]:
    """Roles of today; at another of one's workplaces they rest."""
    here = school.pk if school else None
    return frozenset(one.role for one in held if one.role not in AT_WORK or one.school_id == here)


def _elsewhere(held: Iterable[Appointment], school: School | None) -> set[int]:
    """One's other workplaces: nothing of theirs is shown here."""
    here = school.pk if school else None
    return {one.school_id for one in held if one.role in AT_WORK and one.school_id not in (None, here)}


def _positions(person: Person, school: School | None) -> dict[int, str]:
    """One's teams at the school, each with one's place in it."""
    return {one.team_id: one.position for one in teams_access.places_today(person)} if school else {}


def _open() -> "QuerySet[ReflectionSession]":
    asked = Invitation.objects.filter(person=Given("person"))
    where = Q(pk__in=asked.values("session")) | Q(facilitator=Given("person")) | Q(deputy=Given("person"))
    near = ReflectionSession.objects.filter(where | Q(cycle__school=Given("leads")), cycle__state=CycleState.OPEN)
    return near.select_related("cycle__school", "team", "protocol_choice").order_by("meets_on", "meets_at", "pk")


SESSIONS = Statement(_open)


def _sessions(
    person: Person, leads: School | None, invitations: Container[int], elsewhere: set[int]
) -> list[ReflectionSession]:
    """Sessions of open cycles that the person is asked to or runs, and all of the school that they lead. 1 query."""
    led = leads.pk if leads else None
    return [
        one
        for one in SESSIONS.rows(person=person.pk, leads=led)
        if one.cycle.school_id not in elsewhere
        and (one.pk in invitations or person.pk in (one.facilitator_id, one.deputy_id) or one.cycle.school_id == led)
    ]


def _written() -> "QuerySet[Reflection, Any]":
    written = ~Q(answers__text="") | ~Q(answers__second_text="") | ~Q(answers__third_text="")
    own = Reflection.objects.filter(person=Given("person"), session__cycle__state=CycleState.OPEN)
    counted = own.annotate(answered=Count("answers", filter=written))
    return counted.values_list("session_id", "template__minutes", "submitted_at", "answered")


WRITTEN = Statement(_written)


def _reflections(person: Person) -> dict[int, OwnReflection]:
    """The person's own of open cycles, by session. 1 query."""
    rows = WRITTEN.rows(person=person.pk)
    return {session: OwnReflection(minutes, at is not None, answered) for session, minutes, at, answered in rows}


MINUTES = Statement(lambda: Template.objects.filter(is_current=True).values_list("cycle_kind").annotate(Max("minutes")))


def _minutes() -> dict[str, int]:
    """How long a reflection takes, by kind of cycle. 1 query."""
    return dict(MINUTES.rows())


def _due() -> "QuerySet[ActionStep, Any]":
    due = ActionStep.objects.filter(
        owner=Given("owner"), session__cycle__school=Given("school"), state=StepState.OPEN, due_on__lte=Given("until")
    )
    return due.order_by("due_on", "pk").values_list("text", "due_on", "session__team__name")


DUE = Statement(_due)


def _steps(person: Person, school: School, now: datetime) -> tuple[DueStep, ...]:
    """One's own promises at the school where one works now. 1 query."""
    until = (now + timedelta(days=STEP_DAYS)).date()
    return tuple(DueStep(*row) for row in DUE.rows(owner=person.pk, school=school.pk, until=until))


def _advice(person: Person, now: datetime) -> tuple[Advice, ...]:
    since = now - timedelta(days=plan_access.GUEST_DAYS)
    is_recent = Q(adjustment__session__cycle__closed_at=None) | Q(adjustment__session__cycle__closed_at__gte=since)
    asked = Advice.objects.filter(is_recent, adviser=person, given_at__isnull=True)
    return tuple(asked.select_related("adjustment__session__cycle__school").order_by("due_on", "pk"))


def _voices(person: Person) -> tuple[Pass, ...]:
    """Where one is asked for feedback and has sent nothing yet."""
    return tuple(plan_access.asked_passes(person).filter(is_sent=False).order_by("answers_by", "pk"))


def _polls(person: Person, now: datetime, sessions: Iterable[ReflectionSession]) -> tuple[SlotPoll, ...]:
    """Open time polls for sessions that the person is asked to, without an answer of theirs. At most 2 queries."""
    asked = {session.pk: session for session in sessions}
    running = SlotPoll.objects.filter(session__in=list(asked), state=PollState.OPEN, closes_at__gt=now)
    if not asked or not (polls := list(running.order_by("closes_at", "pk"))):
        return ()
    answers = PollAnswer.objects.filter(person=person, slot__poll__in=polls)
    answered = set(answers.values_list("slot__poll_id", flat=True))
    for poll in polls:
        poll.session = asked[poll.session_id]
    return tuple(poll for poll in polls if poll.pk not in answered)


def _talks(person: Person, school: School | None, held: Iterable[Appointment], now: datetime) -> Talks:
    """1:1s where one works now, and at the schools that one oversees or supports. At most 2 queries."""
    schools = {school.pk} if school else set()
    networks = set()
    for one in held:
        if one.role in (Role.SUPERINTENDENT, Role.PARTNER):
            schools |= {one.school_id} if one.school_id else set()
            networks |= {one.network_id}
    if networks - {None}:
        schools |= set(School.objects.filter(network__in=networks - {None}).values_list("pk", flat=True))
    return confer_queries.talks(person, schools, now=now)


def _maps(person: Person, now: datetime) -> tuple[Asked, ...]:
    """Thinking maps that wait. 2 queries."""
    return tuple(one for one in listen_queries.asked_of(person, at=now) if one.waits)


def _lacks_learning_cycles(school: School, now: datetime) -> bool:
    """Whether the year has begun and nobody will be asked for a map in it. 1 query."""
    return listen_queries.lacks_cycles(school, today=timezone.localdate(now, school.zone))


def _reviews(person: Person) -> tuple[Review, ...]:
    waiting = share_access.own_reviews(person).filter(response=Response.WAITING)
    return tuple(waiting.order_by("summary__published_at"))


def _open_cycle(school: School) -> Cycle | None:
    cycles = Cycle.objects.filter(school=school, state=CycleState.OPEN).select_related("summary")
    return cycles.order_by("-opened_at").first()


def _closing_term(school: School, now: datetime) -> Term | None:
    """The running term whose close calls for a cycle that is not open yet; the school's own before the district's."""
    today = timezone.localtime(now, school.zone).date()
    done = Cycle.objects.filter(school=school, year=OuterRef("year"), kind=OuterRef("closes"))
    terms = Term.objects.filter(Q(school=school) | Q(school=None), starts_on__lte=today, ends_on__gte=today)
    return terms.exclude(closes="").exclude(Exists(done)).order_by("school_id", "ends_on").last()


def _undecided(school: School) -> int:
    waiting = [AdjustmentState.PROPOSED, AdjustmentState.ADVICE]
    return Adjustment.objects.filter(session__cycle__school=school, state__in=waiting).count()


def _uploads() -> int:
    return Upload.objects.filter(state=UploadState.UNDERSTOOD).count()


def ilt_first(session: ReflectionSession) -> tuple[bool, str]:
    """The order of teams on every page."""
    return session.team.kind != TeamKind.ILT, session.team.name
