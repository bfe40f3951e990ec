"""Preparing in a real browser: saved as typed, two windows, ready."""

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from playwright.sync_api import expect

from cycles.prepare.models import Answer, DraftKey, GoalVerdict, Reflection
from teams.models import Slo
from tests.browser import axe, fits, open_link, screenshot
from tests.cycles.making import open_cycle, schedule, write
from tests.faults.drafts_lost import ASKS_TO_STAY

# a claim that is given up after a while waits for as long as it takes
PATIENT = """(() => {
    const ask = navigator.locks.request.bind(navigator.locks);
    navigator.locks.request = (name, options, ...more) => {
        if (!options.signal) return ask(name, options, ...more);
        document.documentElement.dataset.waits = "yes";
        return ask(name, {}, ...more);
    };
})()"""
# what a page sends as it goes never comes
SENDS_NOTHING = "() => { window.fetch = () => new Promise(() => {}); }"
# a save is given up a moment after it was begun
HURRIED = """(() => {
    const limit = AbortSignal.timeout.bind(AbortSignal);
    AbortSignal.timeout = (ms) => limit(ms === 15000 ? 300 : ms);
})()"""


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
    open_link(page, page.get_by_role("link", name=re.compile("^Begin")))
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


def test_a_save_that_never_ends_is_tried_again(people: Any, sign_in: Any, live: str) -> None:
    session = schedule(open_cycle(people), people.team)
    page = sign_in(people.teacher)
    held: list[Any] = []
    page.route("**/answers/**", lambda route: route.continue_() if held else held.append(route))
    page.add_init_script(HURRIED)
    page.goto(f"/sessions/{session.pk}/prepare/")
    page.get_by_role("textbox", name="What went well").fill("typed into a dead line")
    page.locator("[data-save-state][data-state=kept]").first.wait_for()
    page.locator("[data-save-state][data-state=saved]").first.wait_for()
    assert Answer.objects.get().text == "typed into a dead line"


def test_nobody_is_ready_while_their_last_words_are_on_the_way(people: Any, sign_in: Any, live: str) -> None:
    session = schedule(open_cycle(people), people.team)
    write(session, people.teacher, "Word problems", position=2)
    page = sign_in(people.teacher)
    held: list[Any] = []
    passing: list[bool] = []
    page.route("**/answers/**", lambda route: route.continue_() if passing else held.append(route))
    page.clock.install()
    page.goto(f"/sessions/{session.pk}/prepare/")
    page.locator("form[data-drafts-read]").first.wait_for(state="attached")
    box = page.get_by_role("textbox", name="What went well")
    box.fill("the last words")
    page.get_by_role("button", name="I'm ready").click()
    page.clock.run_for(10_000)
    expect(page.locator("form[data-prompt] [data-save-state]").first).to_contain_text("Kept on this device")
    expect(box).to_be_focused()
    assert not Reflection.objects.filter(submitted_at__isnull=False).exists()
    passing.append(True)
    held[0].continue_()
    page.locator("[data-save-state][data-state=saved]").first.wait_for()
    page.get_by_role("button", name="I'm ready").click()
    page.get_by_text("Others see that you are ready").first.wait_for()
    assert Answer.objects.get(prompt__position=1).text == "the last words"


def test_two_windows_show_both_versions(people: Any, sign_in: Any, live: str) -> None:
    session = schedule(open_cycle(people), people.team)
    one = sign_in(people.teacher)
    address = f"/sessions/{session.pk}/prepare/"
    one.goto(address)
    other = one.context.new_page()
    other.goto(address)
    one.get_by_role("textbox", name="What went well").fill("from one window")
    one.locator("[data-save-state][data-state=saved]").first.wait_for()
    box = other.get_by_role("textbox", name="What went well")
    box.fill("from another")
    panel = other.locator("[data-conflict]")
    panel.wait_for()
    other.keyboard.insert_text(" window")  # who is typing is not interrupted
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


def refuse_saves(context: Any) -> Callable[[], None]:
    """Nothing can be saved until what is returned is called."""
    away = [True]

    def busy(route: Any) -> None:
        is_refused = away and route.request.method == "POST"
        route.fulfill(status=429) if is_refused else route.continue_()

    context.route("**/prepare/**", busy)
    return away.clear


def test_what_a_closed_window_left_is_taken_up_by_an_open_one(people: Any, sign_in: Any, live: str) -> None:
    """The open one had found it while the other still lived."""
    session = schedule(open_cycle(people), people.team)
    one = sign_in(people.teacher)
    connect = refuse_saves(one.context)
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
    connect()
    other.close()
    one.locator("[data-save-state][data-state=saved]").first.wait_for()
    assert box.input_value() == Answer.objects.get().text == "typed while nothing could be saved"


def test_what_a_window_typed_last_is_taken_up_with_the_rest(people: Any, sign_in: Any, live: str) -> None:
    """It typed on while another one, just opened, already waited for it to go."""
    session = schedule(open_cycle(people), people.team)
    one = sign_in(people.teacher)
    connect = refuse_saves(one.context)
    one.goto(f"/sessions/{session.pk}/prepare/")
    one.locator("form[data-drafts-read]").first.wait_for(state="attached")
    box = one.get_by_role("textbox", name="What went well")
    box.fill("typed at first")
    one.locator("[data-save-state][data-state=kept]").first.wait_for()
    other = one.context.new_page()
    other.add_init_script(PATIENT)
    other.goto(one.url)
    other.locator("html[data-waits]").wait_for()
    one.evaluate(SENDS_NOTHING)
    box.fill("typed at first, and then some more")
    while one.evaluate(ASKS_TO_STAY):
        one.wait_for_timeout(20)
    connect()
    one.close()
    other.locator("[data-save-state][data-state=saved]").first.wait_for()
    assert Answer.objects.get().text == "typed at first, and then some more"


def test_what_a_window_left_does_not_take_back_what_it_saved_before(people: Any, sign_in: Any, live: str) -> None:
    """The one that takes it up was opened before that was saved, and shows the state of then."""
    session = schedule(open_cycle(people), people.team)
    one = sign_in(people.teacher)
    connect = refuse_saves(one.context)
    one.goto(f"/sessions/{session.pk}/prepare/")
    action = one.get_by_role("textbox", name="The action that led to it")
    action.fill("begun")
    one.get_by_role("textbox", name="What went well").fill("saved in the first window")
    one.locator("[data-save-state][data-state=kept]").first.wait_for()
    other = one.context.new_page()
    other.add_init_script(PATIENT)
    other.goto(one.url)
    other.locator("html[data-waits]").wait_for()
    connect()
    one.locator("[data-save-state][data-state=saved]").first.wait_for()
    one.evaluate(SENDS_NOTHING)
    action.fill("begun and left")
    while one.evaluate(ASKS_TO_STAY):
        one.wait_for_timeout(20)
    one.close()
    other.locator("[data-save-state][data-state=saved]").first.wait_for()
    assert Answer.objects.get().boxes[:2] == ("saved in the first window", "begun and left")
    expect(other.get_by_role("textbox", name="What went well")).to_have_value("saved in the first window")


def test_a_new_window_takes_up_what_a_closed_one_left_under_every_question(
    people: Any, sign_in: Any, live: str
) -> None:
    session = schedule(open_cycle(people), people.team)
    one = sign_in(people.teacher)
    connect = refuse_saves(one.context)
    address = f"/sessions/{session.pk}/prepare/"
    one.goto(address)
    typed = {"What went well": "Number talks", "Where growth stalled": "Word problems"}
    for name, words in typed.items():
        one.get_by_role("textbox", name=name).fill(words)
    expect(one.locator("[data-save-state][data-state=kept]")).to_have_count(2)
    one.evaluate(SENDS_NOTHING)
    other = one.context.new_page()
    one.close()
    connect()
    other.goto(address)
    for name, words in typed.items():
        expect(other.get_by_role("textbox", name=name)).to_have_value(words)


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
