"""Cards as one person may see them."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from cycles.meet import phases
from cycles.meet.enums import CardKind, RevealRule
from cycles.meet.models import Card, Meeting, Reveal
from teams.models import Person

from .cited import Cited, CitedCells

# cards without a name have random keys and no time
IN_ORDER = (F("written_at").asc(nulls_first=True), "pk")


@dataclass(frozen=True)
class CardLine:
    """One card as it may be shown to the reader."""

    pk: int
    text: str
    because: str
    by: str
    is_mine: bool
    is_celebrated: bool
    topic_id: int | None
    cited: Cited | None = None


@dataclass(frozen=True)
class Cards:
    """Cards of one kind. Until they are shown, `lines` holds the reader's own only; `writers` is how many wrote."""

    is_shown: bool
    lines: tuple[CardLine, ...]
    writers: int

    @property
    def mine(self) -> tuple[CardLine, ...]:
        """The reader's own."""
        return tuple(line for line in self.lines if line.is_mine)

    @property
    def celebrated(self) -> tuple[CardLine, ...]:
        """Those that the group keeps for the record."""
        return tuple(line for line in self.lines if line.is_celebrated)


def shown_kinds(meeting: Meeting) -> set[str]:
    """The kinds of cards that everyone sees; parked ones always. 1 query."""
    revealed = Reveal.objects.filter(meeting=meeting).values_list("kind", flat=True)
    return {*revealed, CardKind.PARKED}


def cards(meeting: Meeting, *kinds: CardKind, reader: Person | None) -> dict[CardKind, Cards]:
    """Cards by kind, those without a name first, then by age.

    A kind that is not shown yet gives `reader` (None: the projector) their own only. 3 queries; 5 where one is cited.
    """
    shown = shown_kinds(meeting)
    rows = Card.objects.filter(meeting=meeting, kind__in=kinds)
    writers = dict(rows.order_by().values_list("kind").annotate(Count("author", distinct=True)))
    readable = rows.filter(Q(kind__in=shown) | Q(author=reader) if reader else Q(kind__in=shown))
    lines: dict[str, list[CardLine]] = defaultdict(list)
    cited = CitedCells(meeting, reader)
    for card in with_cited(readable).order_by(*IN_ORDER):
        lines[card.kind].append(card_line(card, meeting, reader, cited))
    return {kind: Cards(kind in shown, tuple(lines[kind]), writers.get(kind, 0)) for kind in kinds}


def with_cited(cards: QuerySet[Card]) -> QuerySet[Card]:
    """With author and what each rests on fetched."""
    return cards.select_related("author", "cites__version").defer("cites__version__body")


def named(card: Card, meeting: Meeting) -> str:
    """By whom it is; where a step has names, that one came without. Needs author and phase fetched."""
    if card.author:
        return card.author.name
    has_names = meeting.phase.reveal != RevealRule.ANONYMOUS and card.kind in phases.kind(meeting.phase.kind).writes
    return _("Without a name") if has_names else ""


def card_line(card: Card, meeting: Meeting, reader: Person | None, cited: CitedCells) -> CardLine:
    return CardLine(
        pk=card.pk,
        text=card.text,
        because=card.because,
        by=named(card, meeting),
        is_mine=reader is not None and card.author_id == reader.pk,
        is_celebrated=card.is_celebrated,
        topic_id=card.topic_id,
        cited=cited.of(card),
    )
