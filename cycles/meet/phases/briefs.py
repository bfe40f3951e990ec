"""Team briefs: what each teacher team agreed on, for the ILT that hears them together."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cycles.meet import queries
from cycles.meet.models import Meeting

from .base import PhaseKind, Seat


@dataclass(frozen=True)
class Shown:
    """The teams that have met with what they agreed on, and the names of those that have not."""

    met: tuple[queries.Brief, ...]
    waiting: tuple[str, ...]


def show(meeting: Meeting, seat: Seat) -> Shown:
    """The same for everyone in the ILT's room: what the teams stand by. 6 queries."""
    found = queries.briefs(meeting.session)
    return Shown(
        tuple(brief for brief in found if brief.has_met),
        tuple(brief.team for brief in found if not brief.has_met),
    )


def is_wanted(meeting: Meeting) -> bool:
    """Only in the ILT's meeting. No query."""
    return meeting.session.team.is_ilt


PHASE = PhaseKind(
    key="briefs",
    label=_("Team briefs"),
    show=show,
    is_wanted=is_wanted,
    tips=(
        _("Each lead says one thing that the brief does not; the brief itself is read in silence."),
        _("Collect what teams ask for; it is answered before you close."),
    ),
)
