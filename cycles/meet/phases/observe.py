"""Observe: what each sees, facts only, written in silence and then shown."""

from django.utils.translation import gettext_lazy as _

from cycles.meet import queries
from cycles.meet.enums import CardKind
from cycles.meet.models import Meeting

from .base import PhaseKind, Seat
from .progress import stage


def show(meeting: Meeting, seat: Seat) -> queries.Cards:
    """Before the cards are shown one's own only; on the projector none. 3 queries."""
    reader = None if seat.is_screen else seat.person
    return queries.cards(meeting, CardKind.OBSERVED, reader=reader)[CardKind.OBSERVED]


PHASE = PhaseKind(
    key="observe",
    label=_("Observe"),
    show=show,
    writes=(CardKind.OBSERVED,),
    stage=stage,
    tips=(
        _("When somebody explains, ask: what do you see that makes you say so?"),
        _("Go round once before anyone speaks twice."),
    ),
)
