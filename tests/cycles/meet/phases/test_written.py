"""The phases in which cards are written in silence and then shown, each by its own protocol."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions
from cycles.meet.models import Meeting, ProtocolChoice
from tests.cycles.meet.conftest import fresh

CANARY = "Grade 4 moved by nine points"


def begun(session: Any, people: Any, kind: str) -> Meeting:
    ProtocolChoice.objects.create(session=session, kind=kind, chosen_at=timezone.now())
    actions.open_meeting(session, by=people.facilitator, at=timezone.now())
    return fresh(session)


def page(person: Any, face: str, session: Any) -> str:
    client = Client()
    client.force_login(person)
    return client.get(reverse(f"cycles:{face}", args=[session.pk])).content.decode()


CASES = [
    ("data_dialogue", "expect", "expected", "What do you expect to see?"),
    ("data_dialogue", "observe", "observed", "What do you see?"),
    ("what_so_what", "infer", "inferred", "What may it mean?"),
    ("plus_delta", "check", "plus", "What works?"),
    ("plus_delta", "check", "delta", "What would you change?"),
]


@pytest.mark.parametrize(("protocol", "phase", "kind", "question"), CASES)
def test_it_is_written_in_silence_and_then_shown(
    people: Any, session: Any, go_to: Any, protocol: str, phase: str, kind: str, question: str
) -> None:
    meeting = go_to(begun(session, people, protocol), phase)
    assert question in page(people.teacher, "room", session)
    client = Client()
    client.force_login(people.teacher)
    client.post(reverse("cycles:card-write", args=[session.pk]), {"kind": kind, "text": CANARY})
    assert CANARY in page(people.teacher, "room", session)
    assert not any(
        CANARY in page(person, face, session)
        for person, face in ((people.member, "room"), (people.facilitator, "facilitate"), (people.teacher, "screen"))
    )
    actions.reveal_cards(meeting, by=people.facilitator, at=timezone.now())
    assert all(
        CANARY in page(person, face, session)
        for person, face in ((people.member, "room"), (people.facilitator, "facilitate"), (people.teacher, "screen"))
    )
