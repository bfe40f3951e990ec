"""A change proposed, advice asked and given on it, and the decision."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from cycles.adjust import access, notices
from cycles.adjust.enums import ADJUSTMENT_STEPS, AdjustmentState
from cycles.adjust.models import Adjustment, Advice
from cycles.meet import actions as meet_actions
from cycles.meet.models import Cause, Topic
from cycles.plan.models import ReflectionSession
from teams import audit, notices as teams_notices
from teams.models import Person

from .refusals import AdviceAsked, AdviserNotHere, AlreadySettled, ReasonMissing, ThreadBroken
from .steps import DOUBLE_PRESS


@transaction.atomic
def propose_adjustment(
    session: ReflectionSession,
    *,
    scope: str,
    text: str,
    reason: str,
    by: Person,
    at: datetime,
    topic: Topic | None = None,
    cause: Cause | None = None,
    starts_on: date | None = None,
) -> Adjustment:
    """A change that the group would make, with its reason. Raises `ThreadBroken` for another meeting's topic.

    The same words pressed twice are one proposal.
    """
    topic = topic or (cause.topic if cause else None)
    if topic is not None and not Topic.objects.filter(pk=topic.pk, meeting__session=session).exists():
        raise ThreadBroken
    if cause is not None and topic is not None and cause.topic_id != topic.pk:
        raise ThreadBroken
    ReflectionSession.objects.select_for_update().get(pk=session.pk)
    said = Adjustment.objects.filter(session=session, topic=topic, scope=scope, text=text, proposed_by=by)
    if twin := said.filter(proposed_at__gt=at - DOUBLE_PRESS).first():
        return twin
    adjustment = Adjustment.objects.create(
        session=session,
        topic=topic,
        cause=cause,
        scope=scope,
        text=text,
        reason=reason,
        starts_on=starts_on,
        proposed_by=by,
        proposed_at=at,
    )
    audit.record("adjustment proposed", adjustment, by=by, at=at, school=session.cycle.school)
    meet_actions.touch_session(session)
    return adjustment


@transaction.atomic
def ask_advice(
    adjustment: Adjustment, *, adviser: Person, question: str, due_on: date | None, by: Person, at: datetime
) -> Advice:
    """Ask one person before deciding. Raises `AdviserNotHere`, `AdviceAsked`, `AlreadySettled` after the decision."""
    if not access.advisers_for(adjustment).filter(pk=adviser.pk).exists():
        raise AdviserNotHere(adviser)
    _step_to(adjustment, AdjustmentState.ADVICE, also_from=(AdjustmentState.ADVICE,))
    try:
        with transaction.atomic():
            advice = Advice.objects.create(
                adjustment=adjustment, adviser=adviser, question=question, asked_by=by, asked_at=at, due_on=due_on
            )
    except IntegrityError:
        raise AdviceAsked(adviser) from None
    notices.tell_adviser(advice, at=at)
    school = adjustment.session.cycle.school
    audit.record("advice asked", advice, by=by, at=at, subject=adviser, school=school)
    return advice


@transaction.atomic
def give_advice(advice: Advice, *, text: str, by: Person, at: datetime) -> None:
    """Answer. It can be changed until the adjustment is decided; raises `AlreadySettled` then."""
    open_states = [AdjustmentState.PROPOSED, AdjustmentState.ADVICE]
    is_first = advice.given_at is None
    changed = Advice.objects.filter(pk=advice.pk, adviser=by, adjustment__state__in=open_states).update(
        text=text, given_at=at
    )
    if not changed:
        raise AlreadySettled(Adjustment.objects.get(pk=advice.adjustment_id).get_state_display())
    advice.refresh_from_db(fields=["text", "given_at"])
    teams_notices.void(advice, at=at, kinds=[notices.ADVICE_ASKED], reason="given")
    if is_first:
        notices.tell_of_advice(advice, at=at)
    audit.record("advice given", advice, by=by, at=at, school=advice.adjustment.session.cycle.school)


@transaction.atomic
def decide_adjustment(
    adjustment: Adjustment, *, state: AdjustmentState | str, decision: str, by: Person, at: datetime, used_how: str = ""
) -> None:
    """Agree, or not now, with the reason; `used_how` says how the advice given was used.

    Raises `AlreadySettled` where somebody decided first, `ReasonMissing` without a reason.
    """
    if not decision.strip():
        raise ReasonMissing
    state = AdjustmentState(state)
    _step_to(adjustment, state, decision=decision.strip(), decided_by=by, decided_at=at)
    if used_how.strip():
        adjustment.advice.filter(given_at__isnull=False).update(used_how=used_how.strip())
    for advice in adjustment.advice.all():
        teams_notices.void(advice, at=at, kinds=[notices.ADVICE_ASKED], reason="decided")
    notices.tell_of_decision(adjustment, by=by, at=at)
    audit.record(f"adjustment {state}", adjustment, by=by, at=at, school=adjustment.session.cycle.school)
    meet_actions.touch_session(adjustment.session)


def _step_to(
    adjustment: Adjustment, state: AdjustmentState, *, also_from: tuple[AdjustmentState, ...] = (), **fields: object
) -> None:
    from_states = [old for old, allowed in ADJUSTMENT_STEPS.items() if state in allowed]
    changed = Adjustment.objects.filter(pk=adjustment.pk, state__in=[*from_states, *also_from]).update(
        state=state, **fields
    )
    adjustment.refresh_from_db()
    if not changed:
        raise AlreadySettled(adjustment.get_state_display())
