"""Progress: silent writing of successes, each with the action that led to it; then shown and celebrated."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from cycles.meet import queries
from cycles.meet.enums import Beside, CardKind
from cycles.meet.models import Meeting
from cycles.plan.enums import VoiceQuestion
from cycles.plan.queries import Voices

from .base import PhaseKind, Seat, Stage


@dataclass(frozen=True)
class Shown(queries.Cards):
    """The cards; `heard` is what people from outside saw go well."""

    heard: Voices | None


def show(meeting: Meeting, seat: Seat) -> Shown:
    """Before the cards are shown one's own only; on the projector none. At most 6 queries."""
    reader = None if seat.is_screen else seat.person
    cards = queries.cards(meeting, CardKind.SUCCESS, reader=reader)[CardKind.SUCCESS]
    return Shown(**vars(cards), heard=queries.heard(meeting, reader, VoiceQuestion.WELL))


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
    beside=(Beside.PACKET, Beside.GOALS, Beside.VOICES),
    tips=(
        gettext_lazy("Keep the silence: five minutes of writing before anyone speaks."),
        gettext_lazy("Ask: what did we do that led to it? Could we do it on purpose again?"),
    ),
)
