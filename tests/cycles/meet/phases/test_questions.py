"""The guide's questions, answered for the record."""

from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions, queries
from cycles.meet.models import Meeting

from .test_written import page


def test_a_team_answers_three_questions_and_the_ilt_a_fourth(people: Any, meeting: Meeting, ilt_session: Any) -> None:
    assert [line.key for line in queries.essential(meeting)] == ["celebrate", "adjust", "evidence"]
    ilt = actions.open_meeting(ilt_session, by=people.leader, at=timezone.now())
    assert [line.key for line in queries.essential(ilt)] == ["celebrate", "adjust", "evidence", "teams"]


def test_the_facilitator_enters_the_answer_and_it_is_in_the_record(
    people: Any, session: Any, meeting: Meeting, go_to: Any
) -> None:
    go_to(meeting, "questions")
    assert "Enter the group’s answer" not in page(people.teacher, "room", session)
    client, address = Client(), reverse("cycles:essential-answer", args=[session.pk])
    client.force_login(people.teacher)
    said = {"question": "adjust", "text": "We ask why before we act"}
    assert client.post(address, said).status_code == 403
    client.force_login(people.facilitator)
    assert client.post(address, said | {"text": ""}).status_code == 422
    assert client.post(address, said).status_code == 302
    assert client.post(address, said | {"text": "We ask why twice"}).status_code == 302
    for face in ("room", "screen"):
        assert "We ask why twice" in page(people.teacher, face, session)
    record = queries.record(session)
    assert record is not None
    assert [line.answer for line in record.questions] == ["We ask why twice"]
    assert "We ask why twice" in page(people.teacher, "record", session)
