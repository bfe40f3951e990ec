"""A lead arranges a 1:1, holds it, writes both notes and raises a line; the member agrees. In real browsers."""

import re
from typing import Any

from django.utils import timezone
from playwright.sync_api import expect

from cycles.confer import actions, queries
from cycles.confer.actions import Draft
from cycles.confer.models import CheckIn
from tests.browser import axe, fits, open_link, screenshot
from tests.cycles.making import join, open_cycle, schedule

from .talks import arrange, fresh, in_days

SAVED = "[data-save-state][data-state=saved]"


def test_a_talk_from_the_card_to_the_raised_line(people: Any, sign_in: Any, live: str) -> None:
    session = schedule(open_cycle(people), people.team, days=9, facilitator=people.facilitator)
    for name in ("Abe", "Bea", "Cal", "Dee"):
        join(session, name)
    lead = sign_in(people.lead)
    lead.goto("/")
    lead.get_by_role("link", name=re.compile("^Arrange 1:1s")).click()
    open_link(lead, lead.get_by_role("link", name=re.compile("^Arrange.*Teresa")))
    axe(lead)
    lead.get_by_label("Day").fill(f"{in_days(5, people.school):%Y-%m-%d}")
    lead.get_by_label("Starts at").fill("15:45")
    lead.get_by_role("button", name="Arrange it").click()
    if lead.get_by_role("button", name="Arrange it anyway").count():
        lead.get_by_role("button", name="Arrange it anyway").click()
    lead.get_by_role("heading", name="Teresa Núñez").wait_for()
    talk = CheckIn.objects.get()
    assert (talk.person, talk.session) == (people.teacher, session)

    # notes save as typed; the private ones are covered until asked for
    private = lead.locator("#note-form-private textarea")
    assert not private.is_visible()
    lead.get_by_text("Show my private notes").click()
    private.fill("for me alone")
    lead.locator(f"#note-form-private {SAVED}").wait_for()
    lead.locator("#note-form-shared textarea").fill("what we agreed")
    lead.locator(f"#note-form-shared {SAVED}").wait_for()
    lead.get_by_label("The member knows when and where the team meets").check()
    lead.locator(f"form[id^=tick-] {SAVED}").wait_for()
    axe(lead)
    screenshot(lead, "check-in")
    lead.get_by_role("button", name="We talked").click()
    lead.get_by_text("Only that is kept for others to see").wait_for()
    assert (fresh(talk).state, session.held_check_ins.count()) == ("held", 1)

    lead.get_by_role("link", name="Raise a line").click()
    assert not lead.get_by_text("Teresa Núñez").is_visible()
    lead.get_by_text("Show the lines").click()
    axe(lead)
    lead.get_by_text("Teresa Núñez").click()
    lead.locator(f"#line-{people.teacher.pk}-text").fill("Some of us need a slower week.")
    lead.locator(f"#line-{people.teacher.pk}").get_by_role("button", name="Show it to the member").click()
    lead.get_by_text("Only Teresa sees these words").wait_for()

    member = sign_in(people.teacher)
    member.set_viewport_size({"width": 360, "height": 740})
    member.goto(f"/check-ins/{talk.pk}/")
    assert member.locator("#note-form-shared textarea").input_value() == "what we agreed"
    assert "for me alone" not in member.content()
    axe(member)
    fits(member)
    member.goto("/")
    member.get_by_role("link", name=re.compile("^Read it")).click()
    member.get_by_text("Show the lines").click()
    axe(member)
    fits(member)
    assert "Some of us need a slower week." in member.locator("blockquote").inner_text()
    member.get_by_role("button", name="Yes, raise exactly this").click()
    member.get_by_text("It is raised with others, without a name").wait_for()
    page = queries.raise_page(session, people.teacher)
    assert [line.state for line in page.lines] == ["agreed"]


def test_two_who_write_together_see_both_versions(people: Any, sign_in: Any, live: str) -> None:
    session = schedule(open_cycle(people), people.team)
    talk = arrange(people.lead, people.teacher, session)
    one, other = sign_in(people.lead), sign_in(people.teacher)
    for page in (one, other):
        page.goto(f"/check-ins/{talk.pk}/")
    one.locator("#note-form-shared textarea").fill("from the lead")
    one.locator(f"#note-form-shared {SAVED}").wait_for()
    other.locator("#note-form-shared textarea").fill("from the member")
    panel = other.locator("[data-conflict]")
    panel.wait_for()
    assert ("from the lead" in panel.inner_text(), "Sam O'Brien" in panel.inner_text()) == (True, True)
    panel.get_by_role("button", name="Keep both").click()
    other.locator(f"#note-form-shared {SAVED}").wait_for()
    other.reload()
    assert other.locator("#note-form-shared textarea").input_value() == "from the lead\n\nfrom the member"


def test_a_line_that_was_not_sent_comes_back(people: Any, sign_in: Any, live: str) -> None:
    session = schedule(open_cycle(people), people.team, days=9)
    for name in ("Abe", "Bea", "Cal", "Dee"):
        join(session, name)
    page, form = sign_in(people.teacher), f"#line-form-{people.lead.pk}"
    address, back = f"/sessions/{session.pk}/raise/", "What you typed here before is back"

    def opened() -> None:
        page.goto(address)
        page.locator(f"{form}[data-drafts-read]").wait_for(state="attached")
        page.get_by_text("Show the lines").click()

    opened()
    page.locator(f"{form} textarea").fill("It is too loud to plan")
    page.wait_for_timeout(300)
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Ask for it to be raised").click()
    page.wait_for_url(re.compile("/accounts/login/|/raise/"))
    again = sign_in(people.teacher).context.cookies()
    page.context.add_cookies([one for one in again if one["name"] in ("sessionid", "csrftoken")])
    opened()
    assert page.locator(f"{form} textarea").input_value() == "It is too loud to plan"
    assert page.get_by_text(back).is_visible()
    page.get_by_role("button", name="Ask for it to be raised").click()
    page.get_by_text("Only Sam sees it").wait_for()
    opened()
    assert not page.get_by_text(back).is_visible()


def test_lines_that_two_windows_left_are_joined(people: Any, sign_in: Any, live: str) -> None:
    """Neither was sent; the second window takes up the first one's, a third one what both left."""
    session = schedule(open_cycle(people), people.team, days=9)
    for name in ("Abe", "Bea", "Cal", "Dee"):
        join(session, name)
    one, form = sign_in(people.teacher), f"#line-form-{people.lead.pk}"
    address = f"/sessions/{session.pk}/raise/"
    other = one.context.new_page()
    for page, words in ((one, "It is too loud to plan"), (other, "We need an hour")):
        page.goto(address)
        page.locator(f"{form}[data-drafts-read]").wait_for(state="attached")
        page.get_by_text("Show the lines").click()
        page.locator(f"{form} textarea").fill(words)
        page.wait_for_timeout(300)
    both = "It is too loud to plan\n\nWe need an hour"
    one.close()
    expect(other.locator(f"{form} textarea")).to_have_value(both)
    other.wait_for_timeout(300)
    third = other.context.new_page()
    other.close()
    third.goto(address)
    expect(third.locator(f"{form} textarea")).to_have_value(both)


def test_a_focus_area_that_was_taken_out_stays_out(people: Any, ilt_session: Any, sign_in: Any, live: str) -> None:
    """The others move up when it is sent; what the form held before does not come back over them."""
    talk = arrange(people.leader, people.superintendent, ilt_session)
    areas = [Draft(text, f"{text}, told") for text in ("Fractions", "New teachers", "Attendance")]
    now = timezone.now()
    actions.save_areas(talk, areas=areas, packet=None, version=talk.focus_version, by=people.leader, at=now)
    page, form = sign_in(people.leader), "#focus-form"

    def shown() -> list[str]:
        page.locator(f"{form}[data-drafts-read]").wait_for(state="attached")
        return [box.input_value() for box in page.locator(f"{form} input[name^=text_]").all()]

    page.goto(f"/check-ins/{talk.pk}/")
    page.locator(f"{form}[data-drafts-read]").wait_for(state="attached")
    page.get_by_text("Change them").click()
    for name in ("text_1", "evidence_1"):
        page.locator(f"{form} [name={name}]").fill("")
    # refused, and so kept
    page.locator(f"{form} [name=evidence_2]").fill("")
    page.get_by_role("button", name="Save the focus areas").click()
    page.locator(".is-invalid").first.wait_for()
    page.goto(f"/check-ins/{talk.pk}/")
    assert shown() == ["", "New teachers", "Attendance"]
    page.get_by_text("Change them").click()
    assert page.get_by_text("What you typed here before is back").is_visible()
    page.locator(f"{form} [name=evidence_2]").fill("")
    page.get_by_role("button", name="Save the focus areas").click()
    page.locator(".is-invalid").first.wait_for()
    page.locator(f"{form} [name=evidence_2]").fill("They say so")
    page.get_by_role("button", name="Save the focus areas").click()
    page.get_by_text("Saved. Once both of you").wait_for()
    assert shown() == ["New teachers", "Attendance", ""]
    page.reload()
    assert shown() == ["New teachers", "Attendance", ""]
    page.get_by_text("Change them").click()
    assert not page.get_by_text("What you typed here before is back").is_visible()
