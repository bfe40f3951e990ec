"""The agreed record of a session: what the group stands by, never a raw card."""

from dataclasses import dataclass
from datetime import date

from cycles.adjust import access
from cycles.adjust.models import Adjustment, Disposition, Revalidation
from cycles.meet import queries as meet_queries
from cycles.plan.models import ReflectionSession
from teams.models import Person

from .checking import CheckShown, check_shown
from .commitments import Commitment, open_commitments
from .revalidation import checks
from .steps import StepLine, step_lines, steps_of


@dataclass(frozen=True)
class Record:
    """The page. `meeting` is None before the room was opened; `topics` are the chosen ones."""

    session: ReflectionSession
    meeting: meet_queries.Record | None
    steps: tuple[StepLine, ...]
    adjustments: tuple[Adjustment, ...]
    became: tuple[Disposition, ...]
    unanswered: tuple[Commitment, ...]
    may_write: bool
    checks: tuple[Revalidation, ...] = ()
    may_check: bool = False
    check: CheckShown | None = None

    @property
    def is_empty(self) -> bool:
        return self.meeting is None and not self.steps and not self.adjustments and not self.became


def record(session: ReflectionSession, person: Person, *, today: date) -> Record:
    """What the session agreed on, for one reader. At most 48 queries, however long."""
    meeting = meet_queries.record(session)
    is_over = meeting is not None and meeting.closed_at is not None
    may_write = access.may_write(person, session)
    said = Disposition.objects.filter(session=session).select_related("step__owner", "adjustment", "parked")
    return Record(
        session=session,
        meeting=meeting,
        steps=step_lines(steps_of(session), person, today=today),
        adjustments=tuple(
            Adjustment.objects.filter(session=session).select_related("cause", "topic").order_by("proposed_at", "pk")
        ),
        became=tuple(said.order_by("recorded_at", "pk")),
        unanswered=tuple(one for one in open_commitments(session) if not one.is_answered),
        may_write=may_write,
        checks=checks(session) if is_over else (),
        may_check=is_over and access.may_revalidate(person, session),
        check=check_shown(session, person, may_mend=may_write) if is_over else None,
    )
