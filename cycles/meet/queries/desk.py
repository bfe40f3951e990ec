"""What only who facilitates is shown: who asks to come in, how time goes, who has not been heard."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cycles.meet.models import Meeting, Phase
from teams.models import Person

from .agenda import Changes, Presence
from .door import Door, door
from .pace import Pace, clock_mark, pace, successors
from .pointing import Speaking, Spot, shown_cards, speaking, spots


@dataclass(frozen=True)
class Desk:
    """`speaking` is None where names do not belong into the step; `successors` can be handed the lead.
    `clock` is what a press on it saw."""

    door: Door
    pace: Pace
    speaking: Speaking | None
    spots: tuple[Spot, ...]
    successors: tuple[Person, ...]
    clock: str


def desk(
    meeting: Meeting, present: Sequence[Presence], wanted: Sequence[Phase], changed: Changes, *, at: datetime
) -> Desk:
    """The console's own parts, while the meeting is open. At most 11 queries."""
    cards = shown_cards(meeting)
    return Desk(
        door=door(meeting),
        pace=pace(meeting, wanted, at=at, changed=changed),
        speaking=speaking(meeting, present, cards),
        spots=spots(meeting, cards),
        successors=tuple(successors(meeting)),
        clock=clock_mark(meeting),
    )
