"""Root causes: for each chosen topic a chain of whys. Agreed when it is within our control and not a person."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cycles.meet import queries
from cycles.meet.enums import CauseCategory
from cycles.meet.models import Meeting

from .base import PhaseKind, Seat


@dataclass(frozen=True)
class Shown:
    """The chosen topics with their chains."""

    topics: list[queries.TopicLine]
    categories: list[tuple[str, str]]

    @property
    def without_cause(self) -> int:
        """How many still lack an agreed cause: the gate stays shut for them."""
        return sum(topic.agreed_cause is None for topic in self.topics)


def show(meeting: Meeting, seat: Seat) -> Shown:
    """The same for everyone. 4 queries."""
    return Shown(
        topics=queries.topics(meeting, reader=None, chosen_only=True),
        categories=[(value, str(label)) for value, label in CauseCategory.choices],
    )


PHASE = PhaseKind(
    key="causes",
    label=_("Root causes"),
    show=show,
    finds_causes=True,
    tips=(
        _("Ask “why?” of the last answer, and “how do we know?” of each."),
        _("If the answer is a person, ask what in our work let it happen."),
        _("If it is outside our control, step back one link."),
        _("Ask: what would have to be true for this not to happen again?"),
    ),
)
