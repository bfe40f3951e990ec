"""What people from outside said is read in the room by those whom they said it to, and by nobody else there."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions
from cycles.meet.models import Meeting
from cycles.plan import actions as plan
from cycles.plan.models import Pass, ReflectionSession
from tests.cycles.meet.conftest import fresh

SAID = {"well": "Canary: reading nights", "stalled": "Canary: fractions", "change": "Canary: share the plan"}


def ask(session: ReflectionSession, people: Any, count: int = 1) -> list[Pass]:
    found = []
    for number in range(count):
        who = {"name": f"Parent {number}", "email": f"parent{number}@family.test"}
        day = timezone.now().date() + timedelta(days=1)
        found.append(plan.ask_for_feedback(session, **who, answers_by=day, by=people.leader, at=timezone.now())[0])
    return found


def say(given: Pass, *, is_unnamed: bool = False) -> None:
    for question, text in SAID.items():
        plan.save_voice(given, question=question, text=text, version=0, at=timezone.now())
    plan.send_feedback(given, is_unnamed=is_unnamed, at=timezone.now())


@pytest.fixture
def heard_meeting(people: Any, session: ReflectionSession) -> Meeting:
    """A parent answered beforehand with their name; a guest without a part in the team sits in the room."""
    say(ask(session, people)[0])
    plan.invite_guest(session, person=people.partner, sees_packet=False, by=people.leader, at=timezone.now())
    actions.open_meeting(session, by=people.facilitator, at=timezone.now())
    return fresh(session)


def seen(person: Any, meeting: Meeting, face: str = "room") -> set[str]:
    client = Client()
    client.force_login(person)
    page = client.get(reverse(f"cycles:{face}", args=[meeting.session.pk]))
    assert page.status_code == 200
    return {question for question, text in SAID.items() if text in page.content.decode()}


def test_each_phase_shows_what_was_said_to_its_question(people: Any, heard_meeting: Meeting, go_to: Any) -> None:
    everything = set(SAID)
    for kind, said in (("welcome", everything), ("progress", {"well"}), ("growth", {"stalled", "change"})):
        meeting = go_to(fresh(heard_meeting.session), kind)
        for reader, face in ((people.teacher, "room"), (people.leader, "room"), (people.facilitator, "facilitate")):
            assert seen(reader, meeting, face) == said, (kind, reader.name)
        assert seen(people.partner, meeting) == set(), kind
        for reader in (people.teacher, people.facilitator):
            assert seen(reader, meeting, "screen") == set(), kind


def test_nobody_said_anything_and_nothing_stands_there(people: Any, meeting: Meeting) -> None:
    client = Client()
    client.force_login(people.teacher)
    page = client.get(reverse("cycles:room", args=[meeting.session.pk])).content.decode()
    assert "What people from outside say" not in page


def test_lines_without_a_name_keep_their_smallest_group(people: Any, session: ReflectionSession) -> None:
    passes = ask(session, people, 5)
    say(passes[0], is_unnamed=True)
    actions.open_meeting(session, by=people.facilitator, at=timezone.now())
    meeting = fresh(session)
    assert seen(people.teacher, meeting) == set(SAID)
    # had one of the five been gone before the day was over, only four could have written it
    Pass.objects.filter(pk=passes[1].pk).update(revoked_at=timezone.now() - timedelta(days=1))
    assert seen(people.teacher, meeting) == set()


@pytest.mark.parametrize("count", [1, 6])
def test_the_room_costs_the_same_for_many_voices(
    people: Any, session: ReflectionSession, go_to: Any, django_assert_num_queries: Any, count: int
) -> None:
    from cycles.meet import phases
    from cycles.meet.enums import Face
    from cycles.meet.phases.base import Seat

    for given in ask(session, people, count):
        say(given)
    actions.open_meeting(session, by=people.facilitator, at=timezone.now())
    seat = Seat(people.teacher, Face.ROOM, may_write=True, may_lead=False)
    meeting = fresh(session)
    for kind, most in (("welcome", 4), ("progress", 6), ("growth", 8)):
        meeting = go_to(meeting, kind)
        with django_assert_num_queries(most):
            phases.kind(kind).show(meeting, seat)
