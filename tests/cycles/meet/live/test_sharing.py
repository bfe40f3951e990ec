"""What is drawn once for many is what each would have been shown alone."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions, phases, sharing
from cycles.meet.enums import Beside
from cycles.meet.models import Card, Meeting, Phase
from cycles.meet.queries import Own, alike, own
from cycles.meet.room import PAGES_OWN
from cycles.plan import actions as plan
from cycles.plan.models import Invitation, Pass, ReflectionSession
from teams.models import Person
from tests.cycles.making import join
from tests.cycles.meet.conftest import fresh
from tests.cycles.plan.packets import LEVELS, freeze_by_hand

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]*)"')
NOW = re.compile(r'data-now="[^"]*"')


class Room:
    """A meeting with three who are like each other, one who writes, and everybody who is more than a member."""

    def __init__(self, people: Any, meeting: Meeting) -> None:
        self.people, self.meeting = people, meeting
        self.alike = [join(meeting.session, name) for name in ("Ines", "Omar", "Noor")]
        plan.invite_guest(
            meeting.session, person=people.partner, sees_packet=False, by=people.leader, at=timezone.now()
        )
        blind = join(meeting.session, "Blind")
        Invitation.objects.filter(person=blind).update(sees_packet=False)
        more = [people.lead, people.leader, people.facilitator, people.partner, blind]
        self.everyone = [self.alike[0], people.teacher, *self.alike[1:], *more]
        self.clients = {person.pk: Client() for person in self.everyone}
        for person in self.everyone:
            self.clients[person.pk].force_login(person)

    def part(self, person: Person, face: str = "room", language: str = "en") -> str:
        """What the person is sent, but for the moment."""
        client = self.clients[person.pk]
        client.cookies["django_language"] = language
        answer = client.get(reverse(f"cycles:{face}-phase", args=[self.meeting.session_id]))
        assert answer.status_code == 200
        return NOW.sub("", answer.content.decode())

    def alone(self, person: Person, face: str, language: str) -> str:
        caches["rooms"].clear()
        return self.part(person, face, language)

    def wrong(self, readers: Sequence[Person]) -> list[str]:
        """Who is shown something else when all ask, one after the other, than when they ask alone."""
        found = []
        for person in readers:  # each comes once, which is a change of its own
            self.part(person)
        for face, language in (("room", "en"), ("room", "es"), ("screen", "en")):
            apart = {person.pk: self.alone(person, face, language) for person in readers}
            caches["rooms"].clear()
            together = {person.pk: self.part(person, face, language) for person in readers}
            found += [f"{one.name} {face} {language}" for one in readers if apart[one.pk] != together[one.pk]]
        return found


@pytest.fixture
def room(people: Any, meeting: Meeting) -> Room:
    return Room(people, meeting)


def write(room: Room, meeting: Meeting, *people: Person) -> None:
    """Cards of every kind that the step asks for."""
    for by in people:
        for kind in phases.kind(meeting.phase.kind).writes:
            said = {"text": f"Canary card {by.pk}", "because": "Canary cause"}
            actions.write_card(meeting, kind=kind, **said, by=by, at=timezone.now())


def everything(room: Room, meeting: Meeting) -> None:
    """The teacher has something of their own in every step."""
    write(room, meeting, room.people.teacher)
    at = timezone.now()
    actions.finish_step(meeting, step=meeting.step, is_finished=True, by=room.people.teacher, at=at)


def turns(room: Room, session: ReflectionSession) -> Iterator[str]:
    """All that changes what people have of their own in a step, one after the other."""
    ines, omar, noor = room.alike
    by = room.people.facilitator
    everything(room, fresh(session))
    yield "one wrote and has finished"
    write(room, fresh(session), ines)
    meeting = fresh(session)
    actions.finish_step(meeting, step=meeting.step, is_finished=True, by=noor, at=timezone.now())
    yield "one wrote, another has finished"
    if not phases.kind(fresh(session).phase.kind).writes:
        return
    actions.reveal_cards(fresh(session), by=by, at=timezone.now())
    yield "all is shown"
    write(room, fresh(session), omar)
    yield "and one more"
    if fresh(session).phase.kind != "growth":
        return
    loose = Card.objects.filter(meeting__session=session, kind="growth")
    topic = actions.group_cards(fresh(session), title="Talk", cards=list(loose), by=by, at=timezone.now())
    actions.open_votes(fresh(session), each=2, cap=1, by=by, at=timezone.now())
    actions.vote_for(topic, count=1, by=omar, at=timezone.now())
    yield "one has voted"
    actions.close_votes(fresh(session), by=by, at=timezone.now())
    yield "the votes are counted"


def test_in_every_step_each_is_shown_what_is_theirs(room: Room) -> None:
    meeting = fresh(room.meeting.session)
    while True:
        for turn in turns(room, meeting.session):
            order = room.everyone if meeting.step % 2 else room.everyone[::-1]
            assert (meeting.phase.kind, turn, room.wrong(order)) == (meeting.phase.kind, turn, [])
        meeting = fresh(meeting.session)
        if phases.kind(meeting.phase.kind).key == "close":
            break
        actions.advance_phase(meeting, step=meeting.step, by=meeting.facilitator, at=timezone.now())
        meeting = fresh(meeting.session)


def test_what_is_shared_too_widely_is_seen(room: Room, go_to: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = go_to(fresh(room.meeting.session), "progress")
    everything(room, meeting)
    monkeypatch.setattr(sharing, "is_like_the_others", lambda person, meeting: True)
    monkeypatch.setattr(sharing.queries, "own", lambda person, meeting: Own(is_apart=False, has_finished=False))
    teacher, ines = room.people.teacher, room.alike[0]
    assert f"{ines.name} room en" in room.wrong([teacher, ines])
    assert f"{teacher.name} room en" in room.wrong([ines, teacher])


def test_who_has_not_predicted_a_chart_does_not_read_it_with_the_others(room: Room, go_to: Any) -> None:
    session, leader, at = room.meeting.session, room.people.leader, timezone.now()
    ines, omar, noor = room.alike
    freeze_by_hand(session)
    held = plan.hold_chart(session, chart=LEVELS, by=leader, at=at)
    Phase.objects.filter(protocol=room.meeting.protocol, kind="progress").update(shows=[Beside.PACKET])
    go_to(fresh(session), "progress")
    assert room.wrong(room.everyone) == []
    actions.save_prediction(held, text="Half", is_skipped=False, by=ines, at=at)
    actions.save_prediction(held, text="", is_skipped=True, by=noor, at=at)
    actions.reveal_charts(session, by=leader, at=at)
    assert (room.wrong([ines, omar, noor]), room.wrong([omar, noor, ines])) == ([], [])
    finding = "In winter 52% are at or above."
    assert [finding in room.part(one) for one in room.alike] == [True, False, True]
    assert [own(one, fresh(session)).is_apart for one in room.alike] == [False, True, False]
    assert omar.pk not in alike({session.pk})[session.pk].languages


def test_who_gave_feedback_reads_that_of_others_alone(room: Room) -> None:
    session, at = room.meeting.session, timezone.now()
    ines, omar, _noor = room.alike
    given = {"given_by": room.people.leader, "given_at": at, "answers_by": at.date()}
    Pass.objects.create(session=session, person=omar, allows_feedback=True, **given)
    assert [own(one, fresh(session)).is_apart for one in room.alike] == [False, True, False]
    Invitation.objects.filter(session=session).update(has_attended=True)
    shared = alike({session.pk})[session.pk].languages.keys()
    assert (ines.pk in shared, omar.pk in shared) == (True, False)


def test_one_drawing_serves_all_who_are_alike(room: Room, count_queries: Any) -> None:
    ines, omar, noor = room.alike
    # each comes once, which is a change of its own
    for one in room.alike:
        room.part(one)
    caches["rooms"].clear()
    with count_queries() as first:
        room.part(ines)
    costs = []
    for other in (omar, noor):
        with count_queries() as queries:
            room.part(other)
        costs.append(len(queries))
    assert costs == [9, 9]
    assert len(first) > 20


def test_a_change_is_drawn_anew(room: Room) -> None:
    ines, omar, _ = room.alike
    room.part(omar)
    assert "Canary" not in room.part(ines)
    by = room.people.facilitator
    actions.write_card(fresh(room.meeting.session), kind="parked", text="Canary card", by=by, at=timezone.now())
    assert [room.part(one).count("Canary card") for one in (ines, omar)] == [1, 1]


def test_a_part_tells_nobodys_token(room: Room) -> None:
    for one in room.everyone:
        answer = room.clients[one.pk].get(reverse("cycles:room-phase", args=[room.meeting.session_id]))
        assert set(TOKEN.findall(answer.content.decode())) == {PAGES_OWN}


def test_what_is_drawn_while_its_reader_writes_is_kept_for_nobody(room: Room) -> None:
    ines, omar, _ = room.alike
    meeting = fresh(room.meeting.session)

    def draw() -> str:
        actions.write_card(fresh(meeting.session), kind="parked", text="mine", by=ines, at=timezone.now())
        return "drawn for Ines"

    assert sharing.drawn(meeting, ines, "room", "en", draw=draw) == "drawn for Ines"
    assert sharing.drawn(meeting, omar, "room", "en", draw=lambda: "drawn for Omar") == "drawn for Omar"
    assert sharing.drawn(meeting, room.alike[2], "room", "en", draw=lambda: "drawn again") == "drawn again"
