"""What became of an earlier commitment, said in a later session."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from cycles.adjust import access
from cycles.adjust.enums import Became, StepState
from cycles.adjust.models import ActionStep, Adjustment, Disposition
from cycles.meet import actions as meet_actions
from cycles.meet.models import Card
from cycles.plan.models import ReflectionSession
from teams import audit
from teams.models import Person

from .refusals import ReasonMissing
from .steps import move_step, set_step, take_action_step


@transaction.atomic
def record_disposition(
    session: ReflectionSession,
    *,
    became: Became | str,
    evidence: str,
    by: Person,
    at: datetime,
    step: ActionStep | None = None,
    adjustment: Adjustment | None = None,
    parked: Card | None = None,
    due_on: date | None = None,
    new_text: str = "",
) -> Disposition:
    """Say what became of one commitment, with evidence or a reason; said again, the later word counts.

    Done and dropped close a step. Continued leaves it open (`due_on` moves its day), so that the next session asks
    again. Changed with `new_text` closes it and takes a new step in its place; without, it stays open as it is.
    Raises `ReasonMissing`.
    """
    if not evidence.strip():
        raise ReasonMissing
    target = {"step": step, "adjustment": adjustment, "parked": parked}
    found: dict[str, Any] = {name: thing for name, thing in target.items() if thing is not None}
    if len(found) != 1:
        raise ValueError("a disposition is about exactly one step, adjustment or parked item")
    disposition, _made = Disposition.objects.update_or_create(
        session=session,
        **found,
        defaults={"became": Became(became), "evidence": evidence.strip(), "recorded_by": by, "recorded_at": at},
    )
    if step is not None:
        _follow(disposition, step, new_text.strip(), due_on)
    audit.record(f"commitment {became}", disposition, by=by, at=at, school=session.cycle.school)
    meet_actions.touch_session(session)
    return disposition


def _state_after(became: str, new_text: str) -> StepState:
    """The step's own state once that was said of it."""
    if became == Became.CHANGED:
        return StepState.CHANGED if new_text else StepState.OPEN
    return {Became.DONE: StepState.DONE, Became.DROPPED: StepState.DROPPED}.get(Became(became), StepState.OPEN)


def _follow(disposition: Disposition, said_of: ActionStep, new_text: str, due_on: date | None) -> None:
    """The step's own life follows what was said of it."""
    step = ActionStep.objects.select_related("owner", "session__cycle__school").get(pk=said_of.pk)
    by, at = disposition.recorded_by, disposition.recorded_at
    if by is None:
        return
    state = _state_after(disposition.became, new_text)
    if step.state != state and not step.is_open:
        set_step(step, StepState.OPEN, "", by, at)
    if step.state != state:
        set_step(step, state, disposition.evidence, by, at)
    if step.is_open and due_on and due_on != step.due_on:
        move_step(step, due_on=due_on, at=at)
    _replace(disposition.session, step, new_text if state == StepState.CHANGED else "", due_on, by, at)


def _replace(
    session: ReflectionSession, step: ActionStep, text: str, due_on: date | None, by: Person, at: datetime
) -> None:
    """What it became is a step of this session; said otherwise later, that step is dropped again.

    Its owner stays the same where they still work here, else it is who wrote it down.
    """
    for other in ActionStep.objects.filter(session=session, replaces=step, state=StepState.OPEN).exclude(text=text):
        set_step(other, StepState.DROPPED, "", by, at)
    if not text or ActionStep.objects.filter(session=session, replaces=step, text=text).exists():
        return
    is_here = access.owners_at(session.cycle.school).filter(pk=step.owner_id).exists()
    take_action_step(
        session,
        text=text,
        owner=step.owner if is_here else by,
        due_on=due_on or session.cycle.term.ends_on,
        goal=step.goal,
        by=by,
        at=at,
        replaces=step,
    )
