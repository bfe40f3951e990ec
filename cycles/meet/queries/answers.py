"""The essential questions with the group's answers, and the parked items with where they go."""

from dataclasses import dataclass

from cycles.meet.enums import CardKind, Essential, Onward
from cycles.meet.models import Card, EssentialAnswer, Meeting


@dataclass(frozen=True)
class QuestionLine:
    """One essential question; `answer` is empty until the group has one."""

    key: str
    question: str
    answer: str


def essential(meeting: Meeting) -> tuple[QuestionLine, ...]:
    """The guide's questions for this meeting: three, and the ILT's own. 1 query."""
    said = dict(EssentialAnswer.objects.filter(meeting=meeting).values_list("question", "text"))
    asked = [one for one in Essential if one != Essential.TEAMS or meeting.session.team.is_ilt]
    return tuple(QuestionLine(one.value, str(one.label), said.get(one.value, "")) for one in asked)


@dataclass(frozen=True)
class ParkedLine:
    """A parked item; `goes_to` is empty until the group has said where."""

    pk: int
    text: str
    by: str
    goes_to: str
    label: str


def parked(meeting: Meeting) -> tuple[ParkedLine, ...]:
    """What was parked, oldest first, with where it goes. 1 query."""
    rows = Card.objects.filter(meeting=meeting, kind=CardKind.PARKED).select_related("author", "turn")
    return tuple(_parked_line(card) for card in rows.order_by("written_at", "pk"))


def _parked_line(card: Card) -> ParkedLine:
    turn = getattr(card, "turn", None)
    goes_to = turn.goes_to if turn else ""
    by = card.author.name if card.author else ""
    return ParkedLine(card.pk, card.text, by, goes_to, str(Onward(goes_to).label) if goes_to else "")
