"""What a phase lays beside the writing, for those who may read it."""

from dataclasses import dataclass

from cycles.meet.enums import Beside
from cycles.meet.models import Meeting
from cycles.plan import access as plan_access, queries as plan_queries
from teams.models import Person

from .goals import GoalLine, goals


@dataclass(frozen=True)
class Finding:
    """What one chart of the packet says; `sentence` is empty while the chart is held back."""

    key: str
    title: str
    sentence: str
    is_held: bool


@dataclass(frozen=True)
class Laid:
    """What lies beside the phase; a part that the phase does not name, or that the person may not read, is empty."""

    findings: tuple[Finding, ...] = ()
    goals: tuple[GoalLine, ...] = ()


def findings(meeting: Meeting, reader: Person) -> tuple[Finding, ...] | None:
    """What the frozen packet says, in words; None for who may not read it. At most 8 queries."""
    session = meeting.session
    if session.packet_id is None or not plan_access.may_read_packet(reader, session):
        return None
    charts = plan_queries.packet_shown(session, reader).charts
    return tuple(
        Finding(str(number), chart.title, "" if chart.is_held else chart.sentence, chart.is_held)
        for number, chart in enumerate(charts, 1)
    )


def laid(meeting: Meeting, reader: Person | None) -> Laid:
    """What the protocol lays beside the current phase; on the projector (`reader` None) nothing. At most 14 queries."""
    shows = meeting.phase.shows if reader else ()
    return Laid(
        findings=(findings(meeting, reader) or ()) if reader and Beside.PACKET in shows else (),
        goals=tuple(goals(meeting)) if Beside.GOALS in shows else (),
    )
