"""What the cells and reasons of any number of sessions are told from, fetched once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from cycles.adjust.enums import AdjustmentState
from cycles.adjust.models import ActionStep, Adjustment
from cycles.plan import around
from cycles.plan.around import NOBODY, Circle, People, Standing
from cycles.plan.enums import MilestoneKind
from cycles.plan.models import HeldCheckIn, Milestone, ReflectionSession
from cycles.prepare.models import Reflection
from cycles.prepare.queries import Readiness
from cycles.queries.desk import ilt_first


def sessions_of(where: Q) -> list[ReflectionSession]:
    """Sessions with what their cells need, the ILT first; 1 query."""
    steps = ActionStep.objects.filter(session=OuterRef("pk")).order_by().values("session").annotate(n=Count("pk"))
    agreed = Adjustment.objects.filter(session=OuterRef("pk"), state=AdjustmentState.AGREED)
    found = ReflectionSession.objects.filter(where).select_related(
        "cycle__school", "cycle__summary", "team", "packet", "meeting", "proposal"
    )
    counted = found.defer("packet__body").annotate(steps_taken=Subquery(steps.values("n")), has_agreed=Exists(agreed))
    return sorted(counted, key=ilt_first)


@dataclass(frozen=True)
class Gathered:
    """Sessions with their steps, on whom each waits, and who was talked with. At most 15 queries, however many."""

    sessions: Sequence[ReflectionSession]
    now: datetime

    @cached_property
    def circle(self) -> Circle:
        return Circle(self.sessions)

    @cached_property
    def _milestones(self) -> dict[tuple[int, str], Milestone]:
        rows = Milestone.objects.filter(session__in=[one.pk for one in self.sessions])
        return {(row.session_id, row.kind): row for row in rows}

    @cached_property
    def _waiting(self) -> dict[MilestoneKind, dict[int, People]]:
        return {kind: around.open_in(kind, self.sessions, self.circle) for kind in MilestoneKind}

    @cached_property
    def _held(self) -> set[tuple[int, int]]:
        rows = HeldCheckIn.objects.filter(session__in=[one.pk for one in self.sessions])
        return set(rows.values_list("session_id", "person_id"))

    @cached_property
    def _handed_in(self) -> set[tuple[int, int]]:
        ids = [one.pk for one in self.sessions]
        rows = Reflection.objects.filter(session__in=ids, submitted_at__isnull=False)
        return set(rows.values_list("session_id", "person_id"))

    def milestone(self, session: ReflectionSession, kind: MilestoneKind) -> Milestone | None:
        return self._milestones.get((session.pk, kind))

    def waiting(self, session: ReflectionSession, kind: MilestoneKind) -> People:
        return self._waiting[kind].get(session.pk, NOBODY)

    def standing(self, session: ReflectionSession, kind: MilestoneKind) -> Standing | None:
        """How the step stands; None where the meeting has no such step."""
        milestone = self.milestone(session, kind)
        if milestone is None:
            return None
        return around.standing(session, milestone, self._waiting[kind].get(session.pk), now=self.now)

    def ready(self, session: ReflectionSession) -> Readiness:
        """How many of those asked have handed in, on screen or on paper; who cannot come counts among them."""
        asked = self.circle.asked(session)
        return Readiness(sum((session.pk, person) in self._handed_in for person in asked), len(asked))

    def talked(self, session: ReflectionSession) -> Readiness:
        """How many of those asked, the leads aside, have had their 1:1."""
        members = self.circle.asked(session) - self.circle.leads(session)
        return Readiness(sum((session.pk, person) in self._held for person in members), len(members))
