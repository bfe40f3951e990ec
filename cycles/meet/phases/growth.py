"""Growth: silent writing, cards shown, grouped into topics, voted on; the group chooses a few."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from cycles.meet import queries
from cycles.meet.enums import Beside, CardKind
from cycles.meet.models import Meeting
from cycles.plan.enums import VoiceQuestion
from cycles.plan.queries import Voices

from .base import PhaseKind, Seat, Stage


@dataclass(frozen=True)
class Shown:
    """The cards, the topics, and where the vote stands. Totals only once it is closed.

    `heard` is what people from outside saw stall, and would change. `kin` are cards that may belong together, for who
    leads and wants it.
    """

    cards: queries.Cards
    topics: list[queries.TopicLine]
    is_voting: bool
    is_counted: bool
    voters: int
    votes_left: int
    votes_each: int
    votes_cap: int
    phase_votes: int | None
    phase_cap: int
    may_vote: bool
    can_undo: bool
    kin: tuple[queries.Kin, ...]
    heard: Voices | None

    @property
    def loose(self) -> tuple[queries.CardLine, ...]:
        """Shown cards that stand alone."""
        return tuple(card for card in self.cards.lines if card.topic_id is None) if self.cards.is_shown else ()

    @property
    def is_grouping(self) -> bool:
        """Whether groups can still change: until the vote, and never under it."""
        return self.cards.is_shown and not self.is_voting and not self.is_counted

    @property
    def suggested(self) -> int:
        """How many votes each person should have: as the protocol says, else of all topics that there will be."""
        return self.phase_votes or queries.suggested_votes(len(self.topics) + len(self.loose))

    @property
    def is_chosen(self) -> bool:
        """Whether the group has chosen."""
        return any(topic.is_chosen for topic in self.topics)


def show(meeting: Meeting, seat: Seat) -> Shown:
    """Before the cards are shown one's own only; before the vote is closed one's own votes only. At most 12 queries."""
    reader = None if seat.is_screen else seat.person
    topics = queries.topics(meeting, reader=reader, voter=None if seat.is_screen else seat.hand)
    cards = queries.cards(meeting, CardKind.GROWTH, reader=reader)[CardKind.GROWTH]
    loose = [card for card in cards.lines if card.topic_id is None] if cards.is_shown else []
    return Shown(
        cards=cards,
        topics=topics,
        is_voting=meeting.is_voting,
        is_counted=meeting.votes_closed_at is not None,
        voters=queries.voters(meeting),
        votes_left=meeting.votes_each - sum(topic.my_votes for topic in topics),
        votes_each=meeting.votes_each,
        votes_cap=meeting.votes_cap,
        phase_votes=meeting.phase.votes,
        phase_cap=meeting.phase.vote_cap,
        may_vote=meeting.facilitator_votes or seat.hand.pk != meeting.facilitator_id,
        can_undo=seat.may_lead and queries.can_undo(meeting),
        kin=tuple(queries.kin(loose)) if seat.may_lead and meeting.suggests_kin else (),
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
            ngettext(
                "Everyone gets %(votes)s vote. Cards that stand alone become topics of their own.",
                "Everyone gets %(votes)s votes. Cards that stand alone become topics of their own.",
                shown.suggested,
            )
            % {"votes": shown.suggested},
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
