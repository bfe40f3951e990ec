"""The evidence in words, for those who may read it."""

from typing import Any

from cycles.meet.models import Meeting
from tests.cycles.plan.packets import chart, freeze_by_hand

from .test_written import page

CANARY = "73.81%"


def test_its_readers_see_what_it_says_and_guests_nothing(
    people: Any, session: Any, meeting: Meeting, go_to: Any
) -> None:
    go_to(meeting, "packet")
    assert "No evidence packet yet" in page(people.teacher, "room", session)
    freeze_by_hand(session, chart(winter=CANARY), profile="B")
    for face in ("room", "screen"):
        assert 'id="packet-findings"' in page(people.teacher, face, session)
    assert "without the evidence packet" in page(people.facilitator, "facilitate", session)
    assert 'id="packet-findings"' not in page(people.facilitator, "facilitate", session)


def test_a_chart_that_is_held_back_keeps_its_words(people: Any, session: Any, meeting: Meeting, go_to: Any) -> None:
    from django.utils import timezone

    from cycles.plan import actions as plan
    from tests.cycles.plan.packets import LEVELS

    freeze_by_hand(session, chart(winter=CANARY), profile="B")
    plan.hold_chart(session, chart=LEVELS, by=people.leader, at=timezone.now())
    go_to(meeting, "packet")
    shown = page(people.teacher, "room", session)
    assert ("held back until it is predicted" in shown, CANARY in shown) == (True, False)
