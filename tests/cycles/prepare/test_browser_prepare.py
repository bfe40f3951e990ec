"""Preparing in a real browser: saved as typed, two windows, ready."""

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from cycles.prepare.models import Answer, DraftKey, GoalVerdict, Reflection
from teams.models import Slo
from tests.browser import axe, fits, screenshot
from tests.cycles.making import open_cycle, schedule


@pytest.fixture(autouse=True)
def _defaults(live: str) -> None:
    """The default templates, which an emptied database has lost."""
    migration = import_module("cycles.migrations.0002_default_templates")
    migration.add_default_templates(apps, connection.schema_editor())


def test_a_teacher_prepares_on_a_phone(people: Any, sign_in: Any, live: str) -> None:
    session = schedule(open_cycle(people), people.team, facilitator=people.lead)
    page = sign_in(people.teacher)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/")
    axe(page)
    fits(page)
    page.get_by_role("link", name=re.compile("^Begin")).click()
    axe(page)
    fits(page)

    page.get_by_role("textbox", name="What went well").fill("Number talks, three times a week")
    page.get_by_role("textbox", name="The action that led to it").fill("We planned them together")
    page.locator("[data-save-state][data-state=saved]").first.wait_for()
    page.reload()
    assert page.get_by_role("textbox", name="What went well").input_value() == "Number talks, three times a week"

    # the chip opens the choice, says the new readers at once, and is saved
    first = page.locator("form[data-prompt]").first
    first.locator("summary").click()
    first.get_by_label("Only me").check()
    assert first.locator("[data-who]").inner_text() == "only you"
    first.locator("[data-save-state][data-state=saved]").wait_for()
    assert Answer.objects.get().audience == "me"
    screenshot(page, "prepare-phone")

    # "I'm ready" waits for what was typed a moment ago
    page.get_by_role("textbox", name="Where growth stalled").fill("Word problems with two steps")
    page.get_by_role("button", name="I'm ready").click()
    page.get_by_text("Others see that you are ready").first.wait_for()
    assert Reflection.objects.get().submitted_at
    assert Answer.objects.count() == 2
    axe(page)
    page.goto(f"/sessions/{session.pk}/")
    axe(page)
    fits(page)


def test_two_windows_show_both_versions(people: Any, sign_in: Any, live: str) -> None:
    session = schedule(open_cycle(people), people.team)
    one = sign_in(people.teacher)
    address = f"/sessions/{session.pk}/prepare/"
    one.goto(address)
    other = one.context.new_page()
    other.goto(address)
    one.get_by_role("textbox", name="What went well").fill("from one window")
    one.locator("[data-save-state][data-state=saved]").first.wait_for()
    other.get_by_role("textbox", name="What went well").fill("from another window")
    panel = other.locator("[data-conflict]")
    panel.wait_for()
    assert "from one window" in panel.inner_text()
    assert "choose above which words to keep" in other.locator("form[data-prompt] [data-save-state]").first.inner_text()
    assert Answer.objects.get().text == "from one window"
    panel.get_by_role("button", name="Keep both").click()
    other.locator("[data-save-state][data-state=saved]").first.wait_for()
    assert Answer.objects.get().text == "from one window\n\nfrom another window"


def test_who_signs_in_again_elsewhere_loses_nothing_here(people: Any, sign_in: Any, live: str) -> None:
    session = schedule(open_cycle(people), people.team)
    page = sign_in(people.teacher)
    page.goto(f"/sessions/{session.pk}/prepare/")
    page.locator("form[data-drafts-read]").first.wait_for(state="attached")
    page.context.clear_cookies(name="csrftoken")  # signing in gives every window a new one
    page.get_by_role("textbox", name="What went well").fill("typed all along")
    state = page.locator("form[data-prompt] [data-save-state]").first
    state.get_by_role("link", name="Sign in again").wait_for()
    state.get_by_role("link", name="Sign in again").click()
    page.locator("[data-save-state][data-state=saved]").first.wait_for()
    assert page.get_by_role("textbox", name="What went well").input_value() == "typed all along"
    assert Answer.objects.get().text == "typed all along"


def test_words_typed_before_the_script_has_come_are_saved(people: Any, sign_in: Any, live: str) -> None:
    session = schedule(open_cycle(people), people.team)
    page = sign_in(people.teacher)
    held: list[Any] = []
    page.route(re.compile(r"/autosave\b.*\.js"), lambda route: held.append(route))
    page.goto(f"/sessions/{session.pk}/prepare/", wait_until="commit")
    box = page.get_by_role("textbox", name="What went well")
    box.fill("typed on a slow line")
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    page.locator("[data-save-state][data-state=saved]").first.wait_for()
    assert box.input_value() == Answer.objects.get().text == "typed on a slow line"


def test_two_windows_opened_at_once_have_one_key(people: Any, sign_in: Any, live: str) -> None:
    """With two, what one window keeps on the device could not be opened by the other."""
    session = schedule(open_cycle(people), people.team)
    one = sign_in(people.teacher)
    held: list[Any] = []
    passing: list[bool] = []
    pattern = "**/drafts/key/give/"
    one.context.route(pattern, lambda route: route.continue_() if passing else held.append(route))
    windows = [one, one.context.new_page()]
    for page in windows:
        page.goto(f"/sessions/{session.pk}/prepare/")
    one.wait_for_timeout(300)
    passing.append(True)
    for route in held:
        route.continue_()
    for page in windows:
        page.locator("form[data-drafts-read]").first.wait_for(state="attached")
    assert DraftKey.objects.count() == 1


def test_what_a_closed_window_left_is_taken_up_by_an_open_one(people: Any, sign_in: Any, live: str) -> None:
    """The open one had found it while the other still lived."""
    session = schedule(open_cycle(people), people.team)
    one = sign_in(people.teacher)
    away: list[bool] = [True]

    def busy(route: Any) -> None:
        is_refused = away and route.request.method == "POST"
        route.fulfill(status=429) if is_refused else route.continue_()

    one.context.route("**/prepare/**", busy)
    other = one.context.new_page()
    for page in (one, other):
        page.goto(f"/sessions/{session.pk}/prepare/")
        page.locator("form[data-drafts-read]").first.wait_for(state="attached")
    other.get_by_role("textbox", name="What went well").fill("typed while nothing could be saved")
    other.locator("[data-save-state][data-state=kept]").first.wait_for()
    one.reload()
    one.locator("form[data-drafts-read]").first.wait_for(state="attached")
    one.wait_for_timeout(600)
    box = one.get_by_role("textbox", name="What went well")
    assert box.input_value() == ""
    away.clear()
    other.close()
    one.locator("[data-save-state][data-state=saved]").first.wait_for()
    assert box.input_value() == Answer.objects.get().text == "typed while nothing could be saved"


def test_no_browser_puts_words_into_a_saved_form() -> None:
    """What a browser puts back after a reload would pass for words that somebody typed."""
    forms = [
        form
        for path in Path("templates").rglob("*.html")
        for form in re.findall(r"<form[^>]*data-autosave[^>]*>", path.read_text())
    ]
    assert len(forms) > 5
    assert [form for form in forms if 'autocomplete="off"' not in form] == []


def test_goals_are_judged_on_a_phone_and_what_is_private_is_covered(people: Any, sign_in: Any, live: str) -> None:
    session = schedule(open_cycle(people), people.team, facilitator=people.lead)
    Slo.objects.create(
        person=people.teacher, school=people.school, year=people.year, course="Math", objective="Explain", under=3
    )
    page = sign_in(people.teacher)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/sessions/{session.pk}/prepare/")
    goal = page.locator(f"#goal-{people.goal.pk}")
    goal.get_by_label("Off track").check()
    goal.get_by_role("textbox", name="What tells you so?").fill("Winter: 41%")
    goal.locator("[data-save-state][data-state=saved]").wait_for()
    said = GoalVerdict.objects.get()
    assert (said.verdict, said.evidence, said.answer.audience) == ("off_track", "Winter: 41%", "named")
    # the words above belong to the same answer, and meet no conflict
    page.get_by_role("textbox", name="All in all").fill("One of two")
    page.locator("form[data-prompt]").nth(2).locator("[data-save-state][data-state=saved]").wait_for()
    assert Answer.objects.get().text == "One of two"

    assert not page.get_by_text("3 underprepared").is_visible()
    page.get_by_text("My classes, my SLOs").click()
    assert page.get_by_text("3 underprepared").is_visible()
    page.get_by_text("Help me think").click()
    page.get_by_role("textbox", name="What else could explain it").fill("The test was two weeks earlier")
    axe(page)
    fits(page)
    screenshot(page, "prepare-goals-phone")
