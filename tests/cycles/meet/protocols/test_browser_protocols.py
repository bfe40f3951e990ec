"""Editing and choosing a protocol in a real browser, by keyboard alone."""

import re
from typing import Any

from cycles.meet.models import Protocol, ProtocolChoice
from tests.browser import axe, fits, open_link, screenshot


def press(page: Any, button: Any) -> None:
    button.focus()
    page.keyboard.press("Enter")


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.innerText"))


def test_a_protocol_is_edited_by_keyboard(people: Any, sign_in: Any, live: str) -> None:
    page = sign_in(people.district)
    page.goto("/protocols/")
    axe(page)
    fits(page)
    screenshot(page, "protocols")
    press(page, page.get_by_role("button", name=re.compile("^Edit ?: Fishbone")))
    page.wait_for_url("**/edit/")
    axe(page)
    fits(page)
    screenshot(page, "protocol-edit")

    # the button that was pressed keeps the focus in its new place, so that it can be pressed again
    press(page, page.get_by_role("button", name=re.compile("^Move down ?: Welcome")))
    page.wait_for_url("**at=1**")
    assert focused(page).startswith("Move down")
    page.keyboard.press("Enter")
    page.wait_for_url("**at=2**")
    kinds = list(Protocol.objects.get(is_draft=True).phases.order_by("position").values_list("kind", flat=True))
    assert kinds[:3] == ["growth", "fishbone", "welcome"]

    # typed words are saved as they are typed; a step that is added waits for its words in both languages
    page.locator("#draft-title").fill("Our fishbone")
    page.locator("[data-save-state][data-state=saved]").wait_for()
    page.get_by_label("Another step").select_option("observe")
    press(page, page.get_by_role("button", name="Add the step"))
    page.wait_for_url("**by=add**")
    page.locator("#phase-5").get_by_label("What to say, in English").fill("What do you see?")
    press(page, page.get_by_role("button", name="Publish this version"))
    page.get_by_role("link", name="Step 6, What to say, in Spanish").wait_for()
    axe(page)
    page.locator("#phase-5").get_by_label("What to say, in Spanish").fill("¿Qué ve usted?")
    press(page, page.get_by_role("button", name="Publish this version"))
    page.get_by_text("Published.").wait_for()
    assert Protocol.objects.get(title="Our fishbone").is_current

    page.get_by_role("link", name="Español").click()
    page.get_by_text("¿Qué ve usted?").wait_for()
    axe(page)
    page.set_viewport_size({"width": 360, "height": 740})
    for name in ("45 min", "Facilitator", "Screen"):
        open_link(page, page.get_by_role("link", name=name, exact=True))
        fits(page)
    screenshot(page, "protocol-phone")


def test_a_protocol_is_chosen_and_the_meeting_paused(people: Any, session: Any, sign_in: Any, live: str) -> None:
    page = sign_in(people.facilitator)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/sessions/{session.pk}/protocol/")
    axe(page)
    fits(page)
    press(page, page.get_by_text("Other protocols"))
    press(page, page.get_by_role("button", name=re.compile("^Meet by this ?: What, so what")))
    page.get_by_text("Chosen. The agenda").wait_for()
    assert ProtocolChoice.objects.get().kind == "what_so_what"
    page.goto(f"/sessions/{session.pk}/facilitate/")
    press(page, page.get_by_role("button", name="Open the meeting"))
    page.wait_for_load_state()
    press(page, page.get_by_text("Pause, continue on another day"))
    axe(page)
    press(page, page.get_by_role("button", name="Pause the meeting"))
    page.get_by_role("button", name="Continue the meeting").wait_for()
    axe(page)
    fits(page)
    press(page, page.get_by_role("button", name="Continue the meeting"))
    page.get_by_text("Say now").wait_for()
