"""Cards written before the meeting with a name: they wait, and become cards of their authors."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions, queries
from cycles.meet.early import EarlyCard
from cycles.meet.enums import CardKind, Face, RevealRule
from cycles.meet.models import Card, Meeting
from cycles.meet.protocols.choosing import choose_protocol
from cycles.meet.room import enter
from cycles.plan.models import ReflectionSession
from teams.models import AuditEntry, Membership
from tests.cycles.meet.cards.test_lines import told
from tests.cycles.meet.conftest import fresh

from .writing import Ahead, as_person, begin, named, rule, texts

NOW = timezone.now


def test_named_cards_wait_and_become_cards_of_their_authors(
    people: Any, session: ReflectionSession, go_to: Callable[..., Meeting]
) -> None:
    named(session, people.teacher, "Grew")
    named(session, people.member, "Stalled", kind="growth", because="")
    assert (Card.objects.count(), EarlyCard.objects.count()) == (0, 2)
    meeting = begin(session, people.facilitator, "progress", go_to, count=4)
    assert (texts(), EarlyCard.objects.count()) == ([("Grew", "Teresa Núñez"), ("Stalled", "Malik Johnson")], 0)
    seen = [
        [line.text for line in enter(meeting, person, Face.ROOM, at=NOW()).shown.lines]
        for person in (people.teacher, people.member, people.leader)
    ]
    assert seen == [["Grew"], [], []]
    actions.reveal_cards(meeting, by=people.facilitator, at=NOW())
    assert [line.by for line in enter(meeting, people.leader, Face.ROOM, at=NOW()).shown.lines] == ["Teresa Núñez"]


def test_the_card_of_who_left_does_not_come(
    people: Any, session: ReflectionSession, go_to: Callable[..., Meeting]
) -> None:
    for person in (people.teacher, people.member):
        named(session, person)
    Membership.objects.filter(person=people.teacher).delete()
    begin(session, people.facilitator, "progress", go_to, count=4)
    assert [name for _text, name in texts()] == ["Malik Johnson"]
    assert EarlyCard.objects.get().author == people.teacher


def test_a_step_that_shows_at_once_shows_them_when_it_begins(
    people: Any, session: ReflectionSession, go_to: Callable[..., Meeting]
) -> None:
    rule(session, "progress", RevealRule.AT_ONCE)
    named(session, people.teacher)
    actions.open_meeting(session, by=people.facilitator, at=NOW())
    assert queries.cards(fresh(session), CardKind.SUCCESS, reader=people.leader)[CardKind.SUCCESS].lines == ()
    there = go_to(fresh(session), "progress")
    assert [line.text for line in enter(there, people.leader, Face.ROOM, at=NOW()).shown.lines] == ["Grew"]


def test_they_are_unreadable_in_the_database(people: Any, session: ReflectionSession) -> None:
    named(session, people.teacher, "Fractions grew", because="Talk moves")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, because FROM cycles_earlycard")
        raw = repr(cursor.fetchall())
    assert ["Fractions" in raw, "Talk" in raw] == [False, False]


def test_sent_twice_it_is_one_card_even_once_the_meeting_has_begun(people: Any, session: ReflectionSession) -> None:
    key = uuid4()
    for _ in range(2):
        named(session, people.teacher, key=key)
    named(session, people.teacher, "Other words", key=key)
    named(session, people.member, key=key)
    assert EarlyCard.objects.count() == 3
    actions.open_meeting(session, by=people.facilitator, at=NOW())
    named(session, people.teacher, key=key)
    with pytest.raises(actions.PhaseClosed):
        named(session, people.teacher, "Too late", key=key)
    assert Card.objects.count() == 3


def test_one_s_own_is_changed_and_taken_back_until_the_meeting_begins(people: Any, session: ReflectionSession) -> None:
    named(session, people.teacher)
    card = EarlyCard.objects.get()
    said = {"text": "Grew more", "because": "Daily", "by": people.teacher, "at": NOW()}
    for _ in range(2):
        actions.change_ahead(card, seen=card.written_at, **said)
    with pytest.raises(actions.CardChanged):
        actions.change_ahead(card, seen=card.written_at, **said | {"text": "From an older window"})
    assert EarlyCard.objects.get().text == "Grew more"
    actions.open_meeting(session, by=people.facilitator, at=NOW())
    for act in (
        lambda: actions.change_ahead(card, seen=card.written_at, **said),
        lambda: actions.withdraw_ahead(card, by=people.teacher, at=NOW()),
        lambda: named(session, people.teacher, "Late"),
        lambda: Ahead(session, people.teacher),
    ):
        with pytest.raises(actions.PhaseClosed):
            act()
    assert texts() == [("Grew more", "Teresa Núñez")]


def test_a_success_without_its_action_cannot_wait(people: Any, session: ReflectionSession) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        named(session, people.teacher, because="")


def test_nothing_tells_that_somebody_wrote(people: Any, growing: ReflectionSession) -> None:
    before = (AuditEntry.objects.count(), ReflectionSession.objects.get(pk=growing.pk).version)
    named(growing, people.teacher)
    Ahead(growing, people.teacher).write("Buses")
    assert (AuditEntry.objects.count(), ReflectionSession.objects.get(pk=growing.pk).version) == before
    pages = [
        as_person(people.leader).get(reverse(f"cycles:{name}", args=[growing.pk])).content.decode()
        for name in ("ahead", "session", "room", "facilitate")
    ]
    assert [("Grew" in page, "Buses" in page) for page in pages] == [(False, False)] * 4


@pytest.mark.parametrize("is_few", [True, False])
def test_in_a_step_that_lost_its_names_they_stay_their_author_s_and_are_offered(
    people: Any, session: ReflectionSession, go_to: Callable[..., Meeting], is_few: bool
) -> None:
    named(session, people.teacher, "Mine", kind="growth", because="Seen")
    rule(session, "growth")
    there = begin(session, people.facilitator, "growth", go_to, count=4 if is_few else 6)
    assert (Card.objects.count(), EarlyCard.objects.get().text) == (0, "Mine")
    lines = [
        told(queries.lines_in_room(there, person, CardKind.GROWTH, is_sealed=not is_few))
        for person in (people.teacher, people.leader)
    ]
    assert lines == [[("Mine", "Seen")], []]
    actions.close_meeting(there, by=people.facilitator, at=NOW())
    assert EarlyCard.objects.count() == 0


def test_without_the_step_they_stay_too(people: Any, session: ReflectionSession) -> None:
    named(session, people.teacher)
    choose_protocol(session, kind="plus_delta", by=people.leader, at=NOW())
    session = ReflectionSession.objects.select_related("cycle__school", "team").get(pk=session.pk)
    page = queries.ahead(session, people.teacher)
    assert (page.steps, [one.text for one in page.homeless]) == ((), ["Grew"])
    with pytest.raises(actions.PhaseClosed):
        named(session, people.teacher, "More")
    actions.open_meeting(session, by=people.facilitator, at=NOW())
    assert (Card.objects.count(), EarlyCard.objects.count()) == (0, 1)


def test_cards_with_names_are_refused_where_there_are_none(people: Any, growing: ReflectionSession) -> None:
    with pytest.raises(actions.NamesNotShown):
        named(growing, people.teacher, kind="growth")
    with pytest.raises(actions.PhaseClosed):
        named(growing, people.teacher, kind="plus")
