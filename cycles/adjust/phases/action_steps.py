"""Action steps: what, one owner, a day, and the root cause that each answers. Cause before cure."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cycles.adjust import access, queries
from cycles.adjust.forms import owner_choices
from cycles.meet import queries as meet_queries
from cycles.meet.models import Meeting
from cycles.meet.phases.base import PhaseKind, Seat
from teams.models import ImplementationBenchmark, InterimMeasure, UipGoal

IN_WEEKS = timedelta(weeks=6)


@dataclass(frozen=True)
class Choices:
    """What a step may name, as values and labels."""

    owners: list[tuple[str, list[tuple[int, str]]]]
    goals: list[tuple[int, str]]
    benchmarks: list[tuple[int, str]]
    measures: list[tuple[int, str]]


@dataclass(frozen=True)
class Shown:
    """The chosen topics with their causes, the steps taken; `choices` only for who may take one."""

    topics: list[meet_queries.TopicLine]
    steps: tuple[queries.StepLine, ...]
    choices: Choices | None
    may_override: bool
    today: date
    due_on: date

    @property
    def without_cause(self) -> list[meet_queries.TopicLine]:
        """Topics for which the gate is shut."""
        return [topic for topic in self.topics if topic.agreed_cause is None]

    @property
    def needs_override(self) -> bool:
        return self.may_override and bool(self.without_cause)


def _choices(meeting: Meeting) -> Choices:
    cycle = meeting.session.cycle
    goals = UipGoal.objects.filter(school=cycle.school, year=cycle.year_id, is_archived=False).order_by("pk")
    parts = {"goal__in": goals}
    return Choices(
        owners=owner_choices(meeting.session),
        goals=list(goals.values_list("pk", "title")) if cycle.school.uses_uip else [],
        benchmarks=list(ImplementationBenchmark.objects.filter(**parts).order_by("pk").values_list("pk", "text")),
        measures=list(InterimMeasure.objects.filter(**parts).order_by("pk").values_list("pk", "metric")),
    )


def show(meeting: Meeting, seat: Seat) -> Shown:
    """The same for everyone but the form. At most 16 queries."""
    session = meeting.session
    may_take = seat.may_write and access.may_write(seat.person, session)
    today = timezone.localdate(timezone=session.cycle.school.zone)
    return Shown(
        topics=meet_queries.topics(meeting, reader=None, chosen_only=True),
        steps=queries.step_lines(queries.steps_of(session), seat.person, today=today),
        choices=_choices(meeting) if may_take else None,
        may_override=may_take and access.may_override(seat.person, session),
        today=today,
        due_on=today + IN_WEEKS,
    )


PHASE = PhaseKind(
    key="action_steps",
    label=_("Action steps"),
    show=show,
    takes_steps=True,
    tips=(
        _("A name, not a group: one person owns each step."),
        _("Ask: does this step remove the root cause, or only soften what it leads to?"),
        _("Ask: how will we see in six weeks that it is done?"),
    ),
)
