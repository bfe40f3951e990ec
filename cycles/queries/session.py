"""The session page: four parts that follow time, and what the person may do in each."""

from dataclasses import dataclass
from datetime import datetime

from cycles.adjust.checked import RecordCheck
from cycles.adjust.enums import AdjustmentState, StepState
from cycles.adjust.models import ActionStep, Adjustment
from cycles.adjust.queries import commitments_progress, open_commitments, waiting_checks
from cycles.adjust.queries.commitments import Progress
from cycles.meet import queries as meet_queries
from cycles.meet.models import Meeting, Phase
from cycles.plan.access import Ties
from cycles.plan.enums import CycleState, Reply, SessionState
from cycles.plan.models import Invitation, ReflectionSession
from cycles.plan.parts import Part, in_place_of, length, own_parts, parts
from cycles.plan.queries import (
    AT_STATE,
    ResourceShown,
    SteppingIn,
    Thin,
    Timeline,
    Voices,
    declined,
    resources,
    stepping_in,
    thin_preparation,
    timeline,
    voices,
)
from cycles.prepare.models import Reflection
from cycles.prepare.queries import Readiness, TickLine, readiness, tick_lines
from cycles.share.models import Summary
from reflection_site.statements import Given, Statement
from teams.models import Person

HERE = Given("session")
MEETING = Statement(lambda: Meeting.objects.filter(session=HERE).select_related("phase", "facilitator"))
REFLECTION = Statement(lambda: Reflection.objects.filter(session=HERE, person=Given("person")))
STEPS = Statement(lambda: ActionStep.objects.filter(session=HERE).select_related("owner").order_by("due_on", "pk"))
ADJUSTMENTS = Statement(lambda: Adjustment.objects.filter(session=HERE).order_by("pk"))
FOLLOWER = Statement(lambda: ReflectionSession.objects.filter(follows=HERE).select_related("cycle").order_by("pk")[:1])


@dataclass(frozen=True)
class Rights:
    """What the person may do with this session."""

    edits: bool
    joins: bool
    facilitates: bool
    prepares: bool
    reads_packet: bool
    reads_shared: bool
    sees_names: bool
    ticks: bool  # who came
    hears: bool  # what people from outside said beforehand
    sees_others: bool  # the team's sessions before and after this one


@dataclass(frozen=True)
class AgendaLine:
    title: str
    minutes: int
    state: str


@dataclass(frozen=True)
class SessionPage:
    """Everything on the page; contents of reflections are not among it."""

    session: ReflectionSession
    rights: Rights
    current: str
    invitation: Invitation | None
    reflection: Reflection | None
    readiness: Readiness
    meeting: Meeting | None
    protocol: str
    agenda: tuple[AgendaLine, ...]
    is_written_ahead: bool
    steps: tuple[ActionStep, ...]
    adjustments: tuple[Adjustment, ...]
    summary: Summary | None
    follower: ReflectionSession | None
    promises: Progress | None
    parts: list[Part]
    own_parts: list[str]
    length: str
    in_place: str
    stepping: SteppingIn
    thin: Thin
    declined: list[Invitation]
    check: RecordCheck | None

    @property
    def minutes(self) -> int:
        return sum(line.minutes for line in self.agenda)

    @property
    def open_steps(self) -> int:
        return sum(step.state == StepState.OPEN for step in self.steps)

    @property
    def agreed(self) -> int:
        return sum(one.state == AdjustmentState.AGREED for one in self.adjustments)


@dataclass(frozen=True)
class SessionPlan:
    """What stands around the meeting: the days of its steps, a lead's ticks, what people from outside say, links."""

    rights: Rights
    timeline: Timeline
    ticks: tuple[TickLine, ...]
    voices: Voices | None
    resources: tuple[ResourceShown, ...]


def session_plan(session: ReflectionSession, person: Person, ties: Ties, *, now: datetime) -> SessionPlan:
    """A part of the session's page that comes a moment after it. At most 15 queries, however many people and steps."""
    rights = _rights(session, person, ties)
    return SessionPlan(
        rights,
        timeline(
            session,
            person,
            sees_names=rights.sees_names,
            may_finish=rights.edits or rights.facilitates or session.note_taker_id == person.pk,
            now=now,
        ),
        tick_lines(session, person) if rights.edits else (),
        voices(session, person, at=now) if rights.hears else None,
        resources(*AT_STATE.get(session.state, ())),
    )


def session_page(session: ReflectionSession, person: Person, ties: Ties, *, now: datetime) -> SessionPage:
    """The page of a session from `access.readable_session`. At most 23 queries, however many people and steps."""
    rights, ready = _rights(session, person, ties), readiness(session)
    stepping = stepping_in(session, person, ties, at=now)
    meeting = _meeting(session)
    summary: Summary | None = getattr(session.cycle, "summary", None)
    current = "during" if meeting and meeting.paused_at else current_part(session, summary)
    return SessionPage(
        session,
        rights,
        current,
        ties.invitation,
        REFLECTION.first(session=session.pk, person=person.pk) if current == "before" and rights.prepares else None,
        ready,
        meeting,
        *_agenda(session, meeting),
        tuple(STEPS.rows(session=session.pk)),
        tuple(ADJUSTMENTS.rows(session=session.pk)),
        summary,
        _follower(session),
        commitments_progress(open_commitments(session)) if session.follows_id else None,
        parts(session),
        [] if _has_declined(ties) else own_parts(session, person),
        length(session),
        in_place_of(session, meeting.facilitator if meeting and meeting.is_open else None),
        stepping,
        thin_preparation(session, ready=ready.ready, total=ready.total, at=now, is_leading=rights.facilitates),
        declined(session) if current == "before" and (rights.edits or rights.facilitates) else [],
        _check(session, person, at=now),
    )


def _check(session: ReflectionSession, person: Person, *, at: datetime) -> RecordCheck | None:
    """The record, where it waits for this person's word. At most 1 query."""
    return next(iter(waiting_checks(person, [session], at=at)), None) if session.state == SessionState.MET else None


def _has_declined(ties: Ties) -> bool:
    return ties.invitation is not None and ties.invitation.reply == Reply.NO


def _meeting(session: ReflectionSession) -> Meeting | None:
    """There is none before it has begun. At most 1 query."""
    found = MEETING.first(session=session.pk) if session.has_begun else None
    if found:
        found.session = session
    return found


def _follower(session: ReflectionSession) -> ReflectionSession | None:
    """The session that opens with this one's promises; there is none before it has met. At most 1 query."""
    if session.state != SessionState.MET:
        return None
    return FOLLOWER.first(session=session.pk)


def current_part(session: ReflectionSession, summary: Summary | None) -> str:
    """Which of the four parts is open now."""
    if session.state == SessionState.MEETING:
        return "during"
    if session.state != SessionState.MET:
        return "before"
    is_over = session.cycle.state == CycleState.CLOSED or (summary is not None and summary.published_at is not None)
    return "next" if is_over else "after"


def _rights(session: ReflectionSession, person: Person, ties: Ties) -> Rights:
    """No query."""
    edits, facilitates = ties.leads_school or ties.leads_team, ties.leads_school or ties.facilitates
    asked = ties.invitation is not None and not ties.invitation.is_guest
    return Rights(
        edits=edits,
        joins=ties.leads_school or ties.in_team or ties.facilitates or ties.is_guest,
        facilitates=facilitates,
        prepares=asked or ties.in_team,
        reads_packet=ties.reads_packet(session.packet),
        reads_shared=edits or facilitates or (ties.oversees and ties.invitation is not None),
        sees_names=edits or facilitates or ties.in_team,
        ticks=facilitates or session.note_taker_id == person.pk,
        hears=ties.hears,
        sees_others=ties.leads_school or ties.in_team or ties.oversees,
    )


def _agenda(session: ReflectionSession, meeting: Meeting | None) -> tuple[str, tuple[AgendaLine, ...], bool]:
    """The protocol's title, and its phases with their minutes, or those that the meeting has. At most 3 queries.

    Last, whether cards can be written now for one of them, ahead of the meeting.
    """
    if meeting:
        meeting.session = session
        phases = list(meet_queries.wanted_phases(meeting))
        minutes = meet_queries.planned(meeting, phases)
    else:
        phases, minutes = meet_queries.expected_phases(session)
    protocol = meeting.protocol if meeting else next((phase.protocol for phase in phases), None)
    lines = tuple(
        AgendaLine(meet_queries.worded(phase, "title"), minutes[phase.pk], _phase_state(phase, meeting))
        for phase in phases
    )
    is_written_ahead = session.is_ahead and bool(meet_queries.written_steps(phases))
    return meet_queries.worded(protocol, "title") if protocol else "", lines, is_written_ahead


def _phase_state(phase: Phase, meeting: Meeting | None) -> str:
    if meeting is None:
        return "next"
    if meeting.closed_at or phase.position < meeting.phase.position:
        return "done"
    return "current" if phase.pk == meeting.phase_id else "next"
