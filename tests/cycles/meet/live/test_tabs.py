"""The tabs of one browser share one event stream, whichever of them is closed."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions
from cycles.meet.models import Meeting
from teams.models import Membership
from tests.browser import Guard, until
from tests.cycles.meet.conftest import fresh


class Tabs:
    """Tabs of a teacher in the room, and the number of each that opened a stream, in order."""

    def __init__(self, people: Any, meeting: Meeting, sign_in: Any) -> None:
        self.meeting, self.first = meeting, sign_in(people.teacher)
        self.tabs: list[Any] = []
        self.opened: list[int] = []

    def open(self, script: str = "") -> Any:
        tab = self.first.context.new_page() if self.tabs else self.first
        number = len(self.tabs)
        tab.on("request", lambda request: self.opened.append(number) if "/stream?" in request.url else None)
        if script:
            tab.add_init_script(script)
        self.tabs.append(tab)
        tab.goto(reverse("cycles:room", args=[self.meeting.session_id]))
        tab.wait_for_selector("[data-live=on]")
        return tab

    def go_on(self) -> None:
        """The group goes to the next step, and every tab that is open follows."""
        meeting = fresh(self.meeting.session)
        actions.advance_phase(meeting, step=meeting.step, by=meeting.facilitator, at=timezone.now())
        for tab in self.tabs:
            if not tab.is_closed():
                tab.get_by_role("heading", name=meeting.phase.title, exact=True).wait_for()


@pytest.fixture
def tabs(many: Any, held: Meeting, sign_in: Any) -> Tabs:
    return Tabs(many, held, sign_in)


def test_one_tab_listens_and_tells_the_others(many: Any, tabs: Tabs) -> None:
    first, second, third = tabs.open(), tabs.open(), tabs.open()
    assert tabs.opened == [0]
    tabs.go_on()
    first.close()
    until(second, lambda: tabs.opened == [0, 1])
    tabs.go_on()
    second.close()
    until(third, lambda: tabs.opened == [0, 1, 2])
    tabs.go_on()
    fourth = tabs.open()
    assert tabs.opened == [0, 1, 2]
    Membership.objects.filter(person=many.teacher).delete()
    for tab in (third, fourth):
        tab.locator("#room").wait_for(state="detached")


def test_what_happens_between_two_listening_tabs_is_not_missed(tabs: Tabs, guard: Guard) -> None:
    first, second = tabs.open(), tabs.open()
    second.context.set_offline(True)
    first.close()
    until(second, lambda: tabs.opened == [0, 1])
    second.wait_for_selector("[data-live=off]")
    second.context.set_offline(False)
    tabs.go_on()
    guard.seen = [seen for seen in guard.seen if "ERR_INTERNET_DISCONNECTED" not in seen]


def test_a_tab_that_sleeps_loses_its_turn(tabs: Tabs) -> None:
    asleep = tabs.open("BroadcastChannel.prototype.postMessage = () => {}")
    awake = tabs.open()
    assert tabs.opened == [0, 1]
    asleep.close()
    tabs.go_on()
    assert tabs.opened == [0, 1]
    assert not awake.is_closed()


@pytest.mark.parametrize("missing", ["delete Navigator.prototype.locks", "delete window.BroadcastChannel"])
def test_where_tabs_cannot_meet_each_listens_for_itself(tabs: Tabs, missing: str) -> None:
    tabs.open(missing), tabs.open(missing)
    tabs.go_on()
    assert tabs.opened == [0, 1]
