"""Whether what is to come fits the time that is left, and what could be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cycles.meet.models import Meeting, Phase, PhaseRun
from cycles.meet.protocols.minutes import LENGTHS, fitted
from cycles.meet.steering import Overtime, StoppedClock
from teams.models import Person

from .agenda import Changes, changes, planned, worded


@dataclass(frozen=True)
class NewMinutes:
    """A step that comes: its minutes now, and what it would have."""

    phase_id: int
    title: str
    now: int
    new: int


@dataclass(frozen=True)
class Pace:
    """All in minutes. `over`: by how much the plan is longer than what is left, overtime included.

    `shorter` are the steps that would lose minutes, `saved` how many in all; `optional` could be left out. `past` is
    by how much the meeting would end after its planned end, were everything to stay.
    """

    over: int
    is_phase_over: bool
    shorter: tuple[NewMinutes, ...] = ()
    optional: tuple[NewMinutes, ...] = ()
    past: int = 0
    overtime: int = 0
    left_out: tuple[str, ...] = ()
    is_changed: bool = False

    @property
    def saved(self) -> int:
        """What shortening gives."""
        return sum(line.now - line.new for line in self.shorter)

    @property
    def still_over(self) -> int:
        """What would be too long even then."""
        return max(self.over - self.saved, 0)

    @property
    def is_asked(self) -> bool:
        """Whether who leads should be offered a choice."""
        return self.over > 0


def seconds_left(meeting: Meeting) -> int | None:
    """Seconds on a clock that stands in this step; None where it runs. At most 1 query."""
    if meeting.phase_ends_at is not None or not meeting.is_open:
        return None
    rows = StoppedClock.objects.filter(meeting=meeting, step=meeting.step)
    return rows.values_list("seconds", flat=True).first()


def clock_mark(meeting: Meeting) -> str:
    """Tells the clock of this moment from one that was stopped, started or given more. At most 1 query."""
    return meeting.phase_ends_at.isoformat() if meeting.phase_ends_at else f"stands at {seconds_left(meeting)}"


def pace(meeting: Meeting, wanted: Sequence[Phase], *, at: datetime, changed: Changes | None = None) -> Pace:
    """What is left against what is planned. At most 4 queries, 3 where the changes are given.

    Counted in minutes that were really spent, so that a meeting that continues on another day has what it had left.
    """
    stood = seconds_left(meeting)
    here = timedelta(seconds=stood) if stood is not None else (meeting.phase_ends_at or at) - at
    spent = sum(((run.left_at or at) - run.entered_at for run in PhaseRun.objects.filter(meeting=meeting)), timedelta())
    overtime = Overtime.objects.filter(meeting=meeting).values_list("minutes", flat=True).first() or 0
    changed = changes(meeting) if changed is None else changed
    minutes = planned(meeting, wanted, changed)
    ahead = [phase for phase in wanted if phase.position > meeting.phase.position]
    coming = [phase for phase in ahead if minutes[phase.pk]]
    left = meeting.length + overtime - _minutes(spent) - max(_minutes(here), 0)
    over = sum(minutes[phase.pk] for phase in coming) - left
    found = Pace(
        over=max(over, 0),
        is_phase_over=here < timedelta(),
        past=max(over, 0) + overtime,
        overtime=overtime,
        left_out=tuple(worded(phase, "title") for phase in ahead if not minutes[phase.pk]),
        is_changed=any(phase.pk in changed for phase in ahead),
    )
    if over <= 0:
        return found
    lines = _fitting(coming, minutes, left)
    leaves_out = {phase.pk for phase in coming if phase.from_minutes > min(LENGTHS)}
    return replace(
        found,
        shorter=tuple(line for line in lines if line.new < line.now),
        optional=tuple(replace(line, new=0) for line in lines if line.phase_id in leaves_out),
    )


def _minutes(time: timedelta) -> int:
    return round(time.total_seconds() / 60)


def _fitting(coming: Sequence[Phase], minutes: dict[int, int], left: int) -> list[NewMinutes]:
    """What each would have by the protocol's rule; never more than now."""
    fits = dict(zip((phase.pk for phase in coming), fitted(coming, max(left, 0)), strict=True))
    return [
        NewMinutes(phase.pk, worded(phase, "title"), minutes[phase.pk], min(fits[phase.pk], minutes[phase.pk]))
        for phase in coming
    ]


def successors(meeting: Meeting) -> list[Person]:
    """Who the lead can be handed to: the deputy and the session's facilitator, whoever does not lead. 1 query."""
    session = meeting.session
    parts = [pk for pk in (session.facilitator_id, session.deputy_id) if pk and pk != meeting.facilitator_id]
    return list(Person.objects.filter(pk__in=parts, is_active=True).order_by("name"))
