"""The board and the days around a meeting in a browser: a nudge in place, a day moved in place."""

from typing import Any

import pytest
from django.urls import reverse

from cycles.plan.models import Milestone
from teams.models import Notice
from tests.browser import look
from tests.cycles.making import dated, open_cycle, schedule


@pytest.mark.browser
def test_a_nudge_and_a_day_without_leaving_the_page(live: str, people: Any, sign_in: Any, smtp: Any) -> None:
    session = dated(schedule(open_cycle(people), people.team, days=9), packet=-1, template=-1)
    page = sign_in(people.leader)
    page.goto(reverse("cycles:board"))
    look(page, "board-late", 1280, 360)
    page.get_by_role("button", name="Nudge Malik Johnson and 2 more").click()
    page.get_by_text("Nudged: Malik Johnson, Sam O'Brien, Teresa Núñez.").wait_for()
    assert Notice.objects.filter(kind="nudge").count() == 3
    page.goto(reverse("cycles:session", args=[session.pk]))
    look(page, "session-around", 1280, 360)
    page.get_by_role("link", name="Change the days").click()
    page.get_by_label("Reflections handed in").fill(f"{session.meets_on.year - 1}-01-01")
    page.keyboard.press("Enter")
    page.get_by_role("alert").get_by_text("This day has passed").wait_for()
    look(page, "session-around-form", 1280, 360)
    page.get_by_label("Reflections handed in").fill("")
    page.keyboard.press("Enter")
    page.get_by_text("The days are set. Reminders follow them.").wait_for()
    assert Milestone.objects.get(session=session, kind="template").days == -2
