"""Prepared lines on a phone: covered, one press makes a card, with a name or sealed, or the line is changed first."""

from typing import Any

from cycles.meet.boxes import CardSlip
from cycles.meet.models import Card, Meeting
from tests.browser import look
from tests.cycles.meet.sealed.test_sealed_faces import open_page, sealed  # noqa: F401

from .test_lines import prepared


def test_one_press_makes_a_line_a_card_with_a_name(many: Any, held: Meeting, go_to: Any, sign_in: Any) -> None:
    prepared(held, many.teacher, "success", "14 of 22 explain aloud\nMath night was full", "Talk moves\nWe called home")
    go_to(held, "progress")
    phone = open_page(held, many.teacher, sign_in)
    assert phone.get_by_text("14 of 22 explain aloud").count() == 0
    phone.get_by_text("From what you prepared").click()
    line = phone.locator("[data-line]", has_text="14 of 22 explain aloud")
    look(phone, "lines-open")
    line.get_by_role("button", name="Make it a card").click()
    phone.locator("#progress-own").get_by_text("14 of 22 explain aloud").first.wait_for()
    line.get_by_text("It is a card").wait_for()
    other = phone.locator("[data-line]", has_text="Math night was full")
    other.get_by_role("button", name="Change it first").click()
    assert phone.get_by_label("What went well?").input_value() == "Math night was full"
    phone.get_by_label("What went well?").fill("Math night was full, twice")
    phone.get_by_role("button", name="Add the card").click()
    phone.locator("#progress-own").get_by_text("Math night was full, twice").first.wait_for()
    look(phone, "lines-made")
    written = Card.objects.order_by("pk").values_list("text", "because", "author")
    assert list(written) == [
        ("14 of 22 explain aloud", "Talk moves", many.teacher.pk),
        ("Math night was full, twice", "We called home", many.teacher.pk),
    ]
    phone.locator("#progress-own").get_by_role("button", name="Take back 14 of 22").click()
    line.get_by_role("button", name="Make it a card").wait_for()


def test_without_names_it_is_sealed_and_a_shared_line_stays_out(many: Any, sealed: Meeting, sign_in: Any) -> None:  # noqa: F811
    prepared(sealed, many.teacher, "growth", "Small groups get cancelled")
    prepared(sealed, many.teacher, "growth", "Everyone knows that I say this", audience="named", place=1)
    phone = open_page(sealed, many.teacher, sign_in)
    phone.get_by_text("From what you prepared").click()
    phone.get_by_text("1 of your lines is not offered").wait_for()
    assert phone.get_by_text("Everyone knows that I say this").count() == 0
    phone.locator("[data-line]").get_by_role("button", name="Make it a card").click()
    phone.locator("[data-mine] [data-text]", has_text="Small groups get cancelled").wait_for()
    phone.locator("[data-line]").get_by_text("It is a card").wait_for()
    look(phone, "lines-sealed")
    assert (CardSlip.objects.count(), Card.objects.count()) == (1, 0)
    phone.get_by_role("button", name="Take back Small groups").click()
    phone.locator("[data-line]").get_by_role("button", name="Make it a card").wait_for()
