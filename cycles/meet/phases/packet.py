"""The evidence packet: its findings in words, for those who may read it, before anybody says what they mean."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cycles.meet import queries
from cycles.meet.enums import Beside
from cycles.meet.models import Meeting

from .base import PhaseKind, Seat


@dataclass(frozen=True)
class Shown:
    """What the packet finds; nothing where the person was not invited to it, or none is frozen."""

    findings: tuple[queries.Finding, ...]
    is_frozen: bool
    is_reader: bool


def show(meeting: Meeting, seat: Seat) -> Shown:
    """The findings of the charts that this person may see; a held one keeps its words. At most 8 queries."""
    findings = queries.findings(meeting, seat.person)
    return Shown(findings or (), is_frozen=meeting.session.packet_id is not None, is_reader=findings is not None)


PHASE = PhaseKind(
    key="packet",
    label=_("Evidence"),
    show=show,
    beside=(Beside.GOALS,),
    tips=(
        _("Give it silence: reading together is quicker than telling."),
        _("Ask: what stands out? Keep “because” for later."),
    ),
)
