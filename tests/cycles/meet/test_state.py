"""State + events = fresh state: whatever the way does to events and answers, all end with what a fresh load gives.

A random meeting is held; the product's own bus tells its versions. Between it and three browsers (one on each face)
events are dropped, doubled and reordered, answers are lost and cross each other, and browsers are cut off. `Browser`
keeps to the rules of static/js/room.js and of the stream; that those scripts keep to them too, `test_unanswered.py`
shows.
"""

import contextlib
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
import redis as redis_client
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from cycles.meet import actions, phases
from cycles.meet.models import Card, Cause, Meeting, Topic
from reflection_site import events

from .conftest import fresh

# what differs from one drawing to the next without anything having happened
STIR = re.compile(
    r'name="csrfmiddlewaretoken" value="\w+"|data-now="[^"]+"|class="agenda__minutes">[^<]+|data-\w+-at="[^"]*"'
)
VERSION = re.compile(r'data-version="(\d+)"')
Drawn = tuple[int, str]


class Browser:
    """One face as a browser has it: what is drawn, what its stream has told it, and the answers on their way."""

    def __init__(self, address: str, person: Any) -> None:
        self.client = Client()
        self.client.force_login(person)
        self.address = address
        self.drawn = self.fresh()
        self.seen, self.told = self.drawn[0], list[int]()
        self.answers: list[Drawn] = []
        self.is_cut, self.must_ask = False, False

    def fresh(self) -> Drawn:
        """What a fresh load gives now."""
        text = self.client.get(self.address, headers={"HX-Request": "true"}).content.decode()
        found = VERSION.search(text)
        assert found
        return int(found[1]), STIR.sub("", text)

    def ask(self) -> None:
        self.must_ask = False
        self.answers.append(self.fresh())

    def hear(self, version: int) -> None:
        """An event of what is drawn already asks nothing."""
        self.seen = version
        if version > self.drawn[0]:
            self.ask()

    def draw(self, place: int) -> None:
        """An answer older than what is drawn is not drawn."""
        answer = self.answers.pop(place % len(self.answers))
        if answer[0] >= self.drawn[0]:
            self.drawn = answer

    def lose(self, place: int) -> None:
        """A question that got no answer is asked again."""
        self.answers.pop(place % len(self.answers))
        self.must_ask = True

    def cut(self) -> None:
        self.is_cut, self.must_ask = True, True
        self.told.clear()
        self.answers.clear()

    def look(self, version: int) -> None:
        """The stream looks by itself each second: whoever has seen another version is told the current one."""
        self.is_cut = False
        if self.must_ask:
            self.ask()
        if version != self.seen:
            self.hear(version)


class Held(RuleBasedStateMachine):
    """A meeting and its browsers; `world` is set by the test."""

    world: Any

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        people, session, self.line, self.committing, self.kind = self.world
        self.people, self.session = people, session
        who = {"room": people.teacher, "facilitate": people.facilitator, "screen": people.leader}
        self.browsers = [
            self.kind(reverse(f"cycles:{face}-phase", args=[session.pk]), one) for face, one in who.items()
        ]
        self.highest = [browser.drawn[0] for browser in self.browsers]
        self.settle()

    def teardown(self) -> None:
        self.settle()
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    # --- the meeting goes on

    def do(self, action: Callable[..., object], *things: Any, by: Any = None, **said: Any) -> None:
        """As a request does it: done and told, or refused and nothing."""
        with contextlib.suppress(actions.RoomRefusal), self.committing(execute=True):
            action(*things, by=by or self.people.facilitator, at=timezone.now(), **said)
        while message := self.line.get_message(ignore_subscribe_messages=True):
            for browser in self.browsers:
                if not browser.is_cut:
                    browser.told.append(json.loads(message["data"])["version"])

    @property
    def meeting(self) -> Meeting:
        return fresh(self.session)

    @rule(ahead=st.integers(0, 3))
    def move(self, ahead: int) -> None:
        does = actions.advance_phase if ahead else actions.return_phase
        self.do(does, self.meeting, step=self.meeting.step)

    @rule(minutes=st.integers(1, 5))
    def extend(self, minutes: int) -> None:
        self.do(actions.extend_phase, self.meeting, minutes=minutes)

    @rule(number=st.integers(0, 99), is_parked=st.booleans())
    def write(self, number: int, is_parked: bool) -> None:
        kinds = phases.kind(self.meeting.phase.kind).writes
        kind = "parked" if is_parked or not kinds else kinds[0]
        said = {"text": f"Card {number}", "because": "We met"}
        self.do(actions.write_in_phase, self.meeting, kind=kind, by=self.people.teacher, **said)

    @rule()
    def reveal(self) -> None:
        self.do(actions.reveal_cards, self.meeting, step=self.meeting.step)

    @rule(which=st.integers(0, 3))
    def group(self, which: int) -> None:
        cards = list(Card.objects.filter(meeting=self.meeting, kind="growth", topic=None)[:2])
        topics = list(Topic.objects.filter(meeting=self.meeting)[:2])
        changes: list[Callable[[], None]] = [
            lambda: self.do(actions.group_cards, self.meeting, cards=cards, title="Topic"),
            lambda: self.do(actions.group_cards, self.meeting, cards=[], topics=topics, title="Joined"),
            lambda: self.do(actions.undo_grouping, self.meeting),
            lambda: [self.do(actions.split_topic, one) for one in topics[:1]] and None,
        ]
        changes[which]()

    @rule(which=st.integers(0, 3), count=st.integers(0, 2))
    def vote(self, which: int, count: int) -> None:
        topics = list(Topic.objects.filter(meeting=self.meeting).select_related("meeting__session")[:3])
        if which == 0 or not self.meeting.is_voting:
            self.do(actions.open_votes, self.meeting, each=3, cap=2)
        elif which == 3:
            self.do(actions.close_votes, self.meeting, step=self.meeting.step)
        elif topics:
            self.do(actions.vote_for, topics[which % len(topics)], by=self.people.teacher, count=count)

    @rule()
    def choose(self) -> None:
        self.do(actions.choose_topics, self.meeting, topics=Topic.objects.filter(meeting=self.meeting)[:1])

    @rule(is_agreed=st.booleans())
    def find_cause(self, is_agreed: bool) -> None:
        topic = Topic.objects.filter(meeting=self.meeting, is_chosen=True).first()
        cause = Cause.objects.filter(topic=topic).first()
        if topic and cause and is_agreed:
            self.do(actions.agree_cause, cause, is_within_control=True, is_not_a_person=True)
        elif topic:
            self.do(actions.propose_cause, topic, text="No time", category="time", evidence="")

    @rule(is_finished=st.booleans())
    def finish(self, is_finished: bool) -> None:
        self.do(
            actions.finish_step, self.meeting, step=self.meeting.step, is_finished=is_finished, by=self.people.teacher
        )

    @rule()
    def take_over(self) -> None:
        self.do(actions.take_over_meeting, self.meeting)

    @rule()
    def pause_or_go_on(self) -> None:
        if self.meeting.paused_at:
            self.do(actions.open_meeting, self.session)
        else:
            self.do(actions.pause_meeting, self.meeting, step=self.meeting.step)

    @precondition(lambda self: self.meeting.step > 6)
    @rule()
    def close(self) -> None:
        self.do(actions.close_meeting, self.meeting, step=self.meeting.step)

    # --- the way between

    @rule(which=st.integers(0, 2), place=st.integers(0, 9), stays=st.booleans())
    def event_comes(self, which: int, place: int, stays: bool) -> None:
        """Whichever, in whatever order; one that stays comes twice."""
        browser = self.browsers[which]
        if browser.told:
            place %= len(browser.told)
            browser.hear(browser.told[place] if stays else browser.told.pop(place))

    @rule(which=st.integers(0, 2), place=st.integers(0, 9))
    def event_is_lost(self, which: int, place: int) -> None:
        if told := self.browsers[which].told:
            told.pop(place % len(told))

    @rule(which=st.integers(0, 2), place=st.integers(0, 9), is_lost=st.booleans())
    def answer_comes(self, which: int, place: int, is_lost: bool) -> None:
        """Whichever: they cross."""
        if (browser := self.browsers[which]).answers:
            (browser.lose if is_lost else browser.draw)(place)

    @rule(which=st.integers(0, 2))
    def press(self, which: int) -> None:
        """Something of one's own is answered with the new state."""
        if not self.browsers[which].is_cut:
            self.browsers[which].ask()

    @rule(which=st.integers(0, 2))
    def cut(self, which: int) -> None:
        self.browsers[which].cut()

    @rule(which=st.integers(0, 2))
    def look(self, which: int) -> None:
        self.browsers[which].look(self.meeting.version)

    @invariant()
    def nobody_goes_back_in_time(self) -> None:
        now = [browser.drawn[0] for browser in self.browsers]
        assert all(one >= before for one, before in zip(now, self.highest, strict=True))
        self.highest = now

    @rule()
    def settle(self) -> None:
        """What is on its way comes; the stream looks: all have what a fresh load gives."""
        for browser in self.browsers:
            while browser.answers:
                browser.draw(0)
            browser.look(self.meeting.version)
            while browser.answers:
                browser.draw(0)
            assert browser.drawn == browser.fresh()


@pytest.fixture
def hold(people: Any, meeting: Meeting, redis_url: str, django_capture_on_commit_callbacks: Any) -> Any:
    """Hold random meetings with browsers of a kind."""

    def run(kind: type[Browser], examples: int) -> None:
        with redis_client.Redis.from_url(redis_url) as client, client.pubsub() as line:
            line.subscribe(events.CHANNEL)
            line.get_message(timeout=5)
            machine = type("Held", (Held,), {})
            machine.world = people, meeting.session, line, django_capture_on_commit_callbacks, kind
            asked = settings(
                max_examples=examples, stateful_step_count=30, deadline=None, database=None, derandomize=True,
                suppress_health_check=list(HealthCheck), phases=[Phase.generate],
            )  # fmt: skip
            run_state_machine_as_test(machine, settings=asked)

    return run


def test_state_and_events_are_the_fresh_state(hold: Any) -> None:
    hold(Browser, 6)


class DrawsWhateverComes(Browser):
    def draw(self, place: int) -> None:
        self.drawn = self.answers.pop(place % len(self.answers))


class ForgetsWhatWasLost(Browser):
    def lose(self, place: int) -> None:
        self.answers.pop(place % len(self.answers))


@pytest.mark.parametrize("kind", [DrawsWhateverComes, ForgetsWhatWasLost])
def test_a_browser_without_these_rules_is_noticed(hold: Any, kind: type[Browser]) -> None:
    with pytest.raises(AssertionError):
        hold(kind, 40)
