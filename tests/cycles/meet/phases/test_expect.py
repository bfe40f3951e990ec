"""What each expects, before anybody looks."""

from typing import Any

from .test_written import begun


def test_in_the_data_dialogue_it_stands_before_looking(people: Any, session: Any) -> None:
    kinds = [phase.kind for phase in begun(session, people, "data_dialogue").protocol.phases.order_by("position")]
    assert kinds == ["welcome", "expect", "predict", "observe", "infer", "action_steps", "close"]
