"""Goals and the plan around them. Every link is optional: a goal may be one line."""

from datetime import date, datetime
from typing import Any

from django.db import models, transaction

from teams import audit
from teams.enums import PartKind
from teams.models import (
    Challenge,
    Checkpoint,
    ImplementationBenchmark,
    InterimMeasure,
    Person,
    RootCause,
    School,
    SchoolYear,
    Strategy,
    UipGoal,
)

Part = Challenge | RootCause | Strategy | InterimMeasure | ImplementationBenchmark | Checkpoint


@transaction.atomic
def set_goal(
    school: School,
    *,
    year: SchoolYear,
    title: str,
    by: Person,
    at: datetime,
    detail: str = "",
    target: str = "",
    owner: Person | None = None,
) -> UipGoal:
    """An annual goal of the school's plan."""
    goal = UipGoal.objects.create(school=school, year=year, title=title, detail=detail, target=target, owner=owner)
    audit.record("goal set", goal, by=by, at=at, school=school)
    return goal


@transaction.atomic
def edit_goal(
    goal: UipGoal,
    *,
    title: str,
    detail: str,
    target: str,
    owner: Person | None,
    by: Person,
    at: datetime,
) -> UipGoal:
    goal.title, goal.detail, goal.target, goal.owner = title, detail, target, owner
    goal.save(update_fields=["title", "detail", "target", "owner"])
    audit.record("goal changed", goal, by=by, at=at, school=goal.school)
    return goal


@transaction.atomic
def archive_goal(goal: UipGoal, *, is_archived: bool, by: Person, at: datetime) -> None:
    """Put a goal away (it stays readable), or take it out again."""
    UipGoal.objects.filter(pk=goal.pk).update(is_archived=is_archived)
    audit.record("goal archived" if is_archived else "goal taken up again", goal, by=by, at=at, school=goal.school)


# --- the parts of its plan


@transaction.atomic
def add_part(goal: UipGoal, *, kind: str, by: Person, at: datetime, **fields: Any) -> models.Model:
    """Add one part to a goal's plan. `fields` by kind:

    challenge: `text`; cause: `text, challenges`; strategy: `text, root_causes`; measure: `metric`;
    benchmark: `text, strategy`; checkpoint: `measure` or `benchmark`, `due_on, expected`.
    """
    part: models.Model = _ADDERS[PartKind(kind)](goal, **fields)
    audit.record("plan part added", part, by=by, at=at, school=goal.school, purpose=kind)
    return part


def _add_challenge(goal: UipGoal, *, text: str) -> models.Model:
    row = Challenge.objects.create(school=goal.school, text=text)
    row.goals.add(goal)
    return row


def _add_cause(goal: UipGoal, *, text: str, challenges: Any) -> models.Model:
    row = RootCause.objects.create(school=goal.school, text=text)
    row.challenges.set(challenges)
    return row


def _add_strategy(goal: UipGoal, *, text: str, root_causes: Any = ()) -> models.Model:
    row = Strategy.objects.create(school=goal.school, text=text)
    row.goals.add(goal)
    row.root_causes.set(root_causes)
    return row


def _add_measure(goal: UipGoal, *, metric: str) -> models.Model:
    return InterimMeasure.objects.create(goal=goal, metric=metric)


def _add_benchmark(goal: UipGoal, *, text: str, strategy: Strategy | None = None) -> models.Model:
    return ImplementationBenchmark.objects.create(goal=goal, text=text, strategy=strategy)


def _add_checkpoint(goal: UipGoal, *, due_on: date, expected: str, **of: Any) -> models.Model:
    return Checkpoint.objects.create(due_on=due_on, expected=expected, **of)


_ADDERS: dict[PartKind, Any] = {
    PartKind.CHALLENGE: _add_challenge,
    PartKind.CAUSE: _add_cause,
    PartKind.STRATEGY: _add_strategy,
    PartKind.MEASURE: _add_measure,
    PartKind.BENCHMARK: _add_benchmark,
    PartKind.CHECKPOINT: _add_checkpoint,
}


@transaction.atomic
def edit_part(goal: UipGoal, part: Part, *, by: Person, at: datetime, **fields: Any) -> None:
    """Change one part: the fields of `add_part`, without what it belongs to."""
    for name, value in fields.items():
        if part._meta.get_field(name).many_to_many:
            getattr(part, name).set(value)
        else:
            setattr(part, name, value)
    part.save()
    audit.record("plan part changed", part, by=by, at=at, school=goal.school)


@transaction.atomic
def remove_part(goal: UipGoal, part: Part, *, by: Person, at: datetime) -> None:
    """Take a part out. A challenge or strategy that another goal shares only leaves this one."""
    audit.record("plan part removed", part, by=by, at=at, school=goal.school)
    if isinstance(part, Challenge | Strategy) and part.goals.exclude(pk=goal.pk).exists():
        part.goals.remove(goal)
        return
    part.delete()


@transaction.atomic
def record_checkpoint(
    goal: UipGoal, checkpoint: Checkpoint, *, found: str, verdict: str, by: Person, at: datetime
) -> None:
    """What was found at a checkpoint, and where that leaves it."""
    checkpoint.found, checkpoint.verdict = found, verdict
    checkpoint.save(update_fields=["found", "verdict"])
    audit.record("checkpoint recorded", checkpoint, by=by, at=at, school=goal.school)
