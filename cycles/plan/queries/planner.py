"""The planner's rows, one session's slot and invitations."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Count, F, IntegerField, Q, Value, When

from cycles.plan import access, slots
from cycles.plan.enums import CycleState, Reply, SessionState
from cycles.plan.models import Cycle, Invitation, ReflectionSession
from cycles.plan.slots import Slot
from teams.enums import TeamKind
from teams.models import Person

CHIPS = {
    SessionState.PLANNED: "waiting",
    SessionState.SCHEDULED: "quiet",
    SessionState.MEETING: "active",
    SessionState.MET: "done",
    SessionState.CANCELLED: "off",
}


@dataclass(frozen=True)
class PlannerRow:
    """One session on the planner: its time, place and facilitator, who answered, whether the packet is frozen."""

    session: ReflectionSession
    chip: str
    starts_at: datetime | None
    asked: int
    coming: int
    declined: int
    has_packet: bool
    may_edit: bool
    slot: Slot | None


@dataclass(frozen=True)
class Planner:
    """A cycle's planner. `untimed` sessions have no time yet and stand first."""

    cycle: Cycle
    rows: list[PlannerRow]
    untimed: int
    may_edit: bool
    is_open: bool


def planner(cycle: Cycle, person: Person, *, today: date) -> Planner:
    """The ILT and every team with time, place and facilitator. At most 5 queries, however many teams."""
    standing = access.Standing(person)
    own = access.sessions_where(standing.leads_school | standing.leads_team).filter(cycle=cycle)
    editable = set(own.values_list("pk", flat=True))
    leads = standing.led_schools.filter(pk=cycle.school_id).exists()
    days = slots.school_days(cycle.school)
    rows = [_row(session, session.pk in editable, cycle, today, days) for session in _planned(cycle)]
    untimed = sum(row.session.state == SessionState.PLANNED for row in rows)
    return Planner(cycle, rows, untimed, leads, cycle.state == CycleState.OPEN)


def _planned(cycle: Cycle) -> list[ReflectionSession]:
    place = Case(
        When(state=SessionState.PLANNED, then=Value(0)),
        When(state=SessionState.CANCELLED, then=Value(2)),
        default=Value(1),
        output_field=IntegerField(),
    )
    rows = cycle.sessions.select_related("cycle__school", "team", "facilitator").annotate(
        asked=Count("invitations"),
        coming=Count("invitations", filter=Q(invitations__reply=Reply.YES)),
        declined=Count("invitations", filter=Q(invitations__reply=Reply.NO)),
        ilt_last=Case(When(team__kind=TeamKind.ILT, then=Value(1)), default=Value(0), output_field=IntegerField()),
    )
    return list(rows.order_by(place, F("meets_on").asc(nulls_last=True), "meets_at", "ilt_last", "team__name"))


def _row(session: ReflectionSession, may_edit: bool, cycle: Cycle, today: date, days: slots.SchoolDays) -> PlannerRow:
    is_untimed = session.state == SessionState.PLANNED
    closes_on = cycle.term.ends_on
    return PlannerRow(
        session=session,
        chip=CHIPS[SessionState(session.state)],
        starts_at=session.starts_at,
        asked=getattr(session, "asked", 0),
        coming=getattr(session, "coming", 0),
        declined=getattr(session, "declined", 0),
        has_packet=session.packet_id is not None,
        may_edit=may_edit and session.state not in (SessionState.MEETING, SessionState.MET),
        slot=slots.propose(session.team, closes_on=closes_on, today=today, days=days) if is_untimed else None,
    )


def proposed_slot(session: ReflectionSession, *, today: date) -> Slot | None:
    """The default of an empty form. Needs `cycle.term`, `cycle.school` and `team`. One query."""
    days = slots.school_days(session.cycle.school)
    return slots.propose(session.team, closes_on=session.cycle.term.ends_on, today=today, days=days)


def invitations(session: ReflectionSession) -> list[Invitation]:
    """Everyone invited with their answer, guests last. One query."""
    return list(session.invitations.select_related("person").order_by("is_guest", "person__name", "pk"))
