"""Growth: silent writing, cards shown, grouped into topics, voted on; the group chooses a few."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from cycles.meet import queries
from cycles.meet.enums import VOTES_EACH, Beside, CardKind
from cycles.meet.models import Meeting
from cycles.plan.enums import VoiceQuestion
from cycles.plan.queries import Voices

from .base import PhaseKind, Seat, Stage


@dataclass(frozen=True)
class Shown:
    """The cards, the topics, and where the vote stands. Totals only once it is closed.

    `heard` is what people from outside saw stall, and would change.
    """

    cards: queries.Cards
    topics: list[queries.TopicLine]
    is_voting: bool
    is_counted: bool
    voters: int
    votes_left: int
    heard: Voices | None

    @property
    def loose(self) -> tuple[queries.CardLine, ...]:
        """Shown cards that stand alone."""
        return tuple(card for card in self.cards.lines if card.topic_id is None) if self.cards.is_shown else ()

    @property
    def is_chosen(self) -> bool:
        """Whether the group has chosen."""
        return any(topic.is_chosen for topic in self.topics)


def show(meeting: Meeting, seat: Seat) -> Shown:
    """Before the cards are shown one's own only; before the vote is closed one's own votes only. At most 11 queries."""
    reader = None if seat.is_screen else seat.person
    topics = queries.topics(meeting, reader=reader)
    return Shown(
        cards=queries.cards(meeting, CardKind.GROWTH, reader=reader)[CardKind.GROWTH],
        topics=topics,
        is_voting=meeting.is_voting,
        is_counted=meeting.votes_closed_at is not None,
        voters=queries.voters(meeting),
        votes_left=VOTES_EACH - sum(topic.has_my_vote for topic in topics),
        heard=queries.heard(meeting, reader, VoiceQuestion.STALLED, VoiceQuestion.CHANGE),
    )


def stage(shown: Any) -> Stage | None:
    if not shown.cards.is_shown:
        return Stage(
            "cycles:cards-reveal",
            _("Show the cards"),
            _("Everyone sees what all have written, with names. Writing stays open."),
        )
    if shown.is_voting:
        return Stage("cycles:votes-close", _("Close the vote"), _("Everyone sees the totals, never who voted how."))
    if not shown.is_counted and shown.cards.lines:
        return Stage(
            "cycles:votes-open",
            _("Open the vote"),
            _("Everyone gets three votes. Cards that stand alone become topics of their own."),
        )
    return None


PHASE = PhaseKind(
    key="growth",
    label=gettext_lazy("Growth"),
    show=show,
    writes=(CardKind.GROWTH,),
    stage=stage,
    has_votes=True,
    beside=(Beside.PACKET, Beside.GOALS, Beside.VOICES),
    tips=(
        gettext_lazy("Hold back solutions: park them. First we name where growth stalled."),
        gettext_lazy("Group what belongs together and read each title back: is this what you meant?"),
        gettext_lazy("Choose one or two topics. Depth beats breadth."),
    ),
)
