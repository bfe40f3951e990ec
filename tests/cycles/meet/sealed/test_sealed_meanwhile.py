"""While a sealed card is on its way: what is typed stays where it is typed, and what is done is told as done."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from cycles.meet.boxes import CardSlip
from cycles.meet.models import Meeting
from tests.browser import SOON, Guard, until

from .test_sealed_faces import open_page, sealed, write  # noqa: F401

pytestmark = pytest.mark.browser
STALL, WHY = "Where did growth stall?", "What did you see that tells you so?"


@pytest.fixture
def phone(many: Any, sealed: Meeting, sign_in: Any, guard: Guard) -> Iterator[Any]:  # noqa: F811
    """The teacher's phone in the step without names."""
    page = open_page(sealed, many.teacher, sign_in)
    page.locator("[data-box]").first.wait_for(state="attached")
    yield page
    page.close()
    guard.seen = [seen for seen in guard.seen if "ERR_" not in seen and "status of 5" not in seen]


class Held:
    """What the page asks of the sealed address, from one kind of question on, until it is let go."""

    def __init__(self, page: Any, act: str) -> None:
        self.page, self.act, self.routes = page, act, []
        page.route("**/sealed-cards", self.meet)

    def meet(self, route: Any) -> None:
        if f"act={self.act}" in route.request.post_data and self.routes is not None:
            self.routes.append(route)
        else:
            route.fallback()

    def wait(self) -> None:
        until(self.page, lambda: bool(self.routes))

    def let_go(self) -> None:
        routes, self.routes = self.routes, None
        for route in routes:
            route.continue_()


def box(page: Any, label: str) -> Any:
    return page.locator("#growth-write").get_by_label(label)


def put_in(page: Any, text: str, because: str = "") -> None:
    box(page, STALL).fill(text)
    box(page, WHY).fill(because)
    page.get_by_role("button", name="Add the card").click()


def tiles(page: Any) -> Any:
    return page.locator("[data-mine] > li [data-text]")


def test_what_is_typed_since_the_press_stays_and_is_another_card(phone: Any) -> None:
    held = Held(phone, "put")
    put_in(phone, "Buses come late", "Half the class")
    held.wait()
    box(phone, STALL).fill("Groups get cancelled")
    held.let_go()
    expect(tiles(phone)).to_have_text(["Buses come late"])
    assert (box(phone, STALL).input_value(), box(phone, WHY).input_value()) == ("Groups get cancelled", "")
    phone.reload()
    assert box(phone, STALL).input_value() == "Groups get cancelled"
    phone.get_by_role("button", name="Add the card").click()
    expect(tiles(phone)).to_have_text(["Buses come late", "Groups get cancelled"])


def test_what_is_typed_into_a_change_since_the_press_stays(phone: Any) -> None:
    write(phone, "Buses")
    phone.locator("[data-mine] [data-edit]").click()
    editor = phone.locator("[data-mine] form")
    held = Held(phone, "put")
    editor.locator("[name=text]").fill("Buses come late")
    editor.get_by_role("button", name="Keep the change").click()
    held.wait()
    editor.locator("[name=text]").fill("Buses come late on Mondays")
    with phone.expect_response("**/sealed-cards"):
        held.let_go()
    phone.wait_for_timeout(200)
    assert editor.locator("[name=text]").input_value() == "Buses come late on Mondays"
    editor.get_by_role("button", name="Leave it as it was").click()
    expect(tiles(phone)).to_have_text(["Buses come late"])


@pytest.mark.parametrize("act", ["put", "look"])
def test_letters_stay_where_they_are_typed(phone: Any, act: str) -> None:
    held = Held(phone, act)
    put_in(phone, "Buses come late")
    held.wait()
    phone.locator("#room-parked summary").first.click()
    parking = phone.locator("#room-parked textarea").first
    parking.press_sequentially("Ask the ")
    held.let_go()
    expect(tiles(phone)).to_have_text(["Buses come late"])
    phone.wait_for_timeout(100)
    phone.keyboard.type("district")
    assert (parking.input_value(), box(phone, STALL).input_value()) == ("Ask the district", "")


def test_a_list_that_does_not_come_is_no_failure_and_comes_later(phone: Any) -> None:
    failing: list[Any] = []

    def fail(route: Any) -> None:
        if "act=look" not in route.request.post_data:
            route.fallback()
            return
        failing.append(route)
        route.abort()

    phone.route("**/sealed-cards", fail)
    put_in(phone, "Buses come late")
    until(phone, lambda: bool(failing))
    expect(phone.locator("#room-said")).to_have_text("The card is sealed.")
    expect(phone.locator("#growth-write [data-refusal]")).to_be_empty()
    assert box(phone, STALL).input_value() == ""
    phone.unroute("**/sealed-cards", fail)
    expect(tiles(phone)).to_have_text(["Buses come late"])
    assert CardSlip.objects.count() == 1


def test_a_line_that_stalls_is_told_and_the_next_press_counts(phone: Any) -> None:
    phone.add_init_script(SOON)
    phone.reload()
    phone.locator("[data-box]").first.wait_for(state="attached")
    held = Held(phone, "put")
    put_in(phone, "Buses come late")
    held.wait()
    phone.locator("#growth-write [data-refusal]").get_by_text("No answer came.").wait_for()
    assert box(phone, STALL).input_value() == "Buses come late"
    held.routes = None
    phone.get_by_role("button", name="Add the card").click()
    expect(tiles(phone)).to_have_text(["Buses come late"])
    expect(phone.locator("#growth-write [data-refusal]")).to_be_empty()
    assert CardSlip.objects.count() == 1


def test_pressed_before_the_scripts_have_come_nothing_goes_out(phone: Any) -> None:
    waiting: list[Any] = []
    sent: list[str] = []
    phone.route("**/js/cards*.js", lambda route: waiting.append(route))
    phone.reload(wait_until="commit")
    phone.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    box(phone, STALL).fill("Buses come late")
    add = phone.get_by_role("button", name="Add the card")
    add.click()
    phone.wait_for_timeout(300)
    assert (sent, box(phone, STALL).input_value()) == ([], "Buses come late")
    waiting[0].continue_()
    phone.wait_for_load_state()
    add.click()
    expect(tiles(phone)).to_have_text(["Buses come late"])
