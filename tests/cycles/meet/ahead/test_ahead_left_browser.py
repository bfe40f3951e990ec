"""Cards sealed before the meeting for a step that has names after all: what happens meanwhile leaves them in peace."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions
from cycles.meet.boxes import CardSlip
from cycles.meet.models import Card
from cycles.plan.models import ReflectionSession
from tests.browser import until
from tests.cycles.meet.conftest import fresh

from .test_ahead_browser import add, growing, meet, open_ahead  # noqa: F401

pytestmark = pytest.mark.browser


@pytest.fixture
def left(many: Any, growing: ReflectionSession, sign_in: Any) -> Any:  # noqa: F811
    """The teacher's phone in the room, with a card of theirs that was sealed ahead; four have come."""
    phone = open_ahead(growing, many.teacher, sign_in)
    add(phone, "growth", "Buses come late", "Half the class")
    meet(growing, many.facilitator, count=4)
    phone.goto(reverse("cycles:room", args=[growing.pk]))
    phone.locator("[data-left] [data-text]").get_by_text("Buses come late").wait_for()
    return phone


def park(session: ReflectionSession, by: Any, text: str) -> None:
    actions.write_card(fresh(session), kind="parked", text=text, by=by, at=timezone.now())


def test_an_event_neither_hides_them_nor_draws_them_anew(
    many: Any,
    growing: ReflectionSession,  # noqa: F811
    left: Any,
) -> None:
    button = left.get_by_role("button", name="Put in with my name")
    button.focus()
    left.evaluate(
        """() => {
            window.hidden = 0;
            const part = document.querySelector("[data-left]");
            new MutationObserver(() => { if (part.hidden) window.hidden += 1; }).observe(part, { attributes: true });
            part.querySelector("[data-name]").mine = true;
        }"""
    )
    with left.expect_response("**/sealed-cards"):
        park(growing, many.member, "Buses")
    left.wait_for_timeout(200)
    assert left.evaluate("[window.hidden, document.activeElement.mine]") == [0, True]


def test_one_whose_answer_is_lost_is_put_in_once_whatever_happens_meanwhile(
    many: Any,
    growing: ReflectionSession,  # noqa: F811
    left: Any,
    guard: Any,
) -> None:
    def lose(route: Any) -> None:
        route.fetch()
        route.abort()

    left.route("**/card-write", lose, times=1)
    button = left.get_by_role("button", name="Put in with my name")
    button.click()
    left.locator("[data-left] [data-refusal] .note").wait_for()
    with left.expect_response("**/sealed-cards"):
        park(growing, many.member, "Buses")
    left.wait_for_timeout(200)
    button.click()
    left.locator("[data-left]").wait_for(state="hidden")
    until(left, lambda: CardSlip.objects.count() == 0)
    assert list(Card.objects.exclude(kind="parked").values_list("text", "author__name")) == [
        ("Buses come late", many.teacher.name)
    ]
    guard.seen = [seen for seen in guard.seen if "ERR_FAILED" not in seen]
