"""The whole thread, from the calendar to the superintendent's list and on to the next session.

Six people in six browsers, on a real web server, a real worker and a real mail server. What each stage looks like is
kept as a picture in `test-output/`.
"""

import json
import re
from datetime import timedelta
from pathlib import Path

import icalendar
import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from tests.browser import axe, fits, screenshot
from tests.people import People

CAUSE = "We move to procedures before students can show a fraction in a drawing"
STEP = "Plan three lessons that begin with a drawing"
CHANGE = "Start each fraction lesson with a drawing that students explain"
SUCCESS = "Exit tickets tell us the next morning who needs what"
ACTION = "We agreed on two questions and sort them together"
ADVICE = "Begin with two teams that want it"
SECRET = "canary: I am afraid of my observation on Friday"


def iready(window: str, day: str, gain: int) -> bytes:
    """Thirty students of grade 4 in the vendor's layout."""
    header = json.loads((Path(__file__).parent.parent / "cycles/demo/headers.json").read_text())["iready"]
    lines = [",".join([*header, "Quantile Measure", "Geometry Scale Score"])]
    for number in range(30):
        score = 440 + 6 * number + gain
        placement = "Early On Grade Level" if score > 520 else "1 Grade Level Below"
        row = {
            "Student ID": f"00{4100 + number}",
            "Student Grade": "4",
            "Academic Year": "",
            "School": "Juniper Elementary",
        }
        row |= {"Completion Date": day, "Start Date": day, "Norming Window": window, "Overall Scale Score": str(score)}
        row |= {"Overall Relative Placement": placement, "Baseline Diagnostic (Y/N)": "Y"}
        lines.append(",".join([*(row.get(name, "") for name in header), "", ""]))
    return "\r\n".join(lines).encode("utf-8-sig")


def roster() -> bytes:
    lines = ["Student ID,Grade,Team", *(f"00{4100 + number},4,Grade 4" for number in range(30))]
    return "\n".join(lines).encode()


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


def plan(leader: Page, people: People, term: str, days: int) -> int:
    """The leader opens the cycle and gives Grade 4 a time; the session's number."""
    leader.goto("/cycle/")
    expect(leader.locator("main")).to_contain_text(f"the close of {term}")
    leader.get_by_role("button", name="Open the cycle").click()
    expect(leader.get_by_role("heading", level=1)).to_contain_text("reflection")
    leader.get_by_role("link", name=re.compile("Give it a time.*Grade 4")).click()
    form = leader.locator("form", has=leader.get_by_role("button", name="Set the time and invite"))
    day = timezone.now().date() + timedelta(days=days)
    form.get_by_label("Day").fill(day.isoformat())
    form.get_by_label("Starts at").fill("15:30")
    form.get_by_label("Place").fill("Library")
    form.get_by_label("Facilitator").select_option(label=people.lead.name)
    form.get_by_role("button", name="Set the time and invite").click()
    expect(leader.locator("li", has_text="Grade 4").first).to_contain_text("Scheduled")
    leader.get_by_role("link", name="Grade 4", exact=True).first.click()
    leader.wait_for_url(re.compile(r"/sessions/\d+/"))
    return int(re.search(r"/sessions/(\d+)/", leader.url).group(1))


def bring_evidence(steward: Page, content: bytes, name: str, rows: int) -> None:
    steward.goto("/evidence/uploads/new")
    steward.get_by_label("File").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    steward.locator("select[name=school]").select_option(label="Juniper Elementary")
    steward.get_by_role("button", name="Read this file").click()
    expect(steward.get_by_role("button", name="Store these rows")).to_be_visible(timeout=30_000)
    expect(steward.locator("main")).to_contain_text(str(rows))
    steward.get_by_role("button", name="Store these rows").click()
    expect(steward.locator("main")).to_contain_text("Done", timeout=30_000)


def prepare(page: Page, session: int, text: str) -> None:
    """Write under every prompt, have it saved as typed, and be ready."""
    page.goto(f"/sessions/{session}/prepare/")
    for box in page.locator("form[data-autosave] textarea").all():
        box.fill(text)
        box.blur()
    expect(page.locator("main")).to_contain_text(re.compile(r"Saved \d+:\d\d"))
    page.wait_for_timeout(2500)
    page.reload()
    for box in page.locator("form[data-autosave] textarea").all():
        expect(box).to_have_value(text)
    page.get_by_role("button", name="I'm ready").click()
    expect(page.get_by_role("button", name="Take it up again")).to_be_visible()


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


def adjust(lead: Page, leader: Page, superintendent: Page, session: int, people: People) -> None:
    """A change is proposed, advice asked and given, a decision kept."""
    lead.goto(f"/sessions/{session}/record/")
    expect(lead.locator("main")).to_contain_text(CAUSE)
    expect(lead.locator("main")).to_contain_text(STEP)
    screenshot(lead, "thread-5-record")
    lead.goto(f"/sessions/{session}/record/adjustment/")
    lead.get_by_label("What would we change?").fill(CHANGE)
    lead.get_by_label("Why?").fill("Those who could draw the problem could solve it")
    lead.get_by_label("Which root cause does it answer?").select_option(index=1)
    lead.get_by_role("button", name="Propose it").click()
    expect(lead.locator("main")).to_contain_text(CHANGE)
    leader.goto("/adjustments/")
    leader.get_by_role("link", name=re.compile(CHANGE[:30])).click()
    leader.get_by_text("Ask for advice first").click()
    leader.get_by_label("Whom do you ask?").select_option(value=str(people.superintendent.pk))
    leader.get_by_label("Your question").fill("Who has tried this?")
    leader.get_by_role("button", name="Ask", exact=True).click()
    address = leader.url.split("#")[0]
    superintendent.goto("/")
    expect(superintendent.locator("main")).to_contain_text(re.compile("advice", re.IGNORECASE))
    superintendent.goto(address)
    superintendent.get_by_label("Your advice").fill(ADVICE)
    superintendent.get_by_role("button", name="Give advice").click()
    leader.goto(address)
    expect(leader.locator("#advice")).to_contain_text(ADVICE)
    leader.get_by_role("radio", name="Agreed").check()
    leader.get_by_label(re.compile("The decision in words")).fill("We begin in January")
    leader.get_by_label(re.compile("How was the advice used?")).fill("Two willing teams first")
    leader.get_by_role("button", name="Keep the decision").click()
    expect(leader.locator("#decision")).to_be_visible()
    screenshot(leader, "thread-5-adjustment")


def share(leader: Page, superintendent: Page) -> None:
    """The summary holds what was agreed and nothing else; the superintendent finds and answers it."""
    leader.goto("/cycle/")
    leader.get_by_role("button", name="Draft the summary").click()
    leader.wait_for_url(re.compile("/summaries/"))
    body = leader.content()
    for said in (SUCCESS, CAUSE, STEP, CHANGE):
        assert said in body
    assert "Half of the class leaves the open question blank" not in body, "a raw card"
    assert SECRET not in body
    leader.get_by_label("Title").fill("Our winter reflection")
    leader.get_by_role("button", name="Save and read it").click()
    leader.get_by_role("button", name="Publish this summary").click()
    expect(leader.locator("main")).to_contain_text("Waiting for review")
    superintendent.goto("/reviews/")
    expect(superintendent.locator("main")).to_contain_text("Juniper Elementary")
    screenshot(superintendent, "thread-6-reviews")
    superintendent.locator("section[aria-labelledby=summaries-title] a").first.click()
    expect(superintendent.locator("main")).to_contain_text(CAUSE)
    superintendent.get_by_label("For the school").fill("Thank you for naming the cause so plainly")
    superintendent.get_by_role("radio", name=re.compile("I have read it")).check()
    superintendent.get_by_role("button", name="Send").click()
    leader.reload()
    expect(leader.locator("main")).to_contain_text("Thank you for naming the cause so plainly")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_whole_thread(people, sign_in, worker, smtp, live):
    leader, lead = sign_in(people.leader), sign_in(people.lead)
    teacher, member = sign_in(people.teacher), sign_in(people.member)
    superintendent, steward = sign_in(people.superintendent), sign_in(people.steward)

    for phone in (teacher, member):
        phone.set_viewport_size({"width": 360, "height": 740})

    # 1. calendar
    session = plan(leader, people, "Fall", days=8)
    screenshot(leader, "thread-1-session")
    teacher.goto("/")
    expect(teacher.locator("main")).to_contain_text("Grade 4")
    mails = wait_for(lambda: smtp.to(people.teacher.email))
    event = invitation_of(mails[0])
    assert (str(event["SUMMARY"]), event["DTSTART"].dt.strftime("%H:%M")) == ("Reflection meeting – Grade 4", "15:30")

    # 2. evidence
    bring_evidence(steward, roster(), "roster.csv", 30)
    bring_evidence(steward, iready("Fall (Beginning of Year - November 15)", "9/14/2026", 0), "export 1.csv", 30)
    bring_evidence(steward, iready("Winter (November 16 - March 1)", "11/18/2026", 22), "export 2.csv", 30)
    lead.goto(f"/sessions/{session}/packet/")
    lead.get_by_role("button", name="Freeze the packet").click()
    expect(lead.locator("main")).to_contain_text("Everyone sees the same", timeout=40_000)
    screenshot(lead, "thread-2-packet")

    # 3. prepare: others see that, never what
    prepare(teacher, session, SECRET)
    fits(teacher)
    screenshot(teacher, "thread-3-prepare-phone")
    for page in (leader, lead, member):
        page.goto(f"/sessions/{session}/")
        assert "canary" not in page.content()
    lead.goto(f"/sessions/{session}/")
    expect(lead.locator("main")).to_contain_text("1 of 3 ready")

    # 4. meet
    screen = lead.context.new_page()
    screen.set_viewport_size({"width": 1920, "height": 1080})
    meet(lead, [teacher, member], screen, session, people)
    screen.close()

    # 5. adjust, 6. share
    adjust(lead, leader, superintendent, session, people)
    share(leader, superintendent)
    axe(superintendent)

    # 7. next time: the spring session opens with what was promised
    follow_up(leader, lead, people)


def follow_up(leader: Page, lead: Page, people: People) -> None:
    leader.goto("/cycle/")
    leader.get_by_role("link", name="Plan the meetings").click()
    leader.get_by_text("Close the cycle").first.click()
    leader.locator("details[open]").get_by_role("button").last.click()
    expect(leader.locator("main")).to_contain_text("Closed")
    session = plan(leader, people, "Spring", days=40)
    lead.goto(f"/sessions/{session}/facilitate/")
    lead.get_by_role("button", name="Open the meeting").click()
    to_phase(lead, "What became of it")
    expect(lead.locator("#commitments-list")).to_contain_text(STEP)
    line = lead.locator("#commitments-list > li", has_text=STEP)
    line.locator("summary").click()
    line.get_by_label("Done", exact=True).check()
    line.get_by_label("What tells us so, or why?").fill("All three lessons were taught in January")
    line.get_by_role("button", name="Keep the answer").click()
    expect(lead.locator("#commitments-progress")).to_contain_text("1 of 2 answered")
    screenshot(lead, "thread-7-commitments")


def wait_for(found, seconds: float = 15):
    """What `found` gives, once it gives something."""
    import time

    until = time.monotonic() + seconds
    while not (value := found()) and time.monotonic() < until:
        time.sleep(0.2)
    assert value, "nothing came"
    return value


def invitation_of(mail) -> icalendar.Event:
    part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    return next(iter(icalendar.Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")))
