"""The meeting: a console, phones and a projector, from the welcome to the close."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser import screenshot
from tests.people import People

from .words import ACTION, CAUSE, STEP, SUCCESS


def reached(thing: Locator) -> Locator:
    """`thing`, scrolled to where a person would look at it."""
    thing.evaluate("thing => thing.scrollIntoView({block: 'center'})")
    return thing


def step(page: Page, title: str) -> None:
    """Wait until the page shows that phase."""
    expect(page.locator("#room-top h2")).to_have_text(title)


def press_next(page: Page, label: str | re.Pattern[str]) -> None:
    """The facilitator's one next button, which tells what it will do."""
    button = page.locator("#room-next-button")
    expect(button).to_contain_text(label)
    button.click()


def write_card(page: Page, first: tuple[str, str], second: tuple[str, str]) -> None:
    page.get_by_label(re.compile(first[0])).fill(first[1])
    page.get_by_label(re.compile(second[0])).fill(second[1])
    page.get_by_role("button", name="Add the card").click()
    expect(page.get_by_role("button", name=re.compile("Take back")).first).to_be_visible()


def to_phase(console: Page, title: str) -> None:
    """Go on until the console shows the phase."""
    for _press in range(8):
        if console.locator("#room-top h2").inner_text() == title:
            return
        before = console.locator("#room-top h2").inner_text()
        console.locator("#room-next-button").click()
        expect(console.locator("#room-top h2")).not_to_have_text(before)
    step(console, title)


def meet(console: Page, rooms: list[Page], screen: Page, session: int, people: People) -> None:
    """The facilitator runs the protocol; two people write on their phones, the projector follows."""
    console.goto(f"/sessions/{session}/facilitate/")
    console.get_by_role("button", name="Open the meeting").click()
    for page in rooms:
        page.goto(f"/sessions/{session}/room/")
    screen.goto(f"/sessions/{session}/screen/")
    step(rooms[0], "Welcome")
    to_phase(console, "Goals and expectations")
    first = console.locator("details", has_text="Enter the group’s verdict").first
    first.locator("summary").click()
    first.locator("select, input[type=radio]").first.evaluate(
        "el => { if (el.tagName === 'SELECT') { el.selectedIndex = 1 } else { el.checked = true } }"
    )
    first.locator("textarea").fill("Winter check: 33% on or above grade level")
    first.get_by_role("button").click()
    expect(rooms[0].locator("main")).to_contain_text("Winter check: 33%")
    screenshot(console, "thread-4-goals-console")

    to_phase(console, "Progress")
    step(rooms[0], "Progress")
    write_card(rooms[0], ("What went well", SUCCESS), ("led to it", ACTION))
    assert SUCCESS not in rooms[1].content() + console.content() + screen.content(), "written, not yet shown"
    screenshot(screen, "thread-4-progress-screen")
    press_next(console, "Show the cards")
    for page in (*rooms, screen):
        expect(page.locator("#progress-cards")).to_contain_text(SUCCESS)
    console.get_by_role("button", name="Celebrate").first.click()
    expect(rooms[1].locator("main")).to_contain_text("Celebrated")

    to_phase(console, "Growth")
    step(rooms[0], "Growth")
    write_card(
        rooms[0], ("growth stall", "Half of the class leaves the open question blank"), ("tells you so", "Unit check")
    )
    write_card(rooms[1], ("growth stall", "Fractions fall apart in word problems"), ("tells you so", "Exit tickets"))
    press_next(console, "Show the cards")
    picks = console.locator("#group-tiles input[type=checkbox]")
    expect(picks).to_have_count(2)
    for pick in picks.all():
        pick.check()
    console.get_by_label("Name of the new topic").fill("Fractions in word problems")
    console.get_by_role("button", name="Group the selected cards").click()
    expect(rooms[0].locator("#growth-topics")).to_contain_text("Fractions in word problems")
    press_next(console, "Open the vote")
    for page in rooms:
        page.get_by_role("button", name="Vote Fractions").click()
        expect(page.get_by_role("button", name="Your vote Fractions")).to_be_visible()
    press_next(console, "Close the vote")
    console.locator("#choose-form input[type=checkbox]").first.check()
    console.locator("#choose-button").click()
    expect(console.locator("#growth-topics")).to_contain_text("Chosen")
    screenshot(console, "thread-4-growth-console")

    # the gate: nothing is taken on before the topic has a cause
    to_phase(console, "Root causes")
    press_next(console, "Next")
    step(console, "What we do differently")
    expect(console.locator("main")).to_contain_text("No action step on “Fractions in word problems” yet.")
    expect(rooms[0].locator("main")).to_contain_text("No action step on “Fractions in word problems” yet.")
    console.locator("#room-back-button").click()
    step(rooms[0], "Root causes")
    rooms[0].get_by_label(re.compile("Because")).fill(CAUSE)
    rooms[0].get_by_label("Where does it lie?").select_option(label="Instructional practice")
    rooms[0].get_by_label(re.compile("How do we know")).fill("19 of 48 students drew a correct model")
    rooms[0].get_by_role("button", name="Add to the chain").click()
    agree = console.locator("details", has_text="Agree on this as the root cause")
    agree.locator("summary").click()
    agree.get_by_label("It is within our control").check()
    agree.get_by_label("It is not a person").check()
    agree.get_by_role("button", name="The group agrees").click()
    expect(rooms[1].locator("main")).to_contain_text("Root cause agreed")
    screenshot(rooms[0], "thread-4-causes-room")

    press_next(console, "Next")
    step(console, "What we do differently")
    console.get_by_label("What will be done?").fill(STEP)
    console.get_by_label("Who owns it?").select_option(label=people.teacher.name)
    reached(console.locator("input[name=topic]").first).check()
    reached(console.get_by_role("button", name="Take it on")).click()
    expect(rooms[0].locator("#steps")).to_contain_text(STEP)
    to_phase(console, "Close")
    rooms[0].get_by_label("What worked in this meeting?").fill("We named the cause first")
    rooms[0].locator("#close-plus").get_by_role("button", name="Add").click()
    press_next(console, "Close the meeting")
    expect(rooms[0].locator("main")).to_contain_text("The meeting is closed")
