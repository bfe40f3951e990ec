"""From cards to topics, votes and causes: what the room keeps, and what it refuses."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from cycles.meet import actions
from cycles.meet.models import Card, Meeting, Topic, Vote

from .conftest import fresh

NOW = timezone.now
EACH = 3


def test_a_card_of_another_phase_is_refused(people: Any, meeting: Meeting, go_to: Any, success: Any) -> None:
    with pytest.raises(actions.PhaseClosed):
        success(meeting, people.teacher)
    there = go_to(meeting, "growth")
    with pytest.raises(actions.PhaseClosed):
        success(there, people.teacher)
    assert Card.objects.count() == 0
    assert fresh(meeting.session).version == there.version


def test_parking_is_possible_at_any_time_until_the_meeting_is_closed(people: Any, meeting: Meeting) -> None:
    actions.write_card(meeting, kind="parked", text="Buses", by=people.teacher, at=NOW())
    actions.close_meeting(meeting, by=people.facilitator, at=NOW())
    with pytest.raises(actions.PhaseClosed):
        actions.write_card(meeting, kind="parked", text="Too late", by=people.teacher, at=NOW())
    assert list(Card.objects.values_list("text", flat=True)) == ["Buses"]


def test_nothing_is_celebrated_or_grouped_before_it_is_shown(
    people: Any, meeting: Meeting, go_to: Any, success: Any, growth: Any
) -> None:
    there = go_to(meeting, "progress")
    with pytest.raises(actions.NotShownYet):
        actions.celebrate_card(success(there, people.teacher), by=people.facilitator, at=NOW())
    there = go_to(there, "growth")
    with pytest.raises(actions.NotShownYet):
        actions.group_cards(there, cards=[growth(there, people.teacher)], title="x", by=people.facilitator, at=NOW())


def test_grouping_again_leaves_no_empty_topic(people: Any, topic_of: Callable[..., Topic]) -> None:
    first = topic_of("First")
    cards = list(first.cards.all())
    actions.group_cards(first.meeting, cards=cards, title="Second", by=people.facilitator, at=NOW())
    assert list(Topic.objects.values_list("title", flat=True)) == ["Second"]


def test_nothing_is_put_into_a_topic_that_is_gone(people: Any, topic_of: Callable[..., Topic]) -> None:
    gone = topic_of("First")
    actions.group_cards(gone.meeting, cards=[], topics=[gone], title="New", by=people.facilitator, at=NOW())
    with pytest.raises(actions.NothingChosen, match="That topic is gone"):
        actions.group_cards(
            gone.meeting, cards=Card.objects.all(), topic=gone, title="", by=people.facilitator, at=NOW()
        )
    assert Card.objects.get().topic.title == "New"


def test_what_was_taken_back_is_sent_nowhere(people: Any, meeting: Meeting) -> None:
    card = actions.write_card(meeting, kind="parked", text="Buses", by=people.teacher, at=NOW())
    actions.withdraw_card(Card.objects.get(), by=people.teacher, at=NOW())
    with pytest.raises(actions.NothingChosen):
        actions.send_parked(card, goes_to="next", by=people.facilitator, at=NOW())


def test_splitting_makes_the_cards_stand_alone(people: Any, topic_of: Callable[..., Topic]) -> None:
    actions.split_topic(topic_of(), by=people.facilitator, at=NOW())
    assert Topic.objects.count() == 0
    assert Card.objects.get().topic is None


def test_opening_the_vote_makes_lone_cards_topics(people: Any, meeting: Meeting, go_to: Any, growth: Any) -> None:
    there = go_to(meeting, "growth")
    growth(there, people.teacher, "w" * 300)
    actions.reveal_cards(there, by=people.facilitator, at=NOW())
    actions.open_votes(there, by=people.facilitator, at=NOW())
    assert [len(title) for title in Topic.objects.values_list("title", flat=True)] == [200]
    assert fresh(there.session).is_voting


def test_votes_have_a_budget_and_can_be_taken_back(people: Any, meeting: Meeting, go_to: Any, growth: Any) -> None:
    there = go_to(meeting, "growth")
    for number in range(EACH + 1):
        growth(there, people.teacher, f"card {number}")
    actions.reveal_cards(there, by=people.facilitator, at=NOW())
    actions.open_votes(there, by=people.facilitator, at=NOW(), each=EACH)
    *most, last = Topic.objects.order_by("pk")
    for topic in most:
        actions.vote_for(topic, by=people.member, at=NOW())
        actions.vote_for(topic, by=people.member, at=NOW())
    with pytest.raises(actions.VotesSpent):
        actions.vote_for(last, by=people.member, at=NOW())
    actions.vote_for(most[0], by=people.member, at=NOW(), count=0)
    actions.vote_for(last, by=people.member, at=NOW())
    assert set(Vote.objects.values_list("topic", flat=True)) == {topic.pk for topic in [*most[1:], last]}


def test_a_closed_vote_takes_no_more(people: Any, topic_of: Callable[..., Topic]) -> None:
    topic = topic_of(is_chosen=True)
    with pytest.raises(actions.VotesClosed):
        actions.vote_for(topic, by=people.member, at=NOW())


def test_a_reopened_vote_begins_from_nothing(people: Any, topic_of: Callable[..., Topic]) -> None:
    topic = topic_of()
    meeting = topic.meeting
    actions.open_votes(meeting, by=people.facilitator, at=NOW())
    actions.vote_for(topic, by=people.member, at=NOW())
    actions.open_votes(meeting, by=people.facilitator, at=NOW())
    assert Vote.objects.count() == 1  # pressed again while it is open: the same round
    actions.close_votes(meeting, by=people.facilitator, at=NOW())
    actions.open_votes(meeting, by=people.facilitator, at=NOW())
    assert Vote.objects.count() == 0
    actions.vote_for(topic, by=people.teacher, at=NOW())
    assert list(Vote.objects.values_list("person", flat=True)) == [people.teacher.pk]


def test_choosing_again_replaces_the_choice(people: Any, topic_of: Callable[..., Topic]) -> None:
    first, second = topic_of("First", is_chosen=True), topic_of("Second")
    actions.choose_topics(second.meeting, topics=[second], by=people.facilitator, at=NOW())
    assert list(Topic.objects.order_by("pk").values_list("title", "is_chosen")) == [("First", False), ("Second", True)]
    with pytest.raises(actions.NothingChosen):
        actions.choose_topics(first.meeting, topics=[], by=people.facilitator, at=NOW())


def cause_of(topic: Topic, by: Any, text: str = "No common planning time") -> Any:
    return actions.propose_cause(topic, text=text, category="time", evidence="Calendar", by=by, at=NOW())


def test_a_cause_belongs_to_a_chosen_topic(people: Any, topic_of: Callable[..., Topic]) -> None:
    with pytest.raises(actions.TopicNotChosen):
        cause_of(topic_of(), people.teacher)


@pytest.mark.parametrize(("control", "no_person"), [(True, False), (False, True), (False, False)])
def test_a_cause_outside_our_control_or_a_person_is_not_agreed(
    people: Any, topic_of: Callable[..., Topic], control: bool, no_person: bool
) -> None:
    cause = cause_of(topic_of(is_chosen=True), people.teacher)
    with pytest.raises(actions.CauseNotOurs):
        actions.agree_cause(
            cause, is_within_control=control, is_not_a_person=no_person, by=people.facilitator, at=NOW()
        )
    cause.refresh_from_db()
    assert cause.agreed_at is None


def test_one_cause_of_a_topic_is_agreed(people: Any, topic_of: Callable[..., Topic]) -> None:
    topic = topic_of(is_chosen=True)
    for cause in (cause_of(topic, people.teacher), cause_of(topic, people.member, "The calendar has no slot")):
        actions.agree_cause(cause, is_within_control=True, is_not_a_person=True, by=people.facilitator, at=NOW())
    assert list(topic.causes.filter(agreed_at__isnull=False).values_list("text", flat=True)) == [
        "The calendar has no slot"
    ]


def test_a_verdict_is_one_row_for_one_goal(people: Any, meeting: Meeting) -> None:
    for verdict in ("partly", "on_track"):
        actions.revisit_goal(
            meeting, goal=people.goal, verdict=verdict, evidence="Fall window", by=people.facilitator, at=NOW()
        )
    assert list(meeting.goal_revisits.values_list("verdict", flat=True)) == ["on_track"]
