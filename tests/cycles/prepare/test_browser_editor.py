"""Editing a template in a real browser, by keyboard alone."""

import re
from typing import Any

from playwright.sync_api import expect

from cycles.prepare.models import Template
from tests.browser import axe, fits, open_link, screenshot


def press(page: Any, button: Any) -> None:
    button.focus()
    page.keyboard.press("Enter")


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.innerText"))


def test_a_template_is_edited_by_keyboard(people: Any, sign_in: Any, live: str) -> None:
    page = sign_in(people.district)
    page.goto("/templates/")
    axe(page)
    fits(page)
    press(page, page.get_by_role("button", name=re.compile("^Edit ?: Teacher, Mid-year")))
    page.wait_for_url("**/edit/")
    axe(page)
    fits(page)
    screenshot(page, "template-edit")

    # the button that was pressed keeps the focus in its new place, so that it can be pressed again
    press(page, page.get_by_role("button", name=re.compile("^Move down ?: Question 1")))
    page.wait_for_url("**at=1**")
    assert focused(page).startswith("Move down")
    page.keyboard.press("Enter")
    page.wait_for_url("**at=2**")
    order = list(Template.objects.get(is_draft=True).prompts.order_by("position").values_list("kind", flat=True))
    assert order[:3] == ["growth", "goals", "success"]

    # typed words are saved as they are typed; a question that is added waits for its words in both languages
    page.get_by_label("Title in English").fill("What we ask now")
    page.locator("[data-save-state][data-state=saved]").wait_for()
    press(page, page.get_by_role("button", name="Add a question"))
    page.wait_for_url("**by=add**")
    page.locator("#question-5").get_by_label("Question in English").fill("What surprised you?")
    press(page, page.get_by_role("button", name="Publish this version"))
    page.get_by_role("link", name="Question 6, Question in Spanish").wait_for()
    axe(page)
    page.locator("#question-5").get_by_label("Question in Spanish").fill("¿Qué le sorprendió?")
    press(page, page.get_by_role("button", name="Publish this version"))
    page.get_by_text("Published.").wait_for()
    assert Template.objects.get(title="What we ask now").is_current

    page.get_by_role("link", name="Español").click()
    page.get_by_text("¿Qué le sorprendió?").wait_for()
    axe(page)
    page.set_viewport_size({"width": 360, "height": 740})
    open_link(page, page.get_by_role("link", name="As on a phone"))
    fits(page)
    screenshot(page, "template-phone")


def test_publishing_waits_for_a_save_but_not_for_ever(people: Any, sign_in: Any, live: str) -> None:
    page = sign_in(people.district)
    page.goto("/templates/")
    press(page, page.get_by_role("button", name=re.compile("^Edit ?: Teacher, Mid-year")))
    page.wait_for_url("**/edit/")
    held: list[Any] = []
    page.route("**/save/", lambda route: held.append(route))
    page.clock.install()
    page.reload()
    page.locator("form[data-drafts-read]").wait_for(state="attached")
    page.get_by_label("Title in English").fill("What we ask now")
    while not held:
        page.clock.run_for(500)
    publish = page.get_by_role("button", name="Publish this version")
    publish.click()
    page.clock.run_for(10_000)
    expect(page.locator("[data-save-state]")).to_contain_text("Kept on this device")
    expect(page.get_by_label("Title in English")).to_be_focused()
    publish.click()
    held[0].continue_()
    page.get_by_text("Published.").wait_for()
    assert Template.objects.get(title="What we ask now").is_current
