"""The console's tools in a real browser: dragging cards, one card large on the screen, the clock, a plan too long."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions
from cycles.meet.models import Meeting, PhaseRun, Topic
from tests.browser import axe, fits, screenshot, until
from tests.cycles.meet.conftest import fresh


@pytest.fixture
def grouping(many: Any, held: Meeting, go_to: Any, growth: Any) -> Meeting:
    """Three shown cards and a topic, in a meeting that is an hour late."""
    there = go_to(held, "growth")
    for person, text in ((many.teacher, "First"), (many.member, "Second"), (many.lead, "Third"), (many.lead, "Fourth")):
        growth(there, person, text)
    actions.attend_meeting(there, by=many.teacher, at=timezone.now())
    actions.reveal_cards(there, by=many.facilitator, at=timezone.now())
    last = there.cards.get(text="Fourth")
    actions.group_cards(there, cards=[last], title="Time", by=many.facilitator, at=timezone.now())
    PhaseRun.objects.filter(meeting=there, step=1).update(entered_at=timezone.now() - timedelta(minutes=70))
    return fresh(there.session)


def drag(page: Any, grip: str, onto: str, *, meanwhile: Callable[[], object] = lambda: None) -> None:
    page.locator(grip).scroll_into_view_if_needed()
    start, end = page.locator(grip).bounding_box(), page.locator(onto).bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=8)
    meanwhile()
    page.mouse.up()


def test_the_desk(many: Any, grouping: Meeting, sign_in: Any) -> None:
    cards = {card.text: card.pk for card in grouping.cards.all()}
    topic = Topic.objects.get()
    desk, wall = sign_in(many.facilitator), sign_in(many.leader)
    desk.set_viewport_size({"width": 1280, "height": 1400})
    wall.set_viewport_size({"width": 1920, "height": 1080})
    desk.goto(reverse("cycles:facilitate", args=[grouping.session_id]))
    wall.goto(reverse("cycles:screen", args=[grouping.session_id]))

    drag(desk, f"#card-{cards['First']} > .grip", f"#topic-{topic.pk}")
    desk.locator(f"#topic-{topic.pk}").get_by_text("First").wait_for()
    assert set(topic.cards.values_list("text", flat=True)) == {"First", "Fourth"}
    drag(desk, f"#card-{cards['Second']} > .grip", f"#card-{cards['Third']}")
    assert desk.locator("#group-title-text").evaluate("one => one === document.activeElement")
    desk.keyboard.type("Practice")
    desk.keyboard.press("Enter")
    desk.get_by_role("checkbox", name="Practice").wait_for()
    assert set(Topic.objects.get(title="Practice").cards.values_list("text", flat=True)) == {"Second", "Third"}

    desk.get_by_text("Show one card large on the screen").click()
    desk.get_by_label("What should everyone look at?").select_option("Practice")
    desk.get_by_role("button", name="Put it on the screen").click()
    wall.locator(".screen__large").get_by_text("Practice").wait_for()
    axe(wall)
    screenshot(wall, "room-spotlight-wall")
    desk.get_by_role("button", name="Stop the clock").click()
    wall.get_by_text("stopped").wait_for()
    desk.get_by_text("Not heard yet").click()
    desk.get_by_text("People without a sign-in at hand").click()
    for width in (1280, 360):
        desk.set_viewport_size({"width": width, "height": 900})
        fits(desk)
        axe(desk)
        screenshot(desk, f"room-desk-late-{width}")
    desk.set_viewport_size({"width": 1280, "height": 1400})
    desk.get_by_role("button", name="Take it down").click()
    wall.locator(".screen__large").wait_for(state="detached")
    desk.get_by_role("button", name="Go on past the end").click()
    desk.get_by_text("past the planned end").wait_for()
    desk.get_by_role("button", name="Start the clock").click()
    desk.get_by_role("button", name="Stop the clock").wait_for()


def test_what_others_do_waits_until_a_dragged_card_is_dropped(many: Any, grouping: Meeting, sign_in: Any) -> None:
    cards = {card.text: card.pk for card in grouping.cards.all()}
    desk = sign_in(many.facilitator)
    desk.set_viewport_size({"width": 1280, "height": 1400})
    desk.goto(reverse("cycles:facilitate", args=[grouping.session_id]))

    def park() -> None:
        with desk.expect_response("**/facilitate/phase"):
            actions.write_card(fresh(grouping.session), kind="parked", text="Buses", by=many.member, at=timezone.now())

    drag(desk, f"#card-{cards['Second']} > .grip", f"#card-{cards['Third']}", meanwhile=park)
    title = desk.locator("#group-title-text")
    until(desk, lambda: bool(title.evaluate("one => one === document.activeElement")))
    desk.get_by_text("Buses").wait_for(state="attached")
    title.press_sequentially("Practice")
    title.press("Enter")
    desk.get_by_role("checkbox", name="Practice").wait_for()
    assert set(Topic.objects.get(title="Practice").cards.values_list("text", flat=True)) == {"Second", "Third"}
