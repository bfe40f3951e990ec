"""Action steps as people see them: mine, my team's, my school's; what is overdue first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, F, QuerySet, When
from django.utils.translation import gettext as _

from cycles.adjust import access
from cycles.adjust.enums import StepState
from cycles.adjust.models import ActionStep
from cycles.adjust.notices import DAYS_BEFORE
from cycles.plan.models import ReflectionSession
from teams import access as teams_access
from teams.models import Person

SCOPES = ("mine", "team", "school")
SHOWN = 200


@dataclass(frozen=True)
class StepLine:
    """One step: what, who, by when, why. `shape` is the state chip's."""

    pk: int
    text: str
    owner: str
    is_mine: bool
    due_on: date
    shape: str
    word: str
    is_open: bool
    may_settle: bool
    team: str
    session_id: int
    topic: str
    cause: str
    goal: str
    goal_id: int | None
    override_reason: str
    note: str


@dataclass(frozen=True)
class StepBoard:
    """The page of action steps: the open ones, then the settled ones."""

    scope: str
    scopes: tuple[str, ...]
    open: tuple[StepLine, ...]
    settled: tuple[StepLine, ...]

    @property
    def overdue(self) -> int:
        return sum(line.shape == "harm" for line in self.open)


def _chip(step: ActionStep, today: date) -> tuple[str, str]:
    if step.state == StepState.DONE:
        return "done", step.get_state_display()
    if not step.is_open:
        return "off", step.get_state_display()
    if step.due_on < today:
        return "harm", _("Overdue")
    if step.due_on <= today + timedelta(days=DAYS_BEFORE):
        return "waiting", _("Due soon")
    return "quiet", step.get_state_display()


def _line(step: ActionStep, person: Person, today: date, writable: set[int]) -> StepLine:
    shape, word = _chip(step, today)
    return StepLine(
        pk=step.pk,
        text=step.text,
        owner=step.owner.name,
        is_mine=step.owner_id == person.pk,
        due_on=step.due_on,
        shape=shape,
        word=word,
        is_open=step.is_open,
        may_settle=step.pk in writable,
        team=step.session.team.name,
        session_id=step.session_id,
        topic=step.topic.title if step.topic else "",
        cause=step.cause.text if step.cause else "",
        goal=step.goal.title if step.goal else "",
        goal_id=step.goal_id,
        override_reason=step.override_reason,
        note=step.note,
    )


def steps_of(session: ReflectionSession) -> QuerySet[ActionStep]:
    """The steps that a session took, by their day."""
    related = ("owner", "session__team", "topic", "cause", "goal")
    return ActionStep.objects.select_related(*related).filter(session=session).order_by("due_on", "pk")


def step_lines(steps: Iterable[ActionStep], person: Person, *, today: date) -> tuple[StepLine, ...]:
    """Steps as lines for one reader. Needs their relations fetched (as `access` does). At most 3 queries."""
    rows = list(steps)
    writable = set(access.editable_steps(person).filter(pk__in=[step.pk for step in rows]).values_list("pk", flat=True))
    return tuple(_line(step, person, today, writable) for step in rows)


def scope_label(scope: str) -> str:
    """A view's name for people."""
    return {"mine": _("Mine"), "team": _("My team's"), "school": _("The school's")}[scope]


def scopes_of(person: Person) -> tuple[str, ...]:
    """Which views the person has: their own, their teams', and for who reads whole schools the schools'."""
    if teams_access.is_district(person):
        return ("school",)
    if teams_access.overseen_schools(person).exists():
        return ("mine", "school")
    return SCOPES if teams_access.led_school(person) else ("mine", "team")


def _scoped(person: Person, scope: str) -> QuerySet[ActionStep]:
    if scope == "mine":
        return access.own_steps(person)
    readable = access.readable_steps(person)
    if scope == "team":
        return readable.filter(session__team__in=teams_access.member_teams(person))
    return readable


def step_board(person: Person, *, scope: str, today: date) -> StepBoard:
    """The page for one scope (the first that the person has, where it is not theirs). At most 13 queries."""
    scopes = scopes_of(person)
    scope = scope if scope in scopes else scopes[0]
    first_open = Case(When(state=StepState.OPEN, then=0), default=1)
    rows = _scoped(person, scope).order_by(first_open, "due_on", F("settled_at").desc(nulls_last=True), "pk")[:SHOWN]
    lines = step_lines(rows, person, today=today)
    return StepBoard(
        scope,
        scopes,
        tuple(line for line in lines if line.is_open),
        tuple(line for line in lines if not line.is_open),
    )
