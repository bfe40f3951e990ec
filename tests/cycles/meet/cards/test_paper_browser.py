"""The pack on paper, and entering many cards at once, at 360 px and as it is printed."""

from typing import Any

from django.urls import reverse

from cycles.meet.models import Card, Meeting
from tests.browser import axe, fits, screenshot


def test_a_pack_is_printed_and_its_cards_are_entered(many: Any, held: Meeting, go_to: Any, sign_in: Any) -> None:
    there = go_to(held, "progress")
    page = sign_in(many.facilitator)
    page.goto(reverse("cycles:paper-pack", args=[there.session_id]))
    screenshot(page, "paper-pack")
    axe(page)
    page.set_viewport_size({"width": 360, "height": 780})
    fits(page)
    page.goto(reverse("cycles:paper-entry", args=[there.session_id]))
    fits(page)
    page.get_by_label("Whose cards are they?").select_option(label=many.teacher.name)
    page.get_by_label("The cards, one on each line").fill("14 of 22 explain aloud | Talk moves\nMath night was full")
    page.get_by_role("button", name="Put them into the room").click()
    page.get_by_text("Line 2: name the action").wait_for()
    screenshot(page, "paper-entry")
    axe(page)
    typed = page.get_by_label("The cards, one on each line")
    typed.fill(f"{typed.input_value()} | We called home")
    page.get_by_role("button", name="Put them into the room").click()
    page.get_by_text("2 cards are in the room.").wait_for()
    assert set(Card.objects.values_list("author", flat=True)) == {many.teacher.pk}
