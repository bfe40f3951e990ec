"""A promise taken, settled, taken up again."""

from datetime import date, datetime, timedelta

from django.db import transaction

from cycles.adjust import access, notices
from cycles.adjust.enums import STEP_STEPS, StepState
from cycles.adjust.models import ActionStep
from cycles.meet import actions as meet_actions
from cycles.meet.models import Cause, Topic
from cycles.plan.models import ReflectionSession
from teams import audit, notices as teams_notices
from teams.models import ImplementationBenchmark, InterimMeasure, Person, UipGoal

from .refusals import AlreadySettled, CauseMissing, OverrideNotYours, OwnerNotHere, ReasonMissing, ThreadBroken

DOUBLE_PRESS = timedelta(seconds=10)


@transaction.atomic
def take_action_step(
    session: ReflectionSession,
    *,
    text: str,
    owner: Person,
    due_on: date,
    by: Person,
    at: datetime,
    topic: Topic | None = None,
    cause: Cause | None = None,
    goal: UipGoal | None = None,
    benchmark: ImplementationBenchmark | None = None,
    measure: InterimMeasure | None = None,
    override_reason: str = "",
    replaces: ActionStep | None = None,
) -> ActionStep:
    """A promise with one owner and a day. The owner is reminded three days before.

    Raises `CauseMissing` on a topic without an agreed root cause, unless who leads the meeting gives an
    `override_reason`, which is kept (`OverrideNotYours` for anybody else); `OwnerNotHere`; `ThreadBroken`.
    The same words pressed twice are one promise.
    """
    cause = _gate(session, topic, cause, override_reason.strip(), by)
    _check_goal(session, goal, benchmark, measure)
    if not access.owners_at(session.cycle.school).filter(pk=owner.pk).exists():
        raise OwnerNotHere(owner)
    ReflectionSession.objects.select_for_update().get(pk=session.pk)
    said = ActionStep.objects.filter(session=session, text=text, owner=owner, due_on=due_on, created_by=by)
    if replaces is None and (twin := said.filter(created_at__gt=at - DOUBLE_PRESS, topic=topic).first()):
        return twin
    step = ActionStep.objects.create(
        session=session,
        topic=topic or (cause.topic if cause else None),
        cause=cause,
        goal=goal or (topic.goal if topic else None),
        benchmark=benchmark,
        measure=measure,
        text=text,
        owner=owner,
        due_on=due_on,
        override_reason="" if cause or not topic else override_reason.strip(),
        created_by=by,
        created_at=at,
        replaces=replaces,
    )
    notices.remind_of_step(step, at=at)
    audit.record("action step taken", step, by=by, at=at, subject=owner, school=session.cycle.school)
    meet_actions.touch_session(session)
    return step


def _gate(
    session: ReflectionSession, topic: Topic | None, cause: Cause | None, override_reason: str, by: Person
) -> Cause | None:
    """The agreed cause that the step answers, asked of the database under a lock: cause before cure."""
    topic = topic or (cause.topic if cause else None)
    if topic is None:
        return None
    if not Topic.objects.filter(pk=topic.pk, meeting__session=session).exists():
        raise ThreadBroken
    agreed = Cause.objects.select_for_update().filter(topic=topic, agreed_at__isnull=False).order_by("agreed_at", "pk")
    found = agreed.filter(pk=cause.pk).first() if cause else agreed.first()
    if found is None and not override_reason:
        raise CauseMissing(topic)
    if found is None and not access.may_override(by, session):
        raise OverrideNotYours
    return found


def _check_goal(
    session: ReflectionSession,
    goal: UipGoal | None,
    benchmark: ImplementationBenchmark | None,
    measure: InterimMeasure | None,
) -> None:
    parts = [part for part in (benchmark, measure) if part is not None]
    if goal is not None and goal.school_id != session.cycle.school_id:
        raise ThreadBroken
    if any(part.goal.school_id != session.cycle.school_id for part in parts):
        raise ThreadBroken
    if goal is not None and any(part.goal_id != goal.pk for part in parts):
        raise ThreadBroken


@transaction.atomic
def settle_action_step(step: ActionStep, *, state: StepState | str, note: str, by: Person, at: datetime) -> None:
    """Say that a step is done or dropped, or open again. Raises `AlreadySettled` where somebody was faster."""
    if state == StepState.DROPPED and not note.strip():
        raise ReasonMissing
    set_step(step, StepState(state), note, by, at)
    school = step.session.cycle.school
    audit.record(f"action step {state}", step, by=by, at=at, subject=step.owner, school=school)
    meet_actions.touch_session(step.session)


def set_step(step: ActionStep, state: StepState, note: str, by: Person, at: datetime) -> None:
    """The compare-and-set under every change of a step's state; reminders follow it."""
    from_states = [old for old, allowed in STEP_STEPS.items() if state in allowed]
    is_open = state == StepState.OPEN
    changed = ActionStep.objects.filter(pk=step.pk, state__in=from_states).update(
        state=state,
        note=note.strip()[:300],
        settled_at=None if is_open else at,
        settled_by=None if is_open else by,
    )
    step.refresh_from_db(fields=["state", "note", "settled_at", "settled_by"])
    if not changed:
        raise AlreadySettled(step.get_state_display())
    if is_open:
        notices.remind_of_step(step, at=at)
    else:
        teams_notices.void(step, at=at, reason="settled")


@transaction.atomic
def move_step(step: ActionStep, *, due_on: date, at: datetime) -> None:
    """Another day; the reminder moves with it."""
    ActionStep.objects.filter(pk=step.pk).update(due_on=due_on)
    step.due_on = due_on
    teams_notices.void(step, at=at, reason="moved")
    notices.remind_of_step(step, at=at)


@transaction.atomic
def hand_over_step(step: ActionStep, *, owner: Person, by: Person, at: datetime) -> None:
    """Somebody else owns it from now on, and is reminded instead; who that is was chosen with the person replaced."""
    school = step.session.cycle.school
    ActionStep.objects.filter(pk=step.pk).update(owner=owner)
    step.owner = owner
    teams_notices.void(step, at=at, reason="handed over")
    if step.is_open:
        notices.remind_of_step(step, at=at)
    audit.record("action step handed over", step, by=by, at=at, subject=owner, school=school)
