"""The agreed record of a session: what the group stands by, never a raw card."""

from dataclasses import dataclass
from datetime import date

from cycles.adjust import access
from cycles.adjust.models import ActionStep, Adjustment, Disposition
from cycles.meet import queries as meet_queries
from cycles.plan.models import ReflectionSession
from teams.models import Person

from .steps import StepLine, step_lines


@dataclass(frozen=True)
class Record:
    """The page. `meeting` is None before the room was opened; `topics` are the chosen ones."""

    session: ReflectionSession
    meeting: meet_queries.Record | None
    steps: tuple[StepLine, ...]
    adjustments: tuple[Adjustment, ...]
    became: tuple[Disposition, ...]
    may_write: bool

    @property
    def is_empty(self) -> bool:
        return self.meeting is None and not self.steps and not self.adjustments and not self.became


def record(session: ReflectionSession, person: Person, *, today: date) -> Record:
    """What the session agreed on, for one reader. At most 26 queries, however long."""
    steps = ActionStep.objects.select_related("owner", "session__team", "topic", "cause", "goal").filter(
        session=session
    )
    said = Disposition.objects.filter(session=session).select_related("step__owner", "adjustment", "parked")
    return Record(
        session=session,
        meeting=meet_queries.record(session),
        steps=step_lines(steps.order_by("due_on", "pk"), person, today=today),
        adjustments=tuple(
            Adjustment.objects.filter(session=session).select_related("cause", "topic").order_by("proposed_at", "pk")
        ),
        became=tuple(said.order_by("recorded_at", "pk")),
        may_write=access.may_write(person, session),
    )
