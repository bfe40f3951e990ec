"""The agreed record of a meeting."""

from dataclasses import dataclass
from datetime import datetime

from cycles.meet.enums import CardKind
from cycles.meet.models import Meeting
from cycles.plan.models import Invitation, ReflectionSession

from .answers import ParkedLine, QuestionLine, essential, parked
from .cards import CardLine, cards
from .goals import GoalLine, goals
from .topics import TopicLine, topics


@dataclass(frozen=True)
class Record:
    """What a meeting agreed on: never a raw card, votes as totals only."""

    opened_at: datetime
    closed_at: datetime | None
    facilitator: str
    present: tuple[str, ...]
    verdicts: tuple[GoalLine, ...]
    celebrations: tuple[CardLine, ...]
    topics: tuple[TopicLine, ...]
    questions: tuple[QuestionLine, ...]
    parked: tuple[ParkedLine, ...]
    plus: tuple[CardLine, ...]
    delta: tuple[CardLine, ...]


def record(session: ReflectionSession) -> Record | None:
    """The agreed record of a session's meeting; None before it has begun. At most 16 queries, however long."""
    meeting = Meeting.objects.select_related("phase", "facilitator").filter(session=session).first()
    if meeting is None:
        return None
    meeting.session = session
    kinds = (CardKind.SUCCESS, CardKind.PLUS, CardKind.DELTA)
    held = cards(meeting, *kinds, reader=None)
    came = Invitation.objects.filter(session=session, has_attended=True).order_by("person__name")
    return Record(
        opened_at=meeting.opened_at,
        closed_at=meeting.closed_at,
        facilitator=meeting.facilitator.name,
        present=tuple(came.values_list("person__name", flat=True)),
        verdicts=tuple(line for line in goals(meeting) if line.verdict),
        celebrations=held[CardKind.SUCCESS].celebrated,
        topics=tuple(topics(meeting, reader=None, chosen_only=True)),
        questions=tuple(line for line in essential(meeting) if line.answer),
        parked=parked(meeting),
        plus=held[CardKind.PLUS].lines,
        delta=held[CardKind.DELTA].lines,
    )
