"""Causes by their kind, and one of them agreed."""

from typing import Any

from django.utils import timezone

from cycles.meet import actions
from cycles.meet.enums import Face
from cycles.meet.phases import kind
from cycles.meet.room import seat_of
from teams.access import remember

from .test_written import begun, page


def test_a_cause_hangs_on_its_bone_and_may_be_agreed(people: Any, session: Any, go_to: Any, growth: Any) -> None:
    now = timezone.now
    meeting = go_to(begun(session, people, "fishbone"), "growth")
    card = growth(meeting, people.teacher)
    actions.reveal_cards(meeting, by=people.facilitator, at=now())
    topic = actions.group_cards(meeting, cards=[card], title="Fractions", by=people.facilitator, at=now())
    actions.choose_topics(meeting, topics=[topic], by=people.facilitator, at=now())
    topic.refresh_from_db()
    meeting = go_to(meeting, "fishbone")
    said = {"text": "No time to plan", "category": "time", "evidence": "calendar"}
    cause = actions.propose_cause(topic, **said, by=people.teacher, at=now())
    fish = kind("fishbone").show(meeting, seat_of(meeting, remember(people.teacher), Face.ROOM)).fishes[0]
    assert [(bone.value, [one.text for one in bone.causes]) for bone in fish.bones if bone.causes] == [
        ("time", ["No time to plan"])
    ]
    assert len(fish.bones) == 7
    assert "Agree on this as the root cause" in page(people.facilitator, "facilitate", session)
    actions.agree_cause(cause, is_within_control=True, is_not_a_person=True, by=people.facilitator, at=now())
    assert "Root cause agreed" in page(people.teacher, "screen", session)


def test_it_costs_the_same_with_many_causes(people: Any, session: Any, topic_of: Any, count_queries: Any) -> None:
    topic = topic_of(is_chosen=True)
    seat = seat_of(topic.meeting, remember(people.teacher), Face.ROOM)

    def cost() -> int:
        with count_queries() as found:
            kind("fishbone").show(topic.meeting, seat)
        return len(found)

    one = cost()
    for category in ("time", "data", "systems"):
        actions.propose_cause(topic, text="c", category=category, evidence="", by=people.teacher, at=timezone.now())
    assert cost() == one == 4
