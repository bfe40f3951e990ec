"""What simulated people and their facilitator do, by the room's own actions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle
from secrets import token_hex

from cycles.adjust import actions as adjust_actions
from cycles.adjust.enums import Became
from cycles.meet import access, actions, phases, queries
from cycles.meet.boxes import CardBox
from cycles.meet.enums import CardKind, CauseCategory, Essential, Onward, Writers
from cycles.meet.models import Card, Cause, Meeting, Phase, Topic
from teams.models import Person

from . import words
from .school import Cast

AHEAD = timedelta(weeks=6)


@dataclass
class Play:
    """The rehearsed meeting at the moment `at` of its own clock."""

    cast: Cast
    at: datetime

    @property
    def meeting(self) -> Meeting:
        """As it is now."""
        meeting = access.meeting_of(self.cast.session)
        assert meeting is not None  # noqa: S101  the first thing played opens it
        return meeting

    @property
    def here(self) -> tuple[Person, ...]:
        """Who has come, beside the facilitator."""
        return self.cast.people[:-1]

    @property
    def leads(self) -> Person:
        return self.cast.facilitator


# --- the meeting's steps


def nothing(play: Play) -> None:
    """Before the meeting nobody has done anything."""


def begin(play: Play) -> None:
    """Open the meeting; all but one come in, and one of them parks something at once."""
    meeting = actions.open_meeting(play.cast.session, by=play.leads, at=play.at)
    for person in (play.leads, *play.here):
        actions.attend_meeting(meeting, by=person, at=play.at)
    text = str(words.PARKED)
    actions.write_in_phase(play.meeting, kind=CardKind.PARKED, text=text, by=play.here[-1], at=play.at)


def advance(play: Play) -> None:
    meeting = play.meeting
    actions.advance_phase(meeting, step=meeting.step, by=play.leads, at=play.at)


def close(play: Play) -> None:
    meeting = play.meeting
    actions.close_meeting(meeting, step=meeting.step, by=play.leads, at=play.at)


# --- cards


def _written(phase: Phase) -> Iterator[tuple[CardKind, str, str]]:
    for kind in phases.kind(phase.kind).writes:
        for text, because in words.CARDS.get(kind, ()):
            yield kind, str(text), str(because)


def _writers(play: Play, meeting: Meeting) -> Sequence[Person]:
    return [play.leads] if meeting.phase.writers == Writers.FACILITATOR else play.here


def write(play: Play) -> None:
    """Each writes one after the other, sealed where the rule says so; two of them are still writing."""
    meeting = play.meeting
    box = queries.shut_box(meeting)
    writers = _writers(play, meeting)
    for person, (kind, text, because) in zip(cycle(writers), _written(meeting.phase), strict=False):
        if box is not None:
            _seal(box, person, kind, text, because)
        else:
            actions.write_in_phase(meeting, kind=kind, text=text, because=because, by=person, at=play.at)
    for person in writers[:-2]:
        actions.finish_step(meeting, step=meeting.step, is_finished=True, by=person, at=play.at)


def _seal(box: CardBox, person: Person, kind: CardKind, text: str, because: str) -> None:
    card_pass = actions.draw_pass(box, nonce=token_hex(16), by=person)
    actions.seal_card(box, card_pass=card_pass, token=token_hex(16), kind=kind, text=text, because=because)


def show(play: Play) -> None:
    meeting = play.meeting
    actions.reveal_cards(meeting, step=meeting.step, by=play.leads, at=play.at)


def celebrate(play: Play) -> None:
    meeting = play.meeting
    card = Card.objects.filter(meeting=meeting, kind=CardKind.SUCCESS).order_by("written_at", "pk").first()
    if card is not None:
        actions.celebrate_card(_of(card, meeting), by=play.leads, at=play.at)


def _of(card: Card, meeting: Meeting) -> Card:
    card.meeting = meeting
    return card


# --- topics


def group(play: Play) -> None:
    """The two cards that say the same."""
    meeting = play.meeting
    texts = [str(text) for text, _because in words.CARDS[CardKind.GROWTH][:2]]
    cards = list(Card.objects.filter(meeting=meeting, kind=CardKind.GROWTH, text__in=texts))
    actions.group_cards(meeting, cards=cards, title=str(words.TOPIC), by=play.leads, at=play.at)


def open_vote(play: Play) -> None:
    meeting = play.meeting
    actions.open_votes(meeting, step=meeting.step, by=play.leads, at=play.at)


def vote(play: Play) -> None:
    """All for what was grouped, and each second one for another topic too, where there are votes for it."""
    meeting = play.meeting
    topics = sorted(Topic.objects.filter(meeting=meeting), key=lambda one: (one.title != str(words.TOPIC), one.pk))
    for number, person in enumerate(play.here):
        for topic in topics[: 1 + min(meeting.votes_each - 1, number % 2)]:
            topic.meeting = meeting
            actions.vote_for(topic, by=person, at=play.at)


def close_vote(play: Play) -> None:
    meeting = play.meeting
    actions.close_votes(meeting, step=meeting.step, by=play.leads, at=play.at)


def choose(play: Play) -> None:
    meeting = play.meeting
    most = Topic.objects.filter(meeting=meeting).order_by("-votes_counted", "pk")[:1]
    actions.choose_topics(meeting, topics=list(most), by=play.leads, at=play.at)


# --- causes and steps


def _chosen(meeting: Meeting) -> Topic | None:
    topic = Topic.objects.filter(meeting=meeting, is_chosen=True).first()
    if topic is not None:
        topic.meeting = meeting
    return topic


def ask_why(play: Play) -> None:
    """A chain of two whys, by those whose turn it is to write."""
    meeting = play.meeting
    topic = _chosen(meeting)
    if topic is None or meeting.phase.writers == Writers.NOBODY:
        return
    chain = (
        (words.WHY, CauseCategory.PRACTICE, words.EVIDENCE),
        (words.ROOT_CAUSE, CauseCategory.TIME, words.ROOT_EVIDENCE),
    )
    for person, (text, category, evidence) in zip(cycle(_writers(play, meeting)), chain, strict=False):
        said = {"text": str(text), "category": category, "evidence": str(evidence)}
        actions.propose_in_phase(topic, by=person, at=play.at, **said)


def agree(play: Play) -> None:
    meeting = play.meeting
    cause = Cause.objects.select_related("topic").filter(topic__meeting=meeting).order_by("pk").last()
    if cause is not None:
        cause.topic.meeting = meeting
        actions.agree_cause(cause, is_within_control=True, is_not_a_person=True, by=play.leads, at=play.at)


def take_step(play: Play) -> None:
    """It answers the agreed cause where there is one."""
    cause = Cause.objects.select_related("topic").filter(topic__meeting=play.meeting, agreed_at__isnull=False).first()
    adjust_actions.take_action_step(
        play.cast.session,
        text=str(words.STEP),
        owner=play.here[2],
        due_on=(play.at + AHEAD).date(),
        by=play.leads,
        at=play.at,
        cause=cause,
        goal=play.cast.goals[-1],
    )


# --- what is answered for


def answer_promise(play: Play) -> None:
    adjust_actions.record_disposition(
        play.cast.session,
        step=play.cast.promise,
        became=Became.DONE,
        evidence=str(words.WHAT_BECAME),
        by=play.leads,
        at=play.at,
    )


def give_verdicts(play: Play) -> None:
    meeting = play.meeting
    for goal, (verdict, said) in zip(play.cast.goals, words.VERDICTS, strict=True):
        actions.revisit_goal(meeting, goal=goal, verdict=verdict, evidence=str(said), by=play.leads, at=play.at)


def answer_question(play: Play) -> None:
    question, text = Essential.CELEBRATE, str(words.ANSWER)
    actions.answer_essential(play.meeting, question=question, text=text, by=play.leads, at=play.at)


def send_parked(play: Play) -> None:
    meeting = play.meeting
    for card in Card.objects.filter(meeting=meeting, kind=CardKind.PARKED):
        actions.send_parked(_of(card, meeting), goes_to=Onward.NEXT, by=play.leads, at=play.at)
