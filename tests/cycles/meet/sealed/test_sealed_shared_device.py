"""Where other people use the device too, nothing in its browser lets them read what somebody wrote without a name."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cycles.meet.boxes import CardDraw, CardSlip
from cycles.meet.models import Meeting
from tests.browser import look, until

from .test_sealed_faces import open_page, sealed, write  # noqa: F401
from .test_sealed_meanwhile import STALL, box, tiles

pytestmark = pytest.mark.browser
LIES_HERE = "JSON.stringify([{ ...localStorage }, { ...sessionStorage }])"


@pytest.fixture
def phone(many: Any, sealed: Meeting, sign_in: Any) -> Any:  # noqa: F811
    """The teacher's phone in the step without names."""
    return open_page(sealed, many.teacher, sign_in)


@pytest.fixture
def shared(phone: Any, live: str) -> Any:
    """The same, on a device of which they have said that others use it too."""
    phone.context.add_cookies([{"name": "shared_device", "value": "1", "url": live}])
    phone.reload()
    return phone


def tokens_of(act: Callable[[], Any], page: Any) -> list[str]:
    """The tokens of what was sealed meanwhile, as they went out."""
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    act()
    return [part[6:] for one in sent if "act=put" in one for part in one.split("&") if part.startswith("token=")]


def test_neither_words_nor_tokens_lie_there_and_the_page_says_what_follows(shared: Any) -> None:
    (token,) = tokens_of(lambda: write(shared, "Buses come late"), shared)
    box(shared, STALL).fill("Half a sentence")
    lies = shared.evaluate(LIES_HERE)
    assert [words in lies for words in (token, "Buses", "Half a sentence")] == [False] * 3
    shared.get_by_text("only this page knows that they are yours").wait_for()
    expect(shared.get_by_text("Only this browser knows")).to_be_hidden()
    look(shared, "sealed-shared-device")
    shared.locator("[data-mine] [data-edit]").click()
    shared.locator("[data-mine] form [name=text]").fill("Buses come late on Mondays")
    shared.get_by_role("button", name="Keep the change").click()
    expect(tiles(shared)).to_have_text(["Buses come late on Mondays"])
    shared.reload()
    shared.wait_for_timeout(500)
    assert (tiles(shared).count(), box(shared, STALL).input_value(), CardSlip.objects.count()) == (0, "", 1)


def test_each_page_is_no_further_browser_of_its_person(shared: Any) -> None:
    until(shared, lambda: CardDraw.objects.count() == 1)
    for _ in range(2):
        with shared.expect_response("**/room*"):
            shared.reload()
        write(shared, "Buses come late")
    assert CardDraw.objects.count() == 1


def test_saying_so_takes_away_what_lies_there_in_every_window(many: Any, sealed: Meeting, phone: Any) -> None:  # noqa: F811
    (token,) = tokens_of(lambda: write(phone, "Buses come late"), phone)
    box(phone, STALL).fill("Half a sentence")
    lies = phone.evaluate(LIES_HERE)
    assert [words in lies for words in (token, "Half a sentence")] == [True] * 2
    own = phone.context.new_page()
    own.goto(reverse("teams:me"))
    own.get_by_label("Other people use this device too").check()
    until(phone, lambda: "Half a sentence" not in phone.evaluate(LIES_HERE))
    assert token not in phone.evaluate(LIES_HERE)
    assert box(phone, STALL).input_value() == "Half a sentence"
    box(phone, STALL).fill("Half a sentence more")
    assert "Half a sentence" not in phone.evaluate(LIES_HERE)
