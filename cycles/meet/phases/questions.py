"""The guide's essential questions: the group's answer to each, for the record."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cycles.meet import queries
from cycles.meet.models import Meeting

from .base import PhaseKind, Seat


@dataclass(frozen=True)
class Shown:
    """The questions with what the group answers."""

    lines: tuple[queries.QuestionLine, ...]


def show(meeting: Meeting, seat: Seat) -> Shown:
    """The same for everyone; the facilitator enters what the group says. 1 query."""
    return Shown(queries.essential(meeting))


PHASE = PhaseKind(
    key="questions",
    label=_("Essential questions"),
    show=show,
    beside=(),
    tips=(
        _("One sentence each is enough: it is what somebody who was not here will read."),
        _("Where the group has no answer yet, say so; that is an answer too."),
    ),
)
