"""After the meeting: the change with its advice, the summary with its answer, and the next session."""

import re

from playwright.sync_api import Page, expect

from tests.browser import screenshot
from tests.people import People

from .before import plan
from .meeting import to_phase
from .words import ADVICE, CAUSE, CHANGE, SECRET, STEP, SUCCESS


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
