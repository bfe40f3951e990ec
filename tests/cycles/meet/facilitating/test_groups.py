"""Groups of cards: merged, split, put back; kin suggested by words alone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions, queries
from cycles.meet.models import Card, CardMove, Meeting, Topic
from cycles.meet.queries import CardLine
from tests.cycles.meet.conftest import fresh

NOW = timezone.now


@pytest.fixture
def shown(people: Any, meeting: Meeting, go_to: Any, growth: Any) -> Meeting:
    """Four growth cards, shown: a, b, c, d."""
    there = go_to(meeting, "growth")
    for text in "abcd":
        growth(there, people.teacher, text)
    actions.reveal_cards(there, by=people.facilitator, at=NOW())
    return fresh(there.session)


def groups() -> dict[str, str]:
    """The cards of each topic; those that stand alone under no name."""
    found: dict[str, str] = {}
    for text, title in Card.objects.order_by("text").values_list("text", "topic__title"):
        found[title or ""] = found.get(title or "", "") + text
    return found


@pytest.fixture
def group(people: Any, shown: Meeting) -> Callable[..., Topic]:
    def make(cards: str, title: str = "", **into: Any) -> Topic:
        found = list(Card.objects.filter(text__in=list(cards)))
        return actions.group_cards(shown, cards=found, title=title, by=people.facilitator, at=NOW(), **into)

    return make


def undo(people: Any, meeting: Meeting) -> None:
    actions.undo_grouping(meeting, by=people.facilitator, at=NOW())


def test_whole_topics_and_cards_are_merged_and_put_back(people: Any, shown: Meeting, group: Any) -> None:
    first, second = group("ab", "First"), group("c", "Second")
    group("d", "All", topics=[first, second])
    assert groups() == {"All": "abcd"}
    undo(people, shown)
    assert groups() == {"": "d", "First": "ab", "Second": "c"}
    assert (CardMove.objects.count(), Topic.objects.count()) == (0, 2)
    with pytest.raises(actions.NothingChosen):
        undo(people, shown)


def test_a_topic_takes_in_another(people: Any, group: Any) -> None:
    first, second = group("ab", "First"), group("cd", "Second")
    group("", topics=[second], topic=first)
    assert groups() == {"First": "abcd"}


def test_one_card_is_taken_out_of_a_topic_and_put_back(people: Any, shown: Meeting, group: Any) -> None:
    group("abc", "First")
    group("c", "Other")
    assert groups() == {"": "d", "First": "ab", "Other": "c"}
    undo(people, shown)
    assert groups() == {"": "d", "First": "abc"}


def test_a_split_is_put_back_under_its_name_and_goal(people: Any, shown: Meeting, group: Any) -> None:
    topic = group("ab", "First", goal=people.goal)
    actions.split_topic(topic, by=people.facilitator, at=NOW())
    assert groups() == {"": "abcd"}
    undo(people, shown)
    assert (groups(), Topic.objects.get().goal) == ({"": "cd", "First": "ab"}, people.goal)


def test_nothing_selected_and_a_running_vote_are_refused(people: Any, shown: Meeting, group: Any) -> None:
    with pytest.raises(actions.NothingChosen):
        group("", "Empty")
    topic = group("ab", "First")
    actions.open_votes(shown, by=people.facilitator, at=NOW())
    for act in (
        lambda: group("c", "Second"),
        lambda: actions.split_topic(topic, by=people.facilitator, at=NOW()),
        lambda: undo(people, shown),
    ):
        with pytest.raises(actions.VotesClosed):
            act()


def line(pk: int, text: str) -> CardLine:
    return CardLine(pk, text, "", "", is_mine=False, is_celebrated=False, topic_id=None)


@pytest.mark.parametrize(
    ("texts", "alike"),
    [
        (["Small groups get cancelled when testing comes up", "Testing cancels our small groups", "Buses"], [{0, 1}]),
        (["Los grupos pequeños se cancelan", "Cancelamos grupos pequenos por exámenes", "Autobuses"], [{0, 1}]),
        (["Absent on Mondays", "Fractions with word problems", "Grading takes too long"], []),
        (["The", "And", "But"], []),
        ([], []),
    ],
)
def test_kin_share_words(texts: list[str], alike: list[set[int]]) -> None:
    found = queries.kin([line(pk, text) for pk, text in enumerate(texts)])
    assert [{card.pk for card in one.cards} for one in found] == alike


def test_suggestions_are_off_until_asked_for_and_only_for_who_leads(people: Any, shown: Meeting, growth: Any) -> None:
    for number in range(2):
        growth(shown, people.member, f"Testing cancels small groups, week {number}")
    desk, phone = Client(), Client()
    desk.force_login(people.facilitator)
    phone.force_login(people.teacher)
    pages = {
        client: reverse(f"cycles:{face}", args=[shown.session_id])
        for client, face in ((desk, "facilitate"), (phone, "room"))
    }
    assert "These share words" not in desk.get(pages[desk]).content.decode()
    desk.post(reverse("cycles:kin-suggest", args=[shown.session_id]), {"is_wanted": "on", "face": "facilitate"})
    assert ["These share words" in client.get(page).content.decode() for client, page in pages.items()] == [True, False]


def test_the_page_merges_and_undoes(people: Any, shown: Meeting, group: Any) -> None:
    first = group("ab", "First")
    client = Client()
    client.force_login(people.facilitator)
    into = {"topics": [first.pk], "cards": [Card.objects.get(text="c").pk], "title": "Both", "face": "facilitate"}
    client.post(reverse("cycles:cards-group", args=[shown.session_id]), into)
    assert groups() == {"": "d", "Both": "abc"}
    page = client.get(reverse("cycles:facilitate", args=[shown.session_id])).content.decode()
    assert ["Undo the last grouping" in page, 'form="group-form"' in page] == [True, True]
    client.post(reverse("cycles:groups-undo", args=[shown.session_id]), {"face": "facilitate"})
    assert groups() == {"": "cd", "First": "ab"}
