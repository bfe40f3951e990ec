from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cycles.adjust.models import ActionStep, Disposition
from cycles.adjust.phases import commitments
from cycles.meet.enums import Face
from cycles.meet.phases.base import Seat
from cycles.plan.models import ReflectionSession
from teams.enums import CycleKind
from tests.cycles import agreeing
from tests.cycles.making import open_cycle, schedule


@pytest.fixture
def spring(people: Any, session: Any) -> ReflectionSession:
    agreeing.begin(session)
    agreeing.step(session, people.teacher, text="fall step")
    agreeing.end(session)
    made = schedule(open_cycle(people, kind=CycleKind.END_OF_YEAR), people.team, facilitator=people.facilitator)
    made.follows = session
    made.save()
    return made


def seat(person: Any, face: Face = Face.ROOM, **may: bool) -> Seat:
    return Seat(person=person, face=face, may_write=face != Face.SCREEN, may_lead=may.get("may_lead", False))


def test_it_counts_what_is_answered(people: Any, spring: Any) -> None:
    meeting = agreeing.begin(spring, kind="commitments")
    shown = commitments.show(meeting, seat(people.facilitator))
    assert (shown.answered, shown.total, shown.may_answer) == (0, 1, True)


def test_members_read_and_the_screen_only_shows(people: Any, spring: Any) -> None:
    meeting = agreeing.begin(spring, kind="commitments")
    found = [
        commitments.show(meeting, seat(person, face)).may_answer
        for person, face in (
            (people.teacher, Face.ROOM),
            (people.lead, Face.ROOM),
            (people.facilitator, Face.SCREEN),
        )
    ]
    assert found == [False, True, False]


def test_a_meeting_that_follows_none_goes_without(people: Any, session: Any, spring: Any) -> None:
    first = session.meeting
    assert (commitments.is_wanted(first), commitments.is_wanted(agreeing.begin(spring))) == (False, True)


def test_it_is_answered_in_the_room(people: Any, spring: Any, client: Client) -> None:
    agreeing.begin(spring, kind="commitments")
    client.force_login(people.facilitator)
    before = client.get(reverse("cycles:facilitate", args=[spring.pk])).content.decode()
    to = reverse("cycles:disposition-record", args=[spring.pk])
    words = {"face": "facilitate", "kind": "step", "pk": ActionStep.objects.get().pk}
    refused = client.post(to, words | {"became": "done"}, headers={"HX-Request": "true"})
    answer = client.post(to, words | {"became": "done", "evidence": "seen"}, headers={"HX-Request": "true"})
    assert "0 of 1 answered" in before
    assert (refused.status_code, answer.status_code, "1 of 1 answered" in answer.content.decode()) == (422, 200, True)
    assert Disposition.objects.get().recorded_by == people.facilitator
