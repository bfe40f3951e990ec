"""State + events = fresh state: whatever the way does to events and answers, all end with what a fresh load gives.

A random meeting is held; the product's own bus tells its versions. Between it and three browsers (one on each face)
events are dropped, doubled and reordered, answers are lost and cross each other, and browsers are cut off. They
keep to the rules of static/js/room.js and of the stream (`listening.py`); that those scripts do too is shown by
`test_unanswered.py`.
"""

import contextlib
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import redis as redis_client
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from cycles.meet import actions, phases
from cycles.meet.models import Card, Cause, Meeting, Topic
from reflection_site import events
from tests.cycles.meet.conftest import fresh

from .listening import Browser

# on the bus, after all that was told
MARK = b"mark"


class Held(RuleBasedStateMachine):
    """A meeting and its browsers; `world` is set by the test."""

    world: Any

    def __init__(self) -> None:
        super().__init__()
        people, session, self.line, self.committing, self.kind, left = self.world
        self.inside = left.enter_context(contextlib.ExitStack())
        self.inside.enter_context(transaction.atomic())
        # when it is left, all is as if it had never been
        self.inside.callback(transaction.set_rollback, True)
        self.people, self.session = people, session
        who = {"room": people.teacher, "facilitate": people.facilitator, "screen": people.leader}
        self.browsers = [
            self.kind(reverse(f"cycles:{face}-phase", args=[session.pk]), one) for face, one in who.items()
        ]
        self.highest = [browser.drawn[0] for browser in self.browsers]
        self.settle()

    def teardown(self) -> None:
        try:
            self.settle()
        finally:
            self.inside.close()

    # --- the meeting goes on

    def do(self, action: Callable[..., object], *things: Any, by: Any = None, **said: Any) -> None:
        """As a request does it: done and told, or refused and nothing."""
        with contextlib.suppress(actions.RoomRefusal), self.committing(execute=True):
            action(*things, by=by or self.people.facilitator, at=timezone.now(), **said)
        for version in self.line():
            for browser in self.browsers:
                if not browser.is_cut:
                    browser.told.append(version)

    @property
    def meeting(self) -> Meeting:
        return fresh(self.session)

    def move(self, number: int) -> None:
        does = actions.advance_phase if number % 4 else actions.return_phase
        self.do(does, self.meeting, step=self.meeting.step)

    def extend(self, number: int) -> None:
        self.do(actions.give_minutes, self.meeting, minutes=1 + number % 5)

    def write(self, number: int) -> None:
        kinds = phases.kind(self.meeting.phase.kind).writes
        kind = "parked" if number % 3 == 0 or not kinds else kinds[0]
        said = {"text": f"Card {number}", "because": "We met"}
        self.do(actions.write_in_phase, self.meeting, kind=kind, by=self.people.teacher, **said)

    def reveal(self, number: int) -> None:
        self.do(actions.reveal_cards, self.meeting, step=self.meeting.step)

    def group(self, number: int) -> None:
        cards = list(Card.objects.filter(meeting=self.meeting, kind="growth", topic=None)[:2])
        topics = list(Topic.objects.filter(meeting=self.meeting)[:2])
        if number % 4 == 0:
            self.do(actions.undo_grouping, self.meeting)
        elif number % 4 == 1 and topics:
            self.do(actions.split_topic, topics[0])
        elif number % 4 == 2:
            self.do(actions.group_cards, self.meeting, cards=[], topics=topics, title="Joined")
        else:
            self.do(actions.group_cards, self.meeting, cards=cards, title="Topic")

    def vote(self, number: int) -> None:
        topics = list(Topic.objects.filter(meeting=self.meeting).select_related("meeting__session")[:3])
        if not self.meeting.is_voting:
            self.do(actions.open_votes, self.meeting, each=3, cap=2)
        elif number % 4 == 0:
            self.do(actions.close_votes, self.meeting, step=self.meeting.step)
        elif topics:
            topic = topics[number % len(topics)]
            self.do(actions.vote_for, topic, by=self.people.teacher, count=number % 3)

    def choose(self, number: int) -> None:
        self.do(actions.choose_topics, self.meeting, topics=Topic.objects.filter(meeting=self.meeting)[:1])

    def find_cause(self, number: int) -> None:
        topic = Topic.objects.filter(meeting=self.meeting, is_chosen=True).first()
        cause = Cause.objects.filter(topic=topic).first()
        if topic and cause and number % 2:
            self.do(actions.agree_cause, cause, is_within_control=True, is_not_a_person=True)
        elif topic:
            self.do(actions.propose_cause, topic, text="No time", category="time", evidence="")

    def finish(self, number: int) -> None:
        said = {"step": self.meeting.step, "is_finished": bool(number % 3)}
        self.do(actions.finish_step, self.meeting, by=self.people.teacher, **said)

    def take_over(self, number: int) -> None:
        self.do(actions.take_over_meeting, self.meeting)

    def pause_or_go_on(self, number: int) -> None:
        if self.meeting.paused_at:
            self.do(actions.open_meeting, self.session)
        else:
            self.do(actions.pause_meeting, self.meeting, step=self.meeting.step)

    def close(self, number: int) -> None:
        if self.meeting.step > 6:
            self.do(actions.close_meeting, self.meeting, step=self.meeting.step)

    ACTS = (
        *(move,) * 4, *(write,) * 4, extend, reveal, reveal, group, group, vote, vote, vote, choose, find_cause, finish,
        take_over, pause_or_go_on, pause_or_go_on, close,
    )  # fmt: skip

    @rule(act=st.sampled_from(ACTS), number=st.integers(0, 99))
    def goes_on(self, act: Callable[["Held", int], None], number: int) -> None:
        act(self, number)

    # --- the way between

    def event_comes(self, browser: Browser, place: int) -> None:
        """Whichever, in whatever order; some come twice."""
        if told := browser.told:
            version = told[place % len(told)]
            if place % 4:
                told.remove(version)
            browser.hear(version)

    def event_is_lost(self, browser: Browser, place: int) -> None:
        if browser.told:
            browser.told.pop(place % len(browser.told))

    def answer_comes(self, browser: Browser, place: int) -> None:
        """Whichever: they cross."""
        if browser.answers:
            browser.draw(place)

    def answer_is_lost(self, browser: Browser, place: int) -> None:
        if browser.answers:
            browser.lose(place)

    def press(self, browser: Browser, place: int) -> None:
        """Something of one's own is answered with the new state."""
        if not browser.is_cut:
            browser.ask()

    def cut(self, browser: Browser, place: int) -> None:
        browser.cut()

    def look(self, browser: Browser, place: int) -> None:
        browser.look(self.meeting.version)

    WAYS = (*(event_comes,) * 4, event_is_lost, *(answer_comes,) * 4, answer_is_lost, answer_is_lost, press, cut, look)

    @rule(ways=st.lists(st.tuples(st.integers(0, 2), st.sampled_from(WAYS), st.integers(0, 9)), min_size=3, max_size=8))
    def comes_through(self, ways: list[tuple[int, Callable[["Held", Browser, int], None], int]]) -> None:
        for which, way, place in ways:
            way(self, self.browsers[which], place)
            self.nobody_goes_back_in_time()

    def nobody_goes_back_in_time(self) -> None:
        now = [browser.drawn[0] for browser in self.browsers]
        assert all(one >= before for one, before in zip(now, self.highest, strict=True))
        self.highest = now

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
def hold(
    people: Any, meeting: Meeting, redis_url: str, django_capture_on_commit_callbacks: Any
) -> Iterator[Callable[[type[Browser]], type[Held]]]:
    """Meetings with browsers of a kind; what is still held at the end is left."""
    with (
        redis_client.Redis.from_url(redis_url) as client,
        client.pubsub() as line,
        contextlib.ExitStack() as left,
    ):
        line.subscribe(events.CHANNEL)
        assert line.get_message(timeout=20)

        def told() -> list[int]:
            """The versions told until now: all that came before a mark of our own."""
            client.publish(events.CHANNEL, MARK)
            messages = (message["data"] for message in line.listen() if message["type"] == "message")
            return [json.loads(data)["version"] for data in iter(messages.__next__, MARK)]

        yield lambda kind: type(
            "Held", (Held,), {"world": (people, meeting.session, told, django_capture_on_commit_callbacks, kind, left)}
        )


def test_state_and_events_are_the_fresh_state(hold: Any) -> None:
    asked = settings(
        max_examples=6, stateful_step_count=24, deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    run_state_machine_as_test(hold(Browser), settings=asked)


class DrawsWhateverComes(Browser):
    def draw(self, place: int) -> None:
        self.drawn = self.answers.pop(place % len(self.answers))


def test_a_browser_that_draws_whatever_comes_is_noticed(hold: Any) -> None:
    held = hold(DrawsWhateverComes)()
    phone = held.browsers[0]
    for number in (0, 3):
        held.write(number)
        held.event_comes(phone, 1)
    held.answer_comes(phone, 1)
    held.nobody_goes_back_in_time()
    held.answer_comes(phone, 0)
    with pytest.raises(AssertionError):
        held.nobody_goes_back_in_time()


class ForgetsWhatWasLost(Browser):
    def lose(self, place: int) -> None:
        self.answers.pop(place % len(self.answers))


def test_a_browser_that_forgets_what_was_lost_is_noticed(hold: Any) -> None:
    held = hold(ForgetsWhatWasLost)()
    held.write(0)
    held.event_comes(held.browsers[0], 1)
    held.answer_is_lost(held.browsers[0], 0)
    with pytest.raises(AssertionError):
        held.settle()


class AsksOnlyWhatItHears(Browser):
    def look(self, version: int) -> None:
        self.is_cut = False


def test_a_browser_that_never_looks_by_itself_is_noticed(hold: Any) -> None:
    held = hold(AsksOnlyWhatItHears)()
    held.write(0)
    held.event_is_lost(held.browsers[0], 0)
    with pytest.raises(AssertionError):
        held.settle()
