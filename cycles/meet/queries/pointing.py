"""What stands large on the screen, and who has not been heard yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from cycles.meet import phases
from cycles.meet.enums import RevealRule
from cycles.meet.models import Card, Meeting, Topic
from cycles.meet.steering import Spoken, Spotlight
from teams.models import Person, SupervisionLink

from .agenda import Presence
from .cards import IN_ORDER, named, shown_kinds


@dataclass(frozen=True)
class Spot:
    """A card or topic: `key` tells which ("card-5"). `by` is empty where the step shows no names."""

    key: str
    text: str
    because: str = ""
    by: str = ""


def _card_spot(card: Card, meeting: Meeting) -> Spot:
    is_named = meeting.phase.reveal != RevealRule.ANONYMOUS
    return Spot(f"card-{card.pk}", card.text, card.because, named(card, meeting) if is_named else "")


def spotlight(meeting: Meeting) -> Spot | None:
    """What stands large on the screen in this step; a card that is not shown any more does not. At most 2 queries."""
    rows = Spotlight.objects.filter(meeting=meeting, step=meeting.step)
    spot = rows.select_related("card__author", "topic").first()
    if spot is None or not meeting.is_open:
        return None
    if spot.topic is not None:
        return Spot(f"topic-{spot.topic.pk}", spot.topic.title)
    is_shown = spot.card is not None and spot.card.kind in shown_kinds(meeting)
    return _card_spot(spot.card, meeting) if spot.card is not None and is_shown else None


def shown_cards(meeting: Meeting) -> list[Card]:
    """Cards of this step that everyone sees. 2 queries, none in a step without cards."""
    kinds = set(phases.kind(meeting.phase.kind).writes)
    kinds = kinds & shown_kinds(meeting) if kinds else kinds
    if not kinds:
        return []
    rows = Card.objects.filter(meeting=meeting, kind__in=kinds).select_related("author")
    return list(rows.order_by(*IN_ORDER))


def spots(meeting: Meeting, cards: Sequence[Card]) -> tuple[Spot, ...]:
    """What could be put there now: the topics, and the cards of this step. 1 query."""
    topics = Topic.objects.filter(meeting=meeting).order_by("-is_chosen", "pk")
    found = [Spot(f"topic-{topic.pk}", topic.title) for topic in topics]
    return (*found, *(_card_spot(card, meeting) for card in cards))


# --- who has been heard


@dataclass(frozen=True)
class Speaker:
    """Somebody who is here. `was_heard`: who leads marked it, or a card of theirs is shown in this step."""

    pk: int
    name: str
    was_heard: bool
    by_card: bool


@dataclass(frozen=True)
class Speaking:
    """Who is here, who leads aside. `people` is empty where who leads evaluates one of them: then a count only."""

    people: tuple[Speaker, ...]
    heard: int
    total: int

    @property
    def waiting(self) -> tuple[Speaker, ...]:
        """Who has not been heard."""
        return tuple(one for one in self.people if not one.was_heard)


def evaluates_somebody(leads: int, people: Sequence[int]) -> bool:
    """Whether `leads` evaluates one of `people`. 1 query."""
    return SupervisionLink.objects.on().filter(supervisor=leads, supervisee__in=people).exists()


def is_named_step(meeting: Meeting) -> bool:
    """Whether names belong into this step at all."""
    return meeting.phase.reveal != RevealRule.ANONYMOUS


def speaking(meeting: Meeting, present: Sequence[Presence], cards: Sequence[Card]) -> Speaking | None:
    """Who of those present has been heard in this step; None where it is without names. At most 2 queries.

    The count for who evaluates somebody comes from shown cards alone, and is kept nowhere.
    """
    here = [line for line in present if line.has_come and line.pk != meeting.facilitator_id]
    if not is_named_step(meeting) or not here:
        return None
    wrote = {card.author_id for card in cards if card.author_id}
    pks = [line.pk for line in here]
    if evaluates_somebody(meeting.facilitator_id, pks):
        return Speaking((), heard=len(wrote & set(pks)), total=len(here))
    marked = set(Spoken.objects.filter(meeting=meeting, step=meeting.step).values_list("person_id", flat=True))
    people = tuple(Speaker(line.pk, line.name, line.pk in marked | wrote, line.pk in wrote) for line in here)
    return Speaking(people, heard=sum(one.was_heard for one in people), total=len(people))


def may_be_marked(meeting: Meeting, person: Person, present: Sequence[Presence]) -> bool:
    """Whether who leads may mark that `person` has spoken: named steps, where they evaluate nobody who is here."""
    pks = [line.pk for line in present if line.has_come and line.pk != meeting.facilitator_id]
    return is_named_step(meeting) and person.pk in pks and not evaluates_somebody(meeting.facilitator_id, pks)
