"""Thinking maps in a real browser: as a picture by keyboard, without names with nothing but the sheet sent."""

from typing import Any

from cycles.listen.models import ThinkingMap
from surveys.models import Ballot, Draw, Survey
from tests.browser import axe, fits, screenshot

from .making import ask, crowd, map_of


def test_a_member_fills_the_visual_map_by_keyboard(people: Any, sign_in: Any, live: str) -> None:
    found = ask(people)
    page = sign_in(people.teacher)
    page.goto(f"/maps/{map_of(found, people.teacher).pk}/")
    page.get_by_role("button", name="Map", exact=True).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    for idea in ("Calm starts", "You came into our rooms", "mistyped"):
        page.keyboard.type(idea)
        page.keyboard.press("Enter")
    # back to the third idea, which goes again
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.press("Backspace")
    assert page.evaluate("document.activeElement.value") == "You came into our rooms"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Begin on time")
    page.locator("[data-save-state][data-state=saved]").wait_for()
    stands = ThinkingMap.objects.get(author=people.teacher)
    assert (stands.well, stands.improve) == ("Calm starts\nYou came into our rooms", "Begin on time")
    axe(page)
    screenshot(page, "thinking-map")

    # the same words stand in the boxes, and on a phone; the picture is remembered
    page.set_viewport_size({"width": 360, "height": 740})
    page.reload()
    fits(page)
    axe(page)
    assert page.get_by_role("textbox", name="What went well: idea 2").input_value() == "You came into our rooms"
    page.get_by_role("button", name="Three boxes").press("Enter")
    assert page.get_by_role("textbox", name="What could my lead improve").input_value() == "Begin on time"
    page.get_by_role("button", name="Hand it in to Sam").press("Enter")
    page.get_by_text("can read it now").wait_for()
    assert ThinkingMap.objects.get(author=people.teacher).handed_in_at is not None
    axe(page)


def test_two_windows_show_both_versions(people: Any, sign_in: Any, live: str) -> None:
    found = ask(people)
    one = sign_in(people.teacher)
    address = f"/maps/{map_of(found, people.teacher).pk}/"
    one.goto(address)
    other = one.context.new_page()
    other.goto(address)
    one.get_by_role("textbox", name="What went well").fill("from one window")
    one.locator("[data-save-state][data-state=saved]").wait_for()
    other.get_by_role("textbox", name="What went well").fill("from another window")
    panel = other.locator("[data-conflict]")
    panel.wait_for()
    assert "from one window" in panel.inner_text()
    panel.get_by_role("button", name="Keep both").click()
    other.locator("[data-save-state][data-state=saved]").wait_for()
    assert ThinkingMap.objects.get(author=people.teacher).well == "from one window\nfrom another window"


def test_a_sheet_goes_out_without_any_cookie(people: Any, sign_in: Any, live: str) -> None:
    crowd(people.team, 6)
    found = ask(people, naming="anonymous")
    survey = Survey.objects.get(map_round=found)
    page = sign_in(people.teacher)
    page.goto(f"/surveys/{survey.pk}/")
    axe(page)
    page.get_by_role("textbox", name="What went well?").fill("Calm starts")
    page.reload()
    assert page.get_by_role("textbox", name="What went well?").input_value() == "Calm starts"
    with page.expect_request("**/surveys/ballots/*/") as sent:
        page.get_by_role("button", name="Seal and hand in").click()
    assert "cookie" not in sent.value.all_headers()
    page.get_by_text("It is in the sealed box").wait_for()
    axe(page)
    page.get_by_label("Rather agree").first.check()
    page.get_by_role("button", name="Seal and hand in").click()
    page.get_by_text("It is in the sealed box").wait_for()
    assert (Ballot.objects.count(), Draw.objects.count()) == (1, 1)

    # another browser of the same person cannot hand in a second one, and says why
    second = sign_in(people.teacher)
    second.goto(f"/surveys/{survey.pk}/")
    second.get_by_label("Disagree", exact=True).first.check()
    second.get_by_role("button", name="Seal and hand in").click()
    second.get_by_text("in another browser").wait_for()
    assert Ballot.objects.count() == 1
