"""Topics with their cards, votes and chains of whys."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from cycles.meet.enums import MOST_VOTES, CauseCategory
from cycles.meet.models import Card, CardMove, Cause, Meeting, Topic, Vote
from teams.models import Person

from .cards import IN_ORDER, CardLine, card_line, with_cited
from .cited import CitedCells


@dataclass(frozen=True)
class CauseLine:
    """One link of a chain of whys."""

    pk: int
    text: str
    category: str
    evidence: str
    by: str
    is_agreed: bool


@dataclass(frozen=True)
class TopicLine:
    """A topic with its cards and its chain. `votes` is None until the vote is closed; `my_votes` are gone by then."""

    pk: int
    title: str
    is_chosen: bool
    cards: tuple[CardLine, ...]
    causes: tuple[CauseLine, ...]
    votes: int | None
    my_votes: int

    @property
    def key(self) -> str:
        """Its name on a page."""
        return str(self.pk)

    @property
    def one_more(self) -> int:
        """The reader's votes with one more."""
        return self.my_votes + 1

    @property
    def one_less(self) -> int:
        """The reader's votes without one."""
        return max(0, self.my_votes - 1)

    @property
    def agreed_cause(self) -> CauseLine | None:
        """The root cause that the group agreed on."""
        return next((cause for cause in self.causes if cause.is_agreed), None)


def agreed_cause(topic: Topic) -> Cause | None:
    """The root cause that the group agreed on for `topic`: what the gate for action steps asks. 1 query."""
    return Cause.objects.filter(topic=topic, agreed_at__isnull=False).first()


def _causes_by_topic(rows: Sequence[Topic]) -> dict[int, list[CauseLine]]:
    found: dict[int, list[CauseLine]] = defaultdict(list)
    for cause in Cause.objects.filter(topic__in=rows).select_related("proposed_by").order_by("pk"):
        found[cause.topic_id].append(
            CauseLine(
                pk=cause.pk,
                text=cause.text,
                category=str(CauseCategory(cause.category).label),
                evidence=cause.evidence,
                by=cause.proposed_by.name if cause.proposed_by else "",
                is_agreed=cause.agreed_at is not None,
            )
        )
    return found


def topics(
    meeting: Meeting, *, reader: Person | None, chosen_only: bool = False, voter: Person | None = None
) -> list[TopicLine]:
    """Topics in the order of their votes once the vote is closed, before that as they were made. At most 6 queries.

    `my_votes` are those of `voter`.
    """
    rows = Topic.objects.filter(meeting=meeting, **({"is_chosen": True} if chosen_only else {}))
    held = list(rows.order_by("pk"))
    is_counted = meeting.votes_closed_at is not None
    if is_counted:
        held.sort(key=lambda topic: -(topic.votes_counted or 0))
    lines: dict[int | None, list[CardLine]] = defaultdict(list)
    cited = CitedCells(meeting, reader)
    for card in with_cited(Card.objects.filter(topic__in=held)).order_by(*IN_ORDER):
        lines[card.topic_id].append(card_line(card, meeting, reader, cited))
    causes = _causes_by_topic(held)
    mine = dict(Vote.objects.filter(person=voter, topic__in=held).values_list("topic_id", "count"))
    return [
        TopicLine(
            pk=topic.pk,
            title=topic.title,
            is_chosen=topic.is_chosen,
            cards=tuple(lines[topic.pk]),
            causes=tuple(causes[topic.pk]),
            votes=(topic.votes_counted or 0) if is_counted else None,
            my_votes=mine.get(topic.pk, 0),
        )
        for topic in held
    ]


def voters(meeting: Meeting) -> int:
    """How many people have voted; never who or for what. 1 query, none once it is counted."""
    if meeting.voters is not None:
        return meeting.voters
    return Vote.objects.filter(topic__meeting=meeting).values("person").distinct().count()


def suggested_votes(topics: int) -> int:
    """How many votes each person should have: enough to choose, too few to give one to everything."""
    return max(1, min(MOST_VOTES, round(sqrt(topics))))


def can_undo(meeting: Meeting) -> bool:
    """Whether there is a change of groups to put back. 1 query."""
    return CardMove.objects.filter(card__meeting=meeting).exists()
