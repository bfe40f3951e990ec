"""Close: what we parked, and a quick check of the meeting itself."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cycles.meet import queries
from cycles.meet.enums import CardKind
from cycles.meet.models import Meeting

from .base import PhaseKind, Seat


@dataclass(frozen=True)
class Shown:
    """Parked cards, and what worked or should change in how we met (one's own until the record)."""

    parked: queries.Cards
    plus: queries.Cards
    delta: queries.Cards

    @property
    def answered(self) -> int:
        """How many people have checked out."""
        return max(self.plus.writers, self.delta.writers)


def show(meeting: Meeting, seat: Seat) -> Shown:
    """Parked cards for everyone; of the check one's own only. 3 queries."""
    reader = None if seat.is_screen else seat.person
    held = queries.cards(meeting, CardKind.PARKED, CardKind.PLUS, CardKind.DELTA, reader=reader)
    return Shown(held[CardKind.PARKED], held[CardKind.PLUS], held[CardKind.DELTA])


PHASE = PhaseKind(
    key="close",
    label=_("Close"),
    show=show,
    writes=(CardKind.PLUS, CardKind.DELTA),
    tips=(
        _("Read the action steps aloud: who, what, by when."),
        _("For each parked item say where it goes from here."),
    ),
)
