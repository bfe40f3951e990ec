from typing import Any

from django.utils import timezone

from cycles.meet import actions, phases
from cycles.meet.enums import Face
from cycles.meet.models import Topic
from cycles.meet.phases.base import Seat
from tests.cycles.meet.conftest import fresh

NOW = timezone.now


def shown(meeting: Any, person: Any, face: Face = Face.ROOM) -> Any:
    return phases.kind("growth").show(meeting, Seat(person, face, may_write=True, may_lead=False))


def next_button(meeting: Any, person: Any) -> str:
    stage = phases.kind("growth").stage(shown(meeting, person))
    return stage.url_name if stage else "go on"


def test_the_next_button_leads_through_writing_showing_voting(
    people: Any, meeting: Any, go_to: Any, growth: Any
) -> None:
    there = go_to(meeting, "growth")
    growth(there, people.teacher)
    said = [next_button(there, people.facilitator)]
    actions.reveal_cards(there, by=people.facilitator, at=NOW())
    said.append(next_button(fresh(there.session), people.facilitator))
    actions.open_votes(there, by=people.facilitator, at=NOW())
    said.append(next_button(fresh(there.session), people.facilitator))
    actions.close_votes(there, by=people.facilitator, at=NOW())
    said.append(next_button(fresh(there.session), people.facilitator))
    assert said == ["cycles:cards-reveal", "cycles:votes-open", "cycles:votes-close", "go on"]


def test_lone_cards_stand_apart_from_topics(people: Any, topic_of: Any, growth: Any) -> None:
    topic = topic_of("Fractions")
    growth(topic.meeting, people.member, "Alone")
    there = shown(fresh(topic.meeting.session), people.lead)
    assert [card.text for card in there.loose] == ["Alone"]
    assert [(line.title, [card.text for card in line.cards]) for line in there.topics] == [("Fractions", ["Stalled"])]


def test_votes_are_hidden_until_closed_and_then_totals_in_order(people: Any, topic_of: Any) -> None:
    first, second = topic_of("First"), topic_of("Second")
    actions.open_votes(first.meeting, by=people.facilitator, at=NOW())
    for person in (people.teacher, people.member):
        actions.vote_for(second, by=person, at=NOW())
    before = shown(fresh(first.meeting.session), people.teacher)
    assert [(line.title, line.votes, line.my_votes) for line in before.topics] == [
        ("First", None, 0),
        ("Second", None, 1),
    ]
    assert (before.votes_left, before.voters) == (before.votes_each - 1, 2)
    actions.close_votes(first.meeting, by=people.facilitator, at=NOW())
    after = shown(fresh(first.meeting.session), people.lead)
    assert [(line.title, line.votes) for line in after.topics] == [("Second", 2), ("First", 0)]


def test_the_projector_has_nobodys_vote(people: Any, topic_of: Any) -> None:
    topic = topic_of()
    actions.open_votes(topic.meeting, by=people.facilitator, at=NOW())
    actions.vote_for(topic, by=people.teacher, at=NOW())
    assert not any(line.my_votes for line in shown(topic.meeting, people.teacher, Face.SCREEN).topics)
    assert Topic.objects.count() == 1
