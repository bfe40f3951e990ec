"""Parked items: where each of them goes from here."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cycles.meet import queries
from cycles.meet.enums import CardKind, Onward
from cycles.meet.models import Card, Meeting

from .base import PhaseKind, Seat


@dataclass(frozen=True)
class Shown:
    """What was parked, and the places it may go to."""

    lines: tuple[queries.ParkedLine, ...]
    places: tuple[tuple[str, str], ...]


def show(meeting: Meeting, seat: Seat) -> Shown:
    """The same for everyone; the facilitator enters what the group says. 1 query."""
    is_ilt = meeting.session.team.is_ilt
    places = [one for one in Onward if not (is_ilt and one == Onward.ILT)]
    return Shown(queries.parked(meeting), tuple((one.value, str(one.label)) for one in places))


def is_wanted(meeting: Meeting) -> bool:
    """Only where something was parked. 1 query."""
    return Card.objects.filter(meeting=meeting.pk, kind=CardKind.PARKED).exists()


PHASE = PhaseKind(
    key="parked",
    label=_("Parked items"),
    show=show,
    is_wanted=is_wanted,
    beside=(),
    tips=(
        _("Read each aloud and ask only: where does it go?"),
        _("What the ILT is asked for opens its meeting as part of your team's brief."),
    ),
)
