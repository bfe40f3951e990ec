"""What is sent again after a lost answer is kept once; other words overwrite nothing."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions
from cycles.meet.models import Card, Cause, Meeting
from tests.cycles.meet.conftest import fresh
from tests.cycles.meet.together import at_once

NOW = timezone.now


def post(person: Any, name: str, *args: int, **said: Any) -> int:
    client = Client()
    client.force_login(person)
    return client.post(reverse(f"cycles:{name}", args=args), said, headers={"HX-Request": "true"}).status_code


def test_the_same_card_sent_again_is_one_card(people: Any, meeting: Meeting) -> None:
    said = {"kind": "parked", "text": "Buses", "key": uuid4().hex, "face": "room"}
    before = fresh(meeting.session).version
    assert [post(people.teacher, "card-write", meeting.session_id, **said) for _ in range(2)] == [200, 200]
    assert (Card.objects.count(), fresh(meeting.session).version) == (1, before + 1)


def test_even_when_the_group_has_moved_on_it_is_told_that_it_was_kept(
    people: Any, meeting: Meeting, go_to: Any
) -> None:
    there = go_to(meeting, "progress")
    said = {"kind": "success", "text": "Grew", "because": "We met", "key": uuid4().hex}
    assert post(people.teacher, "card-write", meeting.session_id, **said) == 200
    go_to(there, "growth")
    assert post(people.teacher, "card-write", meeting.session_id, **said) == 200
    assert post(people.teacher, "card-write", meeting.session_id, **said | {"text": "Grew more"}) == 409
    assert list(Card.objects.values_list("text", flat=True)) == ["Grew"]


def test_other_words_or_another_author_under_the_same_key_are_another_card(people: Any, meeting: Meeting) -> None:
    said = {"kind": "parked", "text": "Buses", "key": uuid4().hex}
    post(people.teacher, "card-write", meeting.session_id, **said)
    post(people.teacher, "card-write", meeting.session_id, **said | {"text": "Buses are late"})
    post(people.member, "card-write", meeting.session_id, **said)
    assert sorted(Card.objects.values_list("author__name", "text")) == sorted(
        [(people.teacher.name, "Buses"), (people.teacher.name, "Buses are late"), (people.member.name, "Buses")]
    )


def test_without_a_key_nothing_is_guessed(people: Any, meeting: Meeting) -> None:
    for _ in range(2):
        post(people.teacher, "card-write", meeting.session_id, kind="parked", text="Buses")
    assert Card.objects.count() == 2
    assert post(people.teacher, "card-write", meeting.session_id, kind="parked", text="Buses", key="x") == 422


def test_a_cause_sent_again_is_one_link(people: Any, topic_of: Any) -> None:
    topic = topic_of(is_chosen=True)
    said = {"text": "No time", "category": "time", "evidence": "", "key": uuid4().hex}
    for _ in range(2):
        assert post(people.facilitator, "cause-propose", topic.meeting.session_id, topic.pk, **said) == 200
    assert Cause.objects.count() == 1


def test_sent_twice_at_once_it_is_one_card(many: Any, held: Meeting) -> None:
    for key in (uuid4() for _ in range(10)):
        said = {"kind": "parked", "text": "Buses", "key": key, "by": many.teacher, "at": NOW()}
        one, other = fresh(held.session), fresh(held.session)
        told = at_once(
            lambda m=one, s=said: actions.write_card(m, **s),
            lambda m=other, s=said: actions.write_card(m, **s),
        )
        assert told == ["", ""]
    assert Card.objects.count() == 10


def test_a_card_of_nobody_has_no_key(people: Any, meeting: Meeting) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Card.objects.create(meeting=meeting, kind="growth", text="x", key=uuid4())
