"""The pages after a meeting in a browser: readable, wide enough for a phone, no console error, WCAG 2.2 AA."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cycles.adjust import actions as adjust
from cycles.share import actions
from cycles.share.models import Review
from tests.browser import axe, fits, screenshot
from tests.cycles import agreeing

PHONE = {"width": 360, "height": 780}


@pytest.fixture
def addresses(live: str, people: Any, told: Any, cycle: Any) -> list[tuple[str, Any, str]]:
    """(name, reader, address) of the pages, with something on each."""
    agreeing.step(told, people.member, text="Visit each other's rooms once before the break")
    change = agreeing.adjustment(told, text="Protect Tuesday release blocks for coaching")
    ask = {"question": "Is this the right size?", "due_on": agreeing.in_days(4), "by": people.leader}
    adjust.ask_advice(change, adviser=people.superintendent, at=timezone.now(), **ask)
    summary = actions.draft_summary(cycle, by=people.leader, at=timezone.now())
    edit = reverse("cycles:summary-edit", args=[summary.pk])
    return [
        ("commitments", people.lead, reverse("cycles:commitments") + "?scope=team"),
        ("record", people.lead, reverse("cycles:record", args=[told.pk])),
        ("step-new", people.lead, reverse("cycles:step-new", args=[told.pk])),
        ("adjustments", people.leader, reverse("cycles:adjustments")),
        ("adjustment", people.leader, reverse("cycles:adjustment", args=[change.pk])),
        ("advice", people.superintendent, reverse("cycles:adjustment", args=[change.pk])),
        ("summary-edit", people.leader, edit),
        ("summary-draft", people.leader, reverse("cycles:summary", args=[summary.pk])),
    ]


def look(sign_in: Any, name: str, person: Any, address: str) -> None:
    page = sign_in(person)
    page.goto(address)
    axe(page)
    fits(page)
    screenshot(page, f"after-{name}-1280")
    page.set_viewport_size(PHONE)
    fits(page)
    screenshot(page, f"after-{name}-360")


def test_pages_after_the_meeting(addresses: Any, sign_in: Any) -> None:
    for name, person, address in addresses:
        look(sign_in, name, person, address)


def test_pages_of_the_superintendent(live: str, people: Any, published: Any, sign_in: Any) -> None:
    look(sign_in, "reviews", people.superintendent, reverse("cycles:reviews"))
    look(sign_in, "review", people.superintendent, reverse("cycles:review", args=[Review.objects.get().pk]))
    look(sign_in, "summary", people.teacher, reverse("cycles:summary", args=[published.pk]))


def test_the_letter_saves_itself(live: str, people: Any, draft: Any, sign_in: Any) -> None:
    page = sign_in(people.leader)
    page.goto(reverse("cycles:summary-edit", args=[draft.pk]))
    page.get_by_label("Where growth stalled, and why").fill("In our own words")
    page.locator("[data-save-state][data-state=saved]").wait_for()
    draft.refresh_from_db()
    assert (draft.growth, draft.version) == ("In our own words", 2)
