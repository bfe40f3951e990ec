"""Expect: what each expects to see, and why, before anybody looks; written in silence and then shown."""

from django.utils.translation import gettext_lazy as _

from cycles.meet import queries
from cycles.meet.enums import CardKind
from cycles.meet.models import Meeting

from .base import PhaseKind, Seat
from .progress import stage


def show(meeting: Meeting, seat: Seat) -> queries.Cards:
    """Before the cards are shown one's own only; on the projector none. 3 queries."""
    reader = None if seat.is_screen else seat.person
    return queries.cards(meeting, CardKind.EXPECTED, reader=reader)[CardKind.EXPECTED]


PHASE = PhaseKind(
    key="expect",
    label=_("Expect"),
    show=show,
    writes=(CardKind.EXPECTED,),
    stage=stage,
    beside=(),
    tips=(
        _("Nobody needs to be right: what we assume is what we learn here."),
        _("Keep the evidence closed until the cards are shown."),
    ),
)
