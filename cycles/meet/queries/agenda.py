"""The phases with their minutes, and the people."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Model
from django.utils.translation import get_language

from cycles.meet import phases
from cycles.meet.models import Finished, Meeting, Phase, PhaseRun
from cycles.meet.protocols.minutes import LEAST, fitted, is_kept
from cycles.meet.steering import PhaseChange
from cycles.plan.models import Invitation
from reflection_site.statements import Given, Statement


def worded(row: Model, field: str) -> str:
    """A text that a row holds in both languages, in the reader's; English where the other is missing."""
    spanish = getattr(row, f"{field}_es") if (get_language() or "").startswith("es") else ""
    return str(spanish or getattr(row, field))


PHASES = Statement(
    lambda: Phase.objects.filter(protocol=Given("protocol"), kind__in=phases.kinds()).order_by("position")
)


def wanted_phases(meeting: Meeting) -> list[Phase]:
    """The protocol's phases that this meeting has, in order. 1 query, and those of kinds that not all meetings have."""
    rows = PHASES.rows(protocol=meeting.protocol_id)
    return [phase for phase in rows if phase.pk == meeting.phase_id or _is_wanted(phase, meeting)]


def _is_wanted(phase: Phase, meeting: Meeting) -> bool:
    return is_kept(phase, meeting.length) and phases.kind(phase.kind).is_wanted(meeting)


Changes = Mapping[int, int]


def changes(meeting: Meeting) -> Changes:
    """Other minutes that were agreed on in the meeting, by the phase's pk; 0: it is left out. 1 query."""
    if meeting._state.adding:
        return {}
    return dict(PhaseChange.objects.filter(meeting=meeting).values_list("phase_id", "minutes"))


def _fitted(meeting: Meeting, wanted: Sequence[Phase]) -> dict[int, int]:
    return dict(zip((phase.pk for phase in wanted), fitted(wanted, meeting.length), strict=True))


def planned(meeting: Meeting, wanted: Sequence[Phase], changed: Changes | None = None) -> dict[int, int]:
    """The minutes of each phase by the phase's pk: in the time that the meeting has, else as agreed on in it.

    1 query, none where the changes are given.
    """
    changed = changes(meeting) if changed is None else changed
    return {pk: changed.get(pk, minutes) for pk, minutes in _fitted(meeting, wanted).items()}


def time_left(meeting: Meeting, wanted: Sequence[Phase]) -> int:
    """The minutes that the current phase still has, counted in what it was given and what was spent. 2 queries."""
    runs = PhaseRun.objects.filter(meeting=meeting, phase=meeting.phase_id, left_at__isnull=False)
    spent = sum((run.left_at - run.entered_at for run in runs if run.left_at), timedelta())
    return max(planned(meeting, wanted)[meeting.phase_id] - round(spent.total_seconds() / 60), LEAST)


def around(
    meeting: Meeting, wanted: Sequence[Phase], changed: Changes | None = None
) -> tuple[Phase | None, Phase | None]:
    """The phases before and after the current one, past those that are left out.

    1 query, none where the changes are given.
    """
    changed = changes(meeting) if changed is None else changed
    held = [phase for phase in wanted if phase.pk == meeting.phase_id or changed.get(phase.pk) != 0]
    place = [phase.pk for phase in held].index(meeting.phase_id)
    before = held[place - 1] if place else None
    return before, held[place + 1] if place + 1 < len(held) else None


@dataclass(frozen=True)
class AgendaLine:
    """One phase on the agenda. `state`: "done", "current", "next" or "out"; `real` is None where nobody has been.

    `new` are other minutes that were agreed on in the meeting.
    """

    title: str
    planned: int
    real: int | None
    state: str
    new: int | None = None

    @property
    def is_over(self) -> bool:
        """Whether it took longer than planned."""
        return self.real is not None and self.real > (self.planned if self.new is None else self.new)


def agenda(
    meeting: Meeting, wanted: Sequence[Phase], *, at: datetime, changed: Changes | None = None
) -> list[AgendaLine]:
    """Every phase with planned, real and new minutes. 2 queries, 1 where the changes are given."""
    changed = changes(meeting) if changed is None else changed
    spent: dict[int, timedelta] = defaultdict(timedelta)
    for run in PhaseRun.objects.filter(meeting=meeting):
        spent[run.phase_id] += max((run.left_at or meeting.closed_at or at) - run.entered_at, timedelta())
    minutes = _fitted(meeting, wanted)
    return [
        AgendaLine(
            title=worded(phase, "title"),
            planned=minutes[phase.pk],
            real=round(spent[phase.pk].total_seconds() / 60) if phase.pk in spent else None,
            state=_agenda_state(meeting, phase, is_out=changed.get(phase.pk) == 0),
            new=changed[phase.pk] if changed.get(phase.pk, minutes[phase.pk]) != minutes[phase.pk] else None,
        )
        for phase in wanted
    ]


def _agenda_state(meeting: Meeting, phase: Phase, *, is_out: bool) -> str:
    if is_out and phase.pk != meeting.phase_id:
        return "out"
    if phase.pk == meeting.phase_id and meeting.is_open:
        return "current"
    return "done" if phase.position < meeting.phase.position or not meeting.is_open else "next"


@dataclass(frozen=True)
class Presence:
    """An invited person: have they come, are they finished with this step."""

    pk: int
    name: str
    has_come: bool
    is_finished: bool


def presence(meeting: Meeting) -> list[Presence]:
    """Everyone invited, by name; people who came uninvited and finished follow. 2 queries."""
    finished = Finished.objects.filter(meeting=meeting, step=meeting.step).select_related("person")
    done = {row.person_id: row.person.name for row in finished}
    asked = Invitation.objects.filter(session=meeting.session_id).select_related("person").order_by("person__name")
    lines = [Presence(row.person_id, row.person.name, bool(row.has_attended), row.person_id in done) for row in asked]
    known = {line.pk for line in lines}
    return [*lines, *(Presence(pk, name, True, True) for pk, name in done.items() if pk not in known)]
