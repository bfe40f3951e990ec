"""Votes: a budget and a cap, hidden while open, totals afterwards and nobody's."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions, queries
from cycles.meet.enums import Face
from cycles.meet.models import Meeting, Topic, Vote
from cycles.meet.room import enter
from tests.cycles.meet.conftest import fresh

NOW = timezone.now


@pytest.fixture
def voting(people: Any, meeting: Meeting, go_to: Any, growth: Any) -> list[Topic]:
    """Three topics to vote for: three votes each, at most two for one topic; the facilitator abstains."""
    there = go_to(meeting, "growth")
    for number in range(3):
        growth(there, people.teacher, f"Topic {number}")
    actions.reveal_cards(there, by=people.facilitator, at=NOW())
    actions.open_votes(there, by=people.facilitator, at=NOW(), each=3, cap=2, facilitator_votes=False)
    return list(Topic.objects.select_related("meeting__session").order_by("pk"))


def totals() -> list[int | None]:
    return list(Topic.objects.order_by("pk").values_list("votes_counted", flat=True))


@pytest.mark.parametrize(("topics", "votes"), [(0, 1), (1, 1), (4, 2), (9, 3), (14, 4), (40, 5)])
def test_the_budget_grows_slower_than_the_topics(topics: int, votes: int) -> None:
    assert queries.suggested_votes(topics) == votes


def test_without_a_word_it_is_as_suggested(people: Any, meeting: Meeting, go_to: Any, growth: Any) -> None:
    there = go_to(meeting, "growth")
    for number in range(4):
        growth(there, people.teacher, f"Topic {number}")
    actions.reveal_cards(there, by=people.facilitator, at=NOW())
    actions.open_votes(there, by=people.facilitator, at=NOW())
    now = fresh(there.session)
    assert (now.votes_each, now.votes_cap, now.facilitator_votes) == (2, 1, True)


def test_a_topic_gets_no_more_than_its_cap(people: Any, voting: list[Topic]) -> None:
    first, second, third = voting
    actions.vote_for(first, by=people.member, at=NOW(), count=2)
    actions.vote_for(first, by=people.member, at=NOW(), count=2)
    for topic, count in ((first, 3), (second, 2)):
        with pytest.raises(actions.VotesSpent):
            actions.vote_for(topic, by=people.member, at=NOW(), count=count)
    actions.vote_for(third, by=people.member, at=NOW())
    assert sorted(Vote.objects.values_list("topic", "count")) == [(first.pk, 2), (third.pk, 1)]


def test_who_leads_without_voting_has_no_votes(people: Any, voting: list[Topic]) -> None:
    with pytest.raises(actions.VotesClosed):
        actions.vote_for(voting[0], by=people.facilitator, at=NOW())
    client = Client()
    client.force_login(people.facilitator)
    page = client.get(reverse("cycles:facilitate", args=[voting[0].meeting.session_id])).content.decode()
    assert ("You lead this vote without voting." in page, f'id="vote-{voting[0].pk}"' in page) == (True, False)


def test_counted_only_totals_are_left(people: Any, voting: list[Topic]) -> None:
    actions.vote_for(voting[0], by=people.member, at=NOW(), count=2)
    actions.vote_for(voting[0], by=people.teacher, at=NOW())
    actions.vote_for(voting[2], by=people.teacher, at=NOW())
    assert totals() == [None, None, None]
    actions.close_votes(voting[0].meeting, by=people.facilitator, at=NOW())
    assert (totals(), Vote.objects.count(), queries.voters(fresh(voting[0].meeting.session))) == ([3, 0, 1], 0, 2)
    shown = enter(fresh(voting[0].meeting.session), people.lead, Face.SCREEN, at=NOW()).shown
    assert [(line.title, line.votes) for line in shown.topics] == [("Topic 0", 3), ("Topic 2", 1), ("Topic 1", 0)]
    actions.close_votes(fresh(voting[0].meeting.session), by=people.facilitator, at=NOW())
    assert totals() == [3, 0, 1]


def test_nobody_votes_before_the_vote_is_open(people: Any, topic_of: Any) -> None:
    topic = topic_of()
    with pytest.raises(actions.VotesClosed):
        actions.vote_for(topic, by=people.member, at=NOW())
    assert not Vote.objects.exists()


def test_closing_the_meeting_counts_and_keeps_nobodys_votes(people: Any, voting: list[Topic]) -> None:
    actions.vote_for(voting[1], by=people.member, at=NOW(), count=2)
    actions.close_meeting(fresh(voting[0].meeting.session), by=people.facilitator, at=NOW())
    assert (totals(), Vote.objects.count()) == ([0, 2, 0], 0)


def test_choosing_counts_too(people: Any, voting: list[Topic]) -> None:
    actions.vote_for(voting[1], by=people.member, at=NOW(), count=2)
    actions.choose_topics(voting[0].meeting, topics=[voting[1]], by=people.facilitator, at=NOW())
    assert (totals(), Vote.objects.count()) == ([0, 2, 0], 0)


def test_a_new_round_begins_from_nothing(people: Any, voting: list[Topic]) -> None:
    actions.vote_for(voting[0], by=people.member, at=NOW())
    actions.close_votes(voting[0].meeting, by=people.facilitator, at=NOW())
    there = fresh(voting[0].meeting.session)
    actions.open_votes(there, by=people.facilitator, at=NOW(), each=1)
    now = fresh(there.session)
    assert (totals(), now.voters, now.votes_each, now.votes_cap, now.is_voting) == ([None] * 3, None, 1, 1, True)


def test_more_than_one_vote_is_given_and_taken_back_on_the_page(people: Any, voting: list[Topic]) -> None:
    client, topic = Client(), voting[0]
    client.force_login(people.member)
    address = reverse("cycles:topic-vote", args=[topic.meeting.session_id, topic.pk])
    for count in (1, 2, 1, 0):
        client.post(address, {"count": count, "face": "room"}, headers={"HX-Request": "true"})
        given = Vote.objects.filter(topic=topic, person=people.member).values_list("count", flat=True)
        assert list(given) == ([count] if count else [])
    refused = client.post(address, {"count": 3, "face": "room"}, headers={"HX-Request": "true"})
    assert (refused.status_code, "at most 2" in refused.content.decode()) == (422, True)


def test_the_migration_counts_what_was_closed_before_it(people: Any, voting: list[Topic]) -> None:
    for person in (people.member, people.teacher):
        actions.vote_for(voting[1], by=person, at=NOW())
    Meeting.objects.update(votes_closed_at=NOW())
    for _ in range(2):
        import_module("cycles.migrations.0020_count_votes").count_votes(apps, None)
    assert (totals(), Vote.objects.count(), Meeting.objects.get().voters) == ([0, 2, 0], 0, 2)
