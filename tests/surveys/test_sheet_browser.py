"""A sheet without names in a real browser: on a bad line, before its script has come, after it is in."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from surveys.enums import QuestionKind
from surveys.models import Ballot, Survey
from tests.browser import SOON, Guard, look, until

from .making import crowd, opened, question

pytestmark = pytest.mark.browser
KEPT = "Object.entries(sessionStorage).filter(([key]) => key.startsWith('kept:')).map(([, value]) => value).join()"


@pytest.fixture
def survey(people: Any) -> Survey:
    return opened(people.school, [people.teacher, *crowd(7)], reader=people.lead)


@pytest.fixture
def sheet(people: Any, survey: Survey, sign_in: Any, live: str, guard: Guard) -> Iterator[Any]:
    """The teacher's page, on no address yet."""
    page = sign_in(people.teacher)
    page.address = reverse("surveys:sheet", args=[survey.pk])
    yield page
    page.close()
    guard.seen = [seen for seen in guard.seen if "ERR_" not in seen]


def words(page: Any, survey: Survey) -> Any:
    return page.locator(f"[name=q{question(survey, QuestionKind.TEXT).pk}]")


def hand_in(page: Any) -> None:
    page.get_by_role("button", name="Seal and hand in").click()


def test_a_line_that_stalls_is_told_and_the_next_press_counts(survey: Survey, sheet: Any) -> None:
    waiting: list[Any] = []
    sheet.add_init_script(SOON)
    sheet.goto(sheet.address)
    sheet.route("**/draw/", lambda route: waiting.append(route), times=1)
    words(sheet, survey).fill("Time to plan")
    hand_in(sheet)
    until(sheet, lambda: bool(waiting))
    expect(sheet.locator("[data-problem]")).to_contain_text("No answer came.")
    assert words(sheet, survey).input_value() == "Time to plan"
    hand_in(sheet)
    sheet.locator("[data-thanks]").wait_for()
    assert Ballot.objects.count() == 1


def test_pressed_before_its_script_has_come_nothing_goes_out(survey: Survey, sheet: Any) -> None:
    waiting: list[Any] = []
    sent: list[str] = []
    sheet.route("**/js/sheet*.js", lambda route: waiting.append(route))
    sheet.goto(sheet.address, wait_until="commit")
    sheet.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    words(sheet, survey).fill("Time to plan")
    hand_in(sheet)
    sheet.wait_for_timeout(300)
    assert (sent, words(sheet, survey).input_value()) == ([], "Time to plan")
    waiting[0].continue_()
    sheet.wait_for_load_state()
    hand_in(sheet)
    sheet.locator("[data-thanks]").wait_for()
    assert Ballot.objects.count() == 1


def test_what_is_typed_stays_in_the_tab_until_it_is_in(survey: Survey, sheet: Any) -> None:
    sheet.goto(sheet.address)
    words(sheet, survey).fill("Time to plan")
    assert "Time to plan" in sheet.evaluate(KEPT)
    sheet.reload()
    assert words(sheet, survey).input_value() == "Time to plan"
    hand_in(sheet)
    sheet.locator("[data-thanks]").wait_for()
    assert sheet.evaluate(KEPT) == ""
    sheet.reload()
    assert words(sheet, survey).input_value() == ""


def test_on_a_shared_device_it_stays_on_its_page_and_can_be_handed_in_anew(
    survey: Survey, sheet: Any, live: str
) -> None:
    sheet.context.add_cookies([{"name": "shared_device", "value": "1", "url": live}])
    sheet.goto(sheet.address)
    words(sheet, survey).fill("Time to plan")
    assert sheet.evaluate(KEPT) == ""
    expect(sheet.get_by_text("what you write stays on this page only")).to_be_visible()
    hand_in(sheet)
    sheet.locator("[data-thanks]").wait_for()
    look(sheet, "sheet-shared-device", 360, 1280)
    sheet.reload()
    assert words(sheet, survey).input_value() == ""
    words(sheet, survey).fill("Time to plan together")
    hand_in(sheet)
    sheet.locator("[data-thanks]").wait_for()
    assert Ballot.objects.count() == 1
