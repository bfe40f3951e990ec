"""Plus and delta: what works in how we work together and what to change, written in silence and then shown."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cycles.meet import queries
from cycles.meet.enums import CardKind
from cycles.meet.models import Meeting

from .base import PhaseKind, Seat
from .progress import stage


@dataclass(frozen=True)
class Shown:
    """Both columns; one's own only until they are shown."""

    plus: queries.Cards
    delta: queries.Cards

    @property
    def is_shown(self) -> bool:
        """Whether everyone sees them."""
        return self.plus.is_shown

    @property
    def writers(self) -> int:
        """How many people have written."""
        return max(self.plus.writers, self.delta.writers)


def show(meeting: Meeting, seat: Seat) -> Shown:
    """Before the cards are shown one's own only; on the projector none. 3 queries."""
    reader = None if seat.is_screen else seat.person
    held = queries.cards(meeting, CardKind.PLUS, CardKind.DELTA, reader=reader)
    return Shown(held[CardKind.PLUS], held[CardKind.DELTA])


PHASE = PhaseKind(
    key="check",
    label=_("Plus and delta"),
    show=show,
    writes=(CardKind.PLUS, CardKind.DELTA),
    stage=stage,
    tips=(
        _("Begin with what works; it is what you keep."),
        _("Choose one change that you can try before you meet again."),
    ),
)
