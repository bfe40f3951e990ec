"""Predict, then see: each says what they expect of a held chart; once it is revealed, they see what it shows."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from cycles.meet.models import Meeting
from cycles.plan import access as plan_access, queries as plan_queries
from cycles.plan.models import HeldChart
from data_imports.queries import ChartShown
from reflection_site.statements import Given, Statement

from .base import PhaseKind, Seat, Stage


@dataclass(frozen=True)
class HeldLine:
    """A held chart, known on the page by its `key`: its subject; words and table once this person may see them."""

    key: str
    chart: ChartShown
    hold: plan_queries.Hold


@dataclass(frozen=True)
class Shown:
    """The packet's held charts. `is_reader`: the person was invited to the evidence, and so predicts."""

    lines: tuple[HeldLine, ...]
    is_reader: bool

    @property
    def unrevealed(self) -> int:
        """How many are still held back from everyone."""
        return sum(not line.hold.is_revealed for line in self.lines)

    @property
    def done(self) -> int:
        """How many people have predicted every chart that is still held back."""
        open_lines = [line.hold for line in self.lines if not line.hold.is_revealed]
        names = [{person.name for person in hold.people if person.is_done} for hold in open_lines]
        return len(set.intersection(*names)) if names else 0

    @property
    def people(self) -> int:
        """How many are asked."""
        return max((len(line.hold.people) for line in self.lines), default=0)


def show(meeting: Meeting, seat: Seat) -> Shown:
    """Subjects and who is done; of a chart that this person may see, everything. At most 8 queries."""
    holds = plan_queries.holds(meeting.session, seat.person)
    if not holds or meeting.session.packet_id is None:
        return Shown((), is_reader=False)
    is_reader = plan_access.may_read_packet(seat.person, meeting.session)
    packet = plan_queries.packet_shown(meeting.session, seat.person)
    charts = [chart if is_reader else chart.without_numbers() for chart in packet.charts]
    held = [(chart, holds[chart.key]) for chart in charts if chart.key in holds]
    lines = tuple(HeldLine(str(number), chart, hold) for number, (chart, hold) in enumerate(held, 1))
    return Shown(lines, is_reader)


def stage(shown: Any) -> Stage | None:
    if not shown.unrevealed:
        return None
    label = ngettext("Reveal the chart", "Reveal the charts", shown.unrevealed)
    says = _("%(done)s of %(people)s have predicted. Whoever has predicted or skipped sees what the evidence shows.")
    return Stage("cycles:charts-reveal", label, says % {"done": shown.done, "people": shown.people})


HELD = Statement(lambda: HeldChart.objects.filter(session=Given("session")).values_list("pk"))


def is_wanted(meeting: Meeting) -> bool:
    """Only where the session holds a chart back. 1 query."""
    return bool(HELD.rows(session=meeting.session_id))


PHASE = PhaseKind(
    key="predict",
    label=gettext_lazy("Predict, then see"),
    show=show,
    stage=stage,
    is_extra=True,
    beside=(),
    tips=(
        gettext_lazy("Give two quiet minutes. A guess with a reason is worth more than a right one."),
        gettext_lazy("After the reveal ask: what surprised you, and what did you assume?"),
    ),
    is_wanted=is_wanted,
)
