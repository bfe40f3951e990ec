"""Facts only, with the evidence beside them for those who may read it."""

from typing import Any

from tests.cycles.plan.packets import chart, freeze_by_hand

from .test_written import begun, page


def test_the_evidence_lies_beside_it_for_its_readers(people: Any, session: Any, go_to: Any) -> None:
    freeze_by_hand(session, chart(winter="73.81%"), profile="B")
    go_to(begun(session, people, "data_dialogue"), "observe")
    assert "What the evidence says" in page(people.teacher, "room", session)
    # who facilitates is not of the team and was not invited to the packet; the projector is everybody's
    assert "laid-packet" not in page(people.facilitator, "facilitate", session)
    assert "laid-packet" not in page(people.teacher, "screen", session)
