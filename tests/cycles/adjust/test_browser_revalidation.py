"""What was agreed, checked against newer data in a real browser. The pictures are kept in `test-output/`."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from cycles.adjust.models import Revalidation
from cycles.meet import actions as meet
from cycles.meet.models import Meeting
from cycles.plan.models import ReflectionSession
from tests.browser import axe, fits, screenshot
from tests.cycles import agreeing
from tests.cycles.making import open_cycle, schedule
from tests.cycles.plan.packets import chart, freeze_by_hand


@pytest.fixture
def met(people: Any, live: str) -> ReflectionSession:
    """A meeting over a provisional version, and a newer one."""
    session = schedule(open_cycle(people), people.team, facilitator=people.facilitator)
    subject = "i-Ready math by grade"
    freeze_by_hand(session, chart(is_provisional=True, subject=subject), at=timezone.now() - timedelta(hours=3))
    meeting = agreeing.begin(session)
    said = {"verdict": "on_track", "evidence": "Winter math is up", "by": people.lead, "at": timezone.now()}
    meet.revisit_goal(meeting, goal=people.goal, **said)
    agreeing.cause(agreeing.topic(meeting))
    agreeing.end(session)
    Meeting.objects.update(closed_at=timezone.now() - timedelta(hours=1))
    freeze_by_hand(session, chart(winter="44%", subject=subject))
    return session


def look(page: Page, name: str) -> None:
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        fits(page)
        axe(page)
        screenshot(page, f"{name}-{width}")


@pytest.mark.browser
def test_a_verdict_is_checked_by_keyboard_and_stands_beside_the_record(
    people: Any, met: ReflectionSession, sign_in: Any
) -> None:
    page = sign_in(people.lead)
    page.goto(reverse("cycles:record", args=[met.pk]))
    page.get_by_role("link", name="Check what was agreed").click()
    first = page.locator("section.card").first
    expect(first).to_contain_text("44%")
    look(page, "revalidation")
    first.get_by_label("No longer holds").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Spring shows the gap again")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("1 is still to be checked.")
    assert Revalidation.objects.get().note == "Spring shows the gap again"
    look(page, "revalidation-said")
    page.goto(reverse("cycles:record", args=[met.pk]))
    expect(page.locator("main")).to_contain_text("Spring shows the gap again")
    look(page, "record-checked")
