"""Infer: what it may mean, with what makes us think so; written in silence and then shown."""

from django.utils.translation import gettext_lazy as _

from cycles.meet import queries
from cycles.meet.enums import CardKind
from cycles.meet.models import Meeting

from .base import PhaseKind, Seat
from .progress import stage


def show(meeting: Meeting, seat: Seat) -> queries.Cards:
    """Before the cards are shown one's own only; on the projector none. 3 queries."""
    reader = None if seat.is_screen else seat.person
    return queries.cards(meeting, CardKind.INFERRED, reader=reader)[CardKind.INFERRED]


PHASE = PhaseKind(
    key="infer",
    label=_("Infer"),
    show=show,
    writes=(CardKind.INFERRED,),
    stage=stage,
    tips=(
        _("Ask of each idea: what else could explain it?"),
        _("Ask: which of what we saw does it rest on?"),
    ),
)
