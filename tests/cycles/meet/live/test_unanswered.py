"""A real browser on a bad line: nothing typed is lost or doubled, nothing older is drawn, soon it is as if fresh."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions
from cycles.meet.models import Card, Meeting
from tests.browser import Guard, axe, fits, screenshot, until
from tests.cycles.meet.conftest import fresh

NO_ANSWER = "No answer came. What you typed stays here: send it again, and it is kept once."


@pytest.fixture
def phone(many: Any, held: Meeting, go_to: Any, sign_in: Any, guard: Guard) -> Iterator[Any]:
    """The teacher's phone in the writing step."""
    go_to(held, "progress")
    page = sign_in(many.teacher)
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(reverse("cycles:room", args=[held.session_id]))
    yield page
    page.close()
    # what the browser and htmx write about requests that got no answer
    told = r"ERR_|EventSource|\[object Event\]|Error Code 5|status of 5|htmx:(sendError|timeout|afterRequest)"
    guard.seen = [seen for seen in guard.seen if not re.search(told, seen)]


def park(meeting: Meeting, by: Any, text: str) -> None:
    actions.write_card(fresh(meeting.session), kind="parked", text=text, by=by, at=timezone.now())


def version(page: Any) -> int:
    return int(page.locator("#room").get_attribute("data-version"))


def write(page: Any, text: str) -> None:
    page.get_by_label("What went well?").fill(text)
    page.get_by_label("What did we do that led to it?").fill("We met")
    page.get_by_role("button", name="Add the card").click()


def test_a_card_whose_answer_is_lost_is_sent_again_and_kept_once(many: Any, held: Meeting, phone: Any) -> None:
    def lose(route: Any) -> None:
        route.fetch()
        route.abort()

    phone.route("**/card-write", lose, times=1)
    write(phone, "Grew")
    phone.locator("#progress-write [data-refusal]").get_by_text(NO_ANSWER).wait_for()
    assert phone.get_by_label("What went well?").input_value() == "Grew"
    assert Card.objects.count() == 1
    fits(phone)
    axe(phone)
    screenshot(phone, "room-unanswered-phone")
    phone.reload()
    assert phone.get_by_label("What went well?").input_value() == "Grew"
    phone.get_by_role("button", name="Add the card").click()
    until(phone, lambda: phone.get_by_label("What went well?").input_value() == "")
    write(phone, "Grew")
    until(phone, lambda: phone.get_by_role("button", name="Take back Grew").count() == 2)
    assert Card.objects.count() == 2


def test_what_is_typed_while_a_card_is_on_its_way_stays(many: Any, held: Meeting, phone: Any) -> None:
    waiting: list[Any] = []
    phone.route("**/card-write", lambda route: waiting.append(route), times=1)
    write(phone, "Grew")
    until(phone, lambda: bool(waiting))
    phone.get_by_label("What went well?").fill("Read more")
    phone.get_by_label("What went well?").press("Tab")
    waiting[0].continue_()
    phone.get_by_role("button", name="Take back Grew").wait_for()
    assert phone.get_by_label("What went well?").input_value() == "Read more"
    until(phone, lambda: phone.get_by_label("What did we do that led to it?").input_value() == "")
    phone.get_by_label("What did we do that led to it?").fill("We read")
    phone.get_by_role("button", name="Add the card").click()
    phone.get_by_role("button", name="Take back Read more").wait_for()
    assert set(Card.objects.values_list("text", "because")) == {("Grew", "We met"), ("Read more", "We read")}


def test_letters_stay_where_they_are_typed_while_a_card_is_on_its_way(many: Any, held: Meeting, phone: Any) -> None:
    waiting: list[Any] = []
    phone.route("**/card-write", lambda route: waiting.append(route), times=1)
    write(phone, "Grew")
    until(phone, lambda: bool(waiting))
    phone.locator("#room-parked summary").click()
    parking = phone.locator("#room-parked textarea")
    parking.press_sequentially("Ask the ")
    waiting[0].continue_()
    phone.get_by_role("button", name="Take back Grew").wait_for()
    phone.wait_for_timeout(100)
    phone.keyboard.type("district")
    assert (parking.input_value(), phone.get_by_label("What went well?").input_value()) == ("Ask the district", "")


def test_an_older_answer_is_not_drawn_over_a_newer_one(many: Any, held: Meeting, phone: Any) -> None:
    waiting: list[Any] = []
    phone.route("**/room/phase", lambda route: waiting.append((route, route.fetch())), times=1)
    park(held, many.member, "Buses")
    until(phone, lambda: bool(waiting))
    write(phone, "Grew")
    phone.get_by_role("button", name="Take back Grew").wait_for()
    newest = version(phone)
    route, answer = waiting[0]
    with phone.expect_response("**/room/phase"):
        route.fulfill(response=answer)
    phone.wait_for_timeout(200)
    assert (version(phone), phone.get_by_role("button", name="Take back Grew").count()) == (newest, 1)


def test_what_is_drawn_already_is_not_asked_for_again(many: Any, held: Meeting, phone: Any) -> None:
    write(phone, "Grew")
    phone.get_by_role("button", name="Take back Grew").wait_for()
    phone.wait_for_timeout(1500)
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    tell = "version => htmx.trigger('#room', 'sse:meeting', {data: `${version}`})"
    for older in (0, 1, 5):
        phone.evaluate(tell, version(phone) - older)
    phone.wait_for_timeout(300)
    assert asked == []
    with phone.expect_response("**/room/phase"):
        phone.evaluate(tell, version(phone) + 1)


def test_a_refusal_stays_while_others_write_until_something_is_sent(many: Any, held: Meeting, phone: Any) -> None:
    phone.route("**/step-finish", lambda route: route.abort(), times=1)
    phone.get_by_role("button", name="I’m finished").click()
    refusal = phone.locator("#room-finish [data-refusal]")
    refusal.get_by_text(NO_ANSWER).wait_for()
    there = fresh(held.session)
    actions.finish_step(there, step=there.step, is_finished=True, by=many.member, at=timezone.now())
    park(held, many.member, "Buses")
    until(phone, lambda: version(phone) == fresh(held.session).version)
    assert refusal.inner_text() == NO_ANSWER
    assert refusal.evaluate("place => place === document.activeElement")
    phone.get_by_role("button", name="I’m finished").click()
    phone.get_by_role("button", name="You are finished. Write more?").wait_for()
    assert refusal.inner_text() == ""


def test_the_next_line_stays_open_while_the_first_is_parked(many: Any, held: Meeting, phone: Any) -> None:
    waiting: list[Any] = []
    phone.get_by_text("Park something for later").click()
    line = phone.get_by_label("What should not be lost?")
    phone.route("**/card-write", lambda route: waiting.append(route), times=1)
    line.fill("Buses")
    phone.get_by_role("button", name="Park it").click()
    until(phone, lambda: bool(waiting))
    line.fill("Keys")
    waiting[0].continue_()
    until(phone, lambda: version(phone) == fresh(held.session).version)
    assert (line.is_visible(), line.input_value()) == (True, "Keys")


def test_a_server_that_is_away_is_asked_once_a_second(many: Any, held: Meeting, phone: Any) -> None:
    asked: list[float] = []

    def away(route: Any) -> None:
        asked.append(time.monotonic())
        route.fulfill(status=503)

    phone.route("**/room/phase", away)
    for _ in range(8):
        phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        phone.wait_for_timeout(50)
    began = time.monotonic()
    phone.wait_for_timeout(3000)
    assert len([at for at in asked if at > began]) <= 4
    phone.unroute("**/room/phase")


def test_a_question_that_fails_is_asked_again(many: Any, held: Meeting, phone: Any) -> None:
    phone.route("**/room/phase", lambda route: route.fulfill(status=503), times=2)
    park(held, many.member, "Buses")
    until(phone, lambda: version(phone) == fresh(held.session).version)
    assert phone.locator("#toasts").inner_text() == ""


def test_who_was_cut_off_has_the_newest_state_within_two_seconds(many: Any, held: Meeting, phone: Any) -> None:
    phone.get_by_label("What went well?").fill("Half a sent")
    phone.context.set_offline(True)
    phone.evaluate("document.dispatchEvent(new Event('htmx:sseOpen'))")  # as a stream that was on its way
    for number in range(3):
        park(held, many.member, f"Buses {number}")
    phone.get_by_label("What went well?").press_sequentially("ence")
    phone.get_by_text("Connection lost; this page asks again by itself").wait_for()
    phone.wait_for_timeout(1500)
    assert version(phone) < fresh(held.session).version
    phone.context.set_offline(False)
    began = time.monotonic()
    until(phone, lambda: version(phone) == fresh(held.session).version)
    assert time.monotonic() - began < 2
    phone.get_by_text("Live", exact=True).wait_for()
    assert phone.get_by_label("What went well?").input_value() == "Half a sentence"
    shown = phone.locator("#room-parked").inner_text()
    phone.reload()
    assert phone.locator("#room-parked").inner_text() == shown
    assert phone.get_by_label("What went well?").input_value() == "Half a sentence"
