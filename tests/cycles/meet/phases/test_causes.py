from typing import Any

from django.utils import timezone

from cycles.meet import actions, phases
from cycles.meet.enums import Face
from cycles.meet.phases.base import Seat
from cycles.meet.queries import agreed_cause

NOW = timezone.now


def shown(meeting: Any, person: Any) -> Any:
    return phases.kind("causes").show(meeting, Seat(person, Face.ROOM, may_write=True, may_lead=False))


def test_only_chosen_topics_and_their_chain_in_order(people: Any, topic_of: Any) -> None:
    topic_of("Not chosen")
    topic = topic_of("Chosen", is_chosen=True)
    for text in ("No plan", "No time to plan"):
        actions.propose_cause(topic, text=text, category="time", evidence="", by=people.teacher, at=NOW())
    there = shown(topic.meeting, people.lead)
    assert [(line.title, [cause.text for cause in line.causes]) for line in there.topics] == [
        ("Chosen", ["No plan", "No time to plan"])
    ]
    assert there.without_cause == 1
    assert agreed_cause(topic) is None


def test_the_agreed_cause_opens_the_gate(people: Any, topic_of: Any) -> None:
    topic = topic_of(is_chosen=True)
    cause = actions.propose_cause(topic, text="No plan", category="time", evidence="", by=people.teacher, at=NOW())
    actions.agree_cause(cause, is_within_control=True, is_not_a_person=True, by=people.facilitator, at=NOW())
    there = shown(topic.meeting, people.lead)
    assert there.without_cause == 0
    assert there.topics[0].agreed_cause.text == "No plan"
    assert agreed_cause(topic) == cause


def test_no_category_is_a_person(people: Any, meeting: Any) -> None:
    assert {value for value, _ in shown(meeting, people.lead).categories} == {
        "time",
        "curriculum",
        "practice",
        "learning",
        "data",
        "systems",
        "families",
    }
