"""In a real browser: covered words, two versions joined, a device that several people use, signing out."""

import re
from typing import Any

from playwright.sync_api import expect

from cycles.prepare.models import Answer, DraftKey
from tests.browser import axe, fits, screenshot
from tests.cycles.making import begin_meeting, hand_in, join, open_cycle, schedule, write
from tests.reflection_site.test_scripts import forgive, kept

WELL, STATE = "What went well", "form[data-prompt] [data-save-state]"


def looked_at(page: Any, name: str) -> None:
    """At a desk and on a phone: it fits, axe finds nothing, and there is a picture."""
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        fits(page)
        axe(page)
        screenshot(page, f"{name}-{width}")


def test_private_words_are_uncovered_by_keyboard(people: Any, sign_in: Any, live: str) -> None:
    session = schedule(open_cycle(people), people.team)
    write(session, people.lead, "I planned too late", "me")
    page = sign_in(people.lead)
    page.goto(f"/sessions/{session.pk}/prepare/")
    box = page.get_by_role("textbox").first
    cover = page.locator("details.cover summary").first
    assert not page.get_by_text("I planned too late").is_visible()
    looked_at(page, "prepare-covered")
    cover.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "I planned too late"
    assert box.is_visible()


def test_what_others_see_of_mine_and_who_opened_it(people: Any, sign_in: Any, live: str) -> None:
    session = schedule(open_cycle(people), people.team, facilitator=people.facilitator)
    hand_in(session, people.lead, "We planned together", "named")
    hand_in(session, people.teacher, "Small groups need a second adult", "lead")
    others = [join(session, name) for name in ("Ana", "Ben", "Cleo", "Dev", "Eva")]
    for person in others:
        hand_in(session, person, f"Number talks, says {person.name}", "unnamed")
    begin_meeting(session)
    lead, leader = sign_in(people.lead), sign_in(people.leader)
    for page in (leader, lead):
        page.goto(f"/sessions/{session.pk}/prepare/shared/")
    looked_at(lead, "shared")
    lead.goto(f"/sessions/{session.pk}/prepare/mine/")
    lead.locator("summary", has_text="Show it to the team as a model").first.click()
    lead.get_by_role("button", name="Show them").first.click()
    assert "Opened by Rosa Delgado" in lead.inner_text("main")
    looked_at(lead, "mine")
    lead.emulate_media(media="print")
    lead.evaluate("dispatchEvent(new Event('beforeprint'))")
    screenshot(lead, "mine-print")
    teacher = sign_in(people.teacher)
    teacher.goto(f"/sessions/{session.pk}/prepare/")
    looked_at(teacher, "prepare-model")


def test_two_versions_and_a_joined_one_are_shown(people: Any, sign_in: Any, live: str) -> None:
    session = schedule(open_cycle(people), people.team)
    one = sign_in(people.teacher)
    one.goto(f"/sessions/{session.pk}/prepare/")
    other = one.context.new_page()
    other.goto(one.url)
    one.get_by_role("textbox", name=WELL).fill("Number talks. Every week.")
    one.locator(f"{STATE}[data-state=saved]").first.wait_for()
    other.get_by_role("textbox", name=WELL).fill("Number talks. With partners.")
    panel = other.locator("[data-conflict]")
    panel.wait_for()
    assert "Number talks. Every week.\n\nWith partners." in panel.locator("[data-joined]").inner_text()
    looked_at(other, "prepare-conflict")
    panel.get_by_role("button", name="Keep both").click()
    other.locator(f"{STATE}[data-state=saved]").first.wait_for()
    assert Answer.objects.get().text == "Number talks. Every week.\n\nWith partners."


def test_signing_out_leaves_nothing_on_the_device(people: Any, sign_in: Any, live: str, guard: Any) -> None:
    session = schedule(open_cycle(people), people.team)
    page = sign_in(people.teacher)
    page.goto(f"/sessions/{session.pk}/prepare/")
    page.route("**/answers/**", lambda route: route.abort())
    page.get_by_role("textbox", name=WELL).fill("never sent")
    page.get_by_text("Kept on this device, will be saved when you are online.").first.wait_for()
    assert [draft["form"].startswith("prompt-") for draft in kept(page)] == [True]
    assert "never sent" not in repr(kept(page))
    screenshot(page, "prepare-kept")
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").last.click()
    page.wait_for_url("**/accounts/login/**")
    looked_at(page, "sign-in")
    assert DraftKey.objects.count() == 0
    forgive(guard, "ERR_FAILED")
    assert page.evaluate("indexedDB.databases().then((all) => all.map((one) => one.name))") == []


def test_a_shared_device_keeps_nothing_and_says_so(people: Any, sign_in: Any, live: str, guard: Any) -> None:
    session = schedule(open_cycle(people), people.team)
    page = sign_in(people.teacher)
    page.goto("/me/")
    page.get_by_label("Other people use this device too").check()
    looked_at(page, "me-shared-device")
    page.goto(f"/sessions/{session.pk}/prepare/")
    page.route("**/answers/**", lambda route: route.abort())
    page.get_by_role("textbox", name=WELL).fill("only here")
    page.get_by_text("No connection. Keep this page open").first.wait_for()
    assert kept(page) == []
    assert DraftKey.objects.count() == 0
    forgive(guard, "ERR_FAILED")


def test_words_that_cannot_be_read_yet_are_not_written_over(people: Any, sign_in: Any, live: str, guard: Any) -> None:
    """The page came, and then the line was cut before the device had its key."""
    session = schedule(open_cycle(people), people.team)
    page = sign_in(people.teacher)
    page.goto(f"/sessions/{session.pk}/prepare/")
    page.route("**/answers/**", lambda route: route.abort())
    box = page.get_by_role("textbox", name=WELL)
    box.fill("Before.")
    page.get_by_text("Kept on this device, will be saved when you are online.").first.wait_for()
    page.route("**/drafts/key/**", lambda route: route.abort())
    page.reload()
    box.fill("After.")
    page.get_by_text("No connection. Keep this page open").first.wait_for()
    page.unroute("**/drafts/key/**")
    page.unroute("**/answers/**")
    expect(box).to_have_value(re.compile(r"Before\."), timeout=30_000)
    # what was sent while the page was left may have come through after all: then both versions are shown
    saved, both = page.locator(f"{STATE}[data-state=saved]").first, page.locator("[data-conflict] [data-choose=both]")
    saved.or_(both).first.wait_for(timeout=30_000)
    for button in both.all():
        button.click()
    saved.wait_for(timeout=30_000)
    assert set(Answer.objects.get().text.split()) == {"Before.", "After."}
    forgive(guard, "ERR_FAILED")
