"""What was said in the demo's meetings, phase by phase."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle as endless
from pathlib import Path
from typing import Any

from cycles.adjust import actions as adjust, queries as adjust_queries
from cycles.adjust.enums import Became
from cycles.meet import actions as meet
from cycles.meet.enums import CardKind
from cycles.meet.models import Cause, Meeting, Topic
from cycles.plan.models import ReflectionSession
from teams.enums import Verdict
from teams.models import Person, Slo, UipGoal

from .days import workday
from .people import DemoSchool

TEXTS: dict[str, Any] = json.loads((Path(__file__).parent / "texts.json").read_text(encoding="utf-8"))


@dataclass
class Room:
    """One session with its people and the words that fell in it."""

    demo: DemoSchool
    session: ReflectionSession
    people: list[Person]
    number: int  # which of the prepared texts this team tells
    at: datetime = field(init=False)

    def __post_init__(self) -> None:
        assert self.session.starts_at is not None  # noqa: S101  rooms are made of scheduled sessions
        self.at = self.session.starts_at

    @property
    def facilitator(self) -> Person:
        return self.people[0]

    @property
    def words(self) -> dict[str, Any]:
        words: dict[str, Any] = TEXTS["ilt" if self.session.team.is_ilt else "team"]
        return words

    def pick(self, kind: str, number: int) -> Any:
        """`number` entries of the texts, beginning where this team's turn is."""
        rows = self.words[kind]
        return [rows[(self.number * 2 + place) % len(rows)] for place in range(number)]

    def later(self, minutes: int = 3) -> datetime:
        """The room's clock, moved on."""
        self.at += timedelta(minutes=minutes)
        return self.at


def hold(room: Room, *, stop_at: str = "") -> Meeting:
    """Run the group protocol from the first phase to the last, or leave the room open in phase `stop_at`."""
    meeting = meet.open_meeting(room.session, by=room.facilitator, at=room.at)
    for person in room.people[1:] if stop_at == "" else room.people[1:-1]:
        meet.attend_meeting(meeting, by=person, at=room.at)
    last = meeting.protocol.phases.order_by("-position").values_list("pk", flat=True)[0]
    while True:
        halfway = meeting.phase.kind == stop_at
        _PHASES.get(meeting.phase.kind, _nothing)(room, meeting, halfway)
        if halfway:
            return meeting
        if meeting.phase_id == last:
            break
        meet.advance_phase(_fresh(meeting), step=_fresh(meeting).step, by=room.facilitator, at=room.later())
        meeting = _fresh(meeting)
    meet.close_meeting(_fresh(meeting), by=room.facilitator, at=room.later())
    return _fresh(meeting)


def _fresh(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_related("phase", "protocol", "session__cycle__school", "session__team").get(
        pk=meeting.pk
    )


def _nothing(room: Room, meeting: Meeting, halfway: bool) -> None:
    room.later()


def _commitments(room: Room, meeting: Meeting, halfway: bool) -> None:
    became: Iterator[Became] = endless([Became.DONE, Became.CONTINUED, Became.DONE, Became.CHANGED, Became.DROPPED])
    for commitment in adjust_queries.open_commitments(room.session):
        choice = next(became)
        adjust.record_disposition(
            room.session,
            became=choice,
            evidence=TEXTS["became"][choice],
            by=room.facilitator,
            at=room.later(1),
            **commitment.target,
        )


def _goals(room: Room, meeting: Meeting, halfway: bool) -> None:
    cycle = room.session.cycle
    verdicts = endless([Verdict.PARTLY, Verdict.ON_TRACK, Verdict.OFF_TRACK, Verdict.TOO_EARLY])
    for goal in UipGoal.objects.filter(school=cycle.school, year=cycle.year).order_by("pk"):
        verdict = next(verdicts)
        evidence = TEXTS["verdicts"][verdict]
        meet.revisit_goal(meeting, goal=goal, verdict=verdict, evidence=evidence, by=room.facilitator, at=room.later())
    for slo in Slo.objects.filter(team=room.session.team, year=cycle.year).order_by("pk")[:2]:
        verdict = next(verdicts)
        evidence = TEXTS["verdicts"][verdict]
        meet.revisit_goal(meeting, slo=slo, verdict=verdict, evidence=evidence, by=room.facilitator, at=room.later())


def _progress(room: Room, meeting: Meeting, halfway: bool) -> None:
    cards = [
        meet.write_card(meeting, kind=CardKind.SUCCESS, text=text, because=action, by=person, at=room.later(1))
        for (text, action), person in zip(room.pick("successes", 4), room.people[1:], strict=False)
    ]
    if halfway:
        return
    meet.reveal_cards(_fresh(meeting), by=room.facilitator, at=room.later())
    for card in cards[:2]:
        meet.celebrate_card(card, by=room.facilitator, at=room.later(1))


def _growth(room: Room, meeting: Meeting, halfway: bool) -> None:
    writers = endless(room.people[1:])
    chosen = room.pick("topics", 2)
    piles = [
        [
            meet.write_card(meeting, kind=CardKind.GROWTH, text=text, because=why, by=next(writers), at=room.later(1))
            for text, why in words["cards"]
        ]
        for words in chosen
    ]
    meet.reveal_cards(_fresh(meeting), by=room.facilitator, at=room.later())
    topics = [
        meet.group_cards(_fresh(meeting), cards=pile, title=words["title"], by=room.facilitator, at=room.later())
        for pile, words in zip(piles, chosen, strict=True)
    ]
    meet.open_votes(_fresh(meeting), by=room.facilitator, at=room.later())
    for number, person in enumerate(room.people):
        meet.vote_for(topics[0 if number % 3 else 1], by=person, at=room.later(0))
    meet.close_votes(_fresh(meeting), by=room.facilitator, at=room.later())
    meet.choose_topics(
        _fresh(meeting), topics=topics[:1] if room.number % 2 else topics, by=room.facilitator, at=room.later()
    )


def words_of(room: Room, topic: Topic) -> dict[str, Any]:
    words: dict[str, Any] = next(row for row in room.words["topics"] if row["title"] == topic.title)
    return words


def _causes(room: Room, meeting: Meeting, halfway: bool) -> None:
    for topic in meeting.topics.filter(is_chosen=True).order_by("pk"):
        words = words_of(room, topic)
        cause = meet.propose_cause(
            topic,
            text=words["cause"],
            category=words["category"],
            evidence=words["evidence"],
            by=room.people[1],
            at=room.later(),
        )
        meet.agree_cause(cause, is_within_control=True, is_not_a_person=True, by=room.facilitator, at=room.later())


def _action_steps(room: Room, meeting: Meeting, halfway: bool) -> None:
    goals = list(UipGoal.objects.filter(school=room.demo.school, year=room.session.cycle.year).order_by("pk"))
    owners = endless(room.people[1:])
    for number, cause in enumerate(
        Cause.objects.filter(topic__meeting=meeting, agreed_at__isnull=False).order_by("pk")
    ):
        words = words_of(room, cause.topic)
        adjust.take_action_step(
            room.session,
            text=words["step"],
            owner=next(owners),
            due_on=workday(room.at.date() + timedelta(days=35 + 7 * number)),
            by=room.facilitator,
            at=room.later(),
            topic=cause.topic,
            cause=cause,
            goal=goals[(number + room.number) % len(goals)],
        )


def _close(room: Room, meeting: Meeting, halfway: bool) -> None:
    for kind, key in ((CardKind.PARKED, "parked"), (CardKind.PLUS, "plus"), (CardKind.DELTA, "delta")):
        for text, person in zip(room.words[key], room.people[1:], strict=False):
            meet.write_card(meeting, kind=kind, text=text, by=person, at=room.later(1))


_PHASES = {
    "commitments": _commitments,
    "goals": _goals,
    "progress": _progress,
    "growth": _growth,
    "causes": _causes,
    "action_steps": _action_steps,
    "close": _close,
}
