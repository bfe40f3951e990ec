"""The pairs: each puts the room where it belongs and says what the two press."""

from collections.abc import Callable
from random import Random

from cycles.meet import actions
from cycles.meet.enums import CardKind, RevealRule
from cycles.meet.models import Card, Meeting, Reveal, Topic

from .facts import Room
from .presses import Hand, Press

Draw = Callable[[Room, Hand, Random], tuple[Press, Press]]
PAIRS: dict[str, Draw] = {}
TOPICS = 4


def _pair(name: str) -> Callable[[Draw], Draw]:
    def keep(draw: Draw) -> Draw:
        PAIRS[name] = draw
        return draw

    return keep


def _walking(room: Room, hand: Hand) -> Meeting:
    """Where the last pair left it, as long as there is a next phase and one before."""
    meeting = room.fresh()
    places = [phase.pk for phase in room.phases][1:-1]
    return meeting if meeting.is_open and meeting.phase_id in places else room.stand(1, hand.at)


@_pair("next + next")
def two_next(room: Room, hand: Hand, random: Random) -> tuple[Press, Press]:
    step = _walking(room, hand).step
    return hand.move(step, room.lead), hand.move(step, room.leader)


@_pair("next + back")
def next_and_back(room: Room, hand: Hand, random: Random) -> tuple[Press, Press]:
    step = _walking(room, hand).step
    return hand.move(step, room.lead), hand.move(step, room.leader, ahead=-1)


@_pair("next + close")
def next_and_close(room: Room, hand: Hand, random: Random) -> tuple[Press, Press]:
    step = _walking(room, hand).step
    return hand.move(step, room.lead), hand.close(step, room.leader)


@_pair("next + pause")
def next_and_pause(room: Room, hand: Hand, random: Random) -> tuple[Press, Press]:
    step = _walking(room, hand).step
    return hand.move(step, room.lead), hand.pause(step, room.leader)


@_pair("continue + continue")
def two_continue(room: Room, hand: Hand, random: Random) -> tuple[Press, Press]:
    meeting = room.stand(2, hand.at)
    actions.pause_meeting(meeting, step=meeting.step, by=room.lead, at=hand.at)
    return hand.go_on(room.lead), hand.go_on(room.leader)


@_pair("more time + more time")
def two_extend(room: Room, hand: Hand, random: Random) -> tuple[Press, Press]:
    _walking(room, hand)
    return hand.extend(1, room.lead), hand.extend(2, room.leader)


@_pair("finished + next")
def finished_and_next(room: Room, hand: Hand, random: Random) -> tuple[Press, Press]:
    step = _walking(room, hand).step
    return hand.finish(step, random.choice(room.members)), hand.move(step, room.lead)


@_pair("finished + finished")
def two_finished(room: Room, hand: Hand, random: Random) -> tuple[Press, Press]:
    step = _walking(room, hand).step
    one = random.choice(room.members)
    return hand.finish(step, one), hand.finish(step, random.choice([one, *room.members]))


@_pair("write + next")
def write_and_next(room: Room, hand: Hand, random: Random) -> tuple[Press, Press]:
    step = room.stand(room.place_of("growth"), hand.at).step
    return hand.write("Stalled", room.members[0]), hand.move(step, room.lead)


@_pair("write + reveal")
def write_and_reveal(room: Room, hand: Hand, random: Random) -> tuple[Press, Press]:
    step = room.stand(room.place_of("growth"), hand.at).step
    return hand.write("Stalled", room.members[0]), hand.reveal(step, room.lead)


@_pair("write + pause")
def write_and_pause(room: Room, hand: Hand, random: Random) -> tuple[Press, Press]:
    step = room.stand(room.place_of("growth"), hand.at).step
    return hand.write("Stalled", room.members[0]), hand.pause(step, room.lead)


# --- without names


def _sealed(room: Room, hand: Hand) -> Press:
    box, card_pass, _by = room.stand_sealed(hand.at)
    return hand.seal("Nobody said it", box, card_pass)


@_pair("seal + reveal")
def seal_and_reveal(room: Room, hand: Hand, random: Random) -> tuple[Press, Press]:
    seal = _sealed(room, hand)
    return seal, hand.reveal(room.fresh().step, room.lead, sealed=("Nobody said it",))


@_pair("seal + next")
def seal_and_next(room: Room, hand: Hand, random: Random) -> tuple[Press, Press]:
    seal = _sealed(room, hand)
    return seal, hand.move(room.fresh().step, room.lead, sealed=("Nobody said it",))


# --- votes and groups


def _cards(room: Room, hand: Hand, count: int) -> tuple[Meeting, list[Card]]:
    """Shown growth cards that stand alone."""
    meeting = room.stand(room.place_of("growth"), hand.at)
    made = [
        Card(meeting=meeting, kind=CardKind.GROWTH, author=room.members[0], text=f"Card {n}", written_at=hand.at)
        for n in range(count)
    ]
    Reveal.objects.create(meeting=meeting, kind=CardKind.GROWTH, revealed_at=hand.at)
    return meeting, Card.objects.bulk_create(made)


def _voting(room: Room, hand: Hand, random: Random) -> tuple[Meeting, list[Topic]]:
    """An open vote, three each and two for a topic; the round before goes on for a while."""
    meeting = room.fresh()
    topics = list(Topic.objects.filter(meeting=meeting).order_by("pk"))
    if meeting.is_open and meeting.is_voting and topics and random.random() < 0.95:
        return meeting, topics
    meeting, _made = _cards(room, hand, TOPICS)
    actions.open_votes(meeting, by=room.lead, at=hand.at, each=3, cap=2)
    return meeting, list(Topic.objects.filter(meeting=meeting).order_by("pk"))


@_pair("vote + vote")
def two_votes(room: Room, hand: Hand, random: Random) -> tuple[Press, Press]:
    _meeting, topics = _voting(room, hand, random)
    one = random.choice(room.members[:3])
    other = random.choice([one, one, one, random.choice(room.members[:3])])
    first = hand.vote(random.choice(topics), one, random.randrange(4))
    return first, hand.vote(random.choice(topics), other, random.randrange(4))


@_pair("vote + close the vote")
def vote_and_close(room: Room, hand: Hand, random: Random) -> tuple[Press, Press]:
    meeting, topics = _voting(room, hand, random)
    vote = hand.vote(random.choice(topics), random.choice(room.members), random.randrange(1, 3))
    return vote, hand.close_votes(meeting.step, room.lead, tuple(topic.pk for topic in topics))


@_pair("vote + close the meeting")
def vote_and_end(room: Room, hand: Hand, random: Random) -> tuple[Press, Press]:
    meeting, topics = _voting(room, hand, random)
    vote = hand.vote(random.choice(topics), random.choice(room.members), random.randrange(1, 3))
    return vote, hand.close(meeting.step, room.lead, tuple(topic.pk for topic in topics))


@_pair("group + group")
def two_groups(room: Room, hand: Hand, random: Random) -> tuple[Press, Press]:
    _meeting, cards = _cards(room, hand, 3)
    return hand.group(room.lead, cards=tuple(cards)), hand.group(room.leader, cards=tuple(cards))


@_pair("group into + group away")
def group_into_and_away(room: Room, hand: Hand, random: Random) -> tuple[Press, Press]:
    meeting, (first, second) = _cards(room, hand, 2)
    topic = actions.group_cards(meeting, cards=[first], title="First", by=room.lead, at=hand.at)
    since = room.fresh().version
    into = hand.group(room.lead, cards=(second,), topic=topic, since=since)
    return into, hand.group(room.leader, topics=(topic,))


# growth cards have no names while these are pressed
UNNAMED = ("seal + reveal", "seal + next")


def rule_of(name: str) -> RevealRule:
    return RevealRule.ANONYMOUS if name in UNNAMED else RevealRule.NAMED
