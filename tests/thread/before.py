"""Before the meeting: the calendar, the evidence, each person alone."""

import json
import re
from datetime import timedelta
from pathlib import Path

import icalendar
from playwright.sync_api import Page, expect

from tests import moments
from tests.people import People

HEADERS = Path(__file__).parents[2] / "cycles/demo/headers.json"


def iready(window: str, day: str, gain: int) -> bytes:
    """Thirty students of grade 4 in the vendor's layout."""
    header = json.loads(HEADERS.read_text())["iready"]
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


def plan(leader: Page, people: People, term: str, days: int) -> int:
    """The leader opens the cycle and gives Grade 4 a time; the session's number."""
    leader.goto("/cycle/")
    expect(leader.locator("main")).to_contain_text(f"the close of {term}")
    leader.get_by_role("link", name="Open the cycle").click()
    leader.get_by_role("button", name="Open what is ticked").click()
    expect(leader.get_by_role("heading", level=1)).to_contain_text("reflection")
    leader.get_by_role("link", name=re.compile("Details.*Grade 4")).click()
    form = leader.locator("form", has=leader.get_by_role("button", name="Set the time and invite"))
    day = moments.today() + timedelta(days=days)
    form.get_by_label("Day").fill(day.isoformat())
    form.get_by_label("Starts at").fill("15:30")
    form.get_by_label("Place").fill("Library")
    form.get_by_label("Facilitator").select_option(label=people.lead.name)
    form.get_by_role("button", name="Set the time and invite").click()
    expect(leader.locator("article", has_text="Grade 4")).to_contain_text("Scheduled")
    leader.get_by_role("link", name="Grade 4", exact=True).first.click()
    leader.wait_for_url(re.compile(r"/sessions/\d+/"))
    return int(re.search(r"/sessions/(\d+)/", leader.url).group(1))


def bring_evidence(steward: Page, content: bytes, name: str, rows: int) -> None:
    steward.goto("/evidence/uploads/new")
    steward.get_by_label("File").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    steward.locator("select[name=school]").select_option(label="Juniper Elementary")
    steward.get_by_role("button", name="Read this file").click()
    expect(steward.get_by_role("button", name="Store these rows")).to_be_visible(timeout=60_000)
    expect(steward.locator("main")).to_contain_text(str(rows))
    steward.get_by_role("button", name="Store these rows").click()
    expect(steward.locator("main")).to_contain_text("Done", timeout=60_000)


def prepare(page: Page, session: int, text: str) -> None:
    """Write under every prompt, have it saved as typed, and be ready."""
    page.goto(f"/sessions/{session}/prepare/")
    for box in page.locator("form[data-autosave] textarea:visible").all():
        box.fill(text)
        box.blur()
    expect(page.locator("main")).to_contain_text(re.compile(r"Saved \d+:\d\d"))
    expect(page.locator("[data-state=dirty], [data-state=saving]")).to_have_count(0)
    page.reload()
    for box in page.locator("form[data-autosave] textarea:visible").all():
        expect(box).to_have_value(text)
    page.get_by_role("button", name="I'm ready").click()
    expect(page.get_by_role("button", name="Take it up again")).to_be_visible()


def invitation_of(mail) -> icalendar.Event:
    part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    return next(iter(icalendar.Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")))
