"""Progress: silent writing of successes, each with the action that led to it; then shown and celebrated."""

from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from cycles.meet import queries
from cycles.meet.enums import CardKind
from cycles.meet.models import Meeting

from .base import PhaseKind, Seat, Stage


def show(meeting: Meeting, seat: Seat) -> queries.Cards:
    """Before the cards are shown one's own only; on the projector none. 3 queries."""
    reader = None if seat.is_screen else seat.person
    return queries.cards(meeting, CardKind.SUCCESS, reader=reader)[CardKind.SUCCESS]


def stage(shown: Any) -> Stage | None:
    if shown.is_shown:
        return None
    return Stage(
        "cycles:cards-reveal",
        _("Show the cards"),
        _("Everyone sees what all have written, with names. Writing stays open."),
    )


PHASE = PhaseKind(
    key="progress",
    label=gettext_lazy("Progress"),
    show=show,
    writes=(CardKind.SUCCESS,),
    stage=stage,
    tips=(
        gettext_lazy("Keep the silence: five minutes of writing before anyone speaks."),
        gettext_lazy("Ask: what did we do that led to it? Could we do it on purpose again?"),
    ),
)
