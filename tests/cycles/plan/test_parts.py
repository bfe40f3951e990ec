"""Everybody is told their part: on the session's page and in their invitation."""

from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.plan import parts
from cycles.plan.models import ReflectionSession
from teams import outbox
from tests.services import Sink

from .conftest import give_time

NOTES = "You take the notes, and tick who came."


def planned(session: ReflectionSession, people: Any) -> ReflectionSession:
    return give_time(
        session, people, deputy=people.member, note_taker=people.teacher, video_link="https://video.test/1"
    )


def test_parts_in_words(people: Any, session: ReflectionSession) -> None:
    timed = planned(session, people)
    assert [(part.label, part.name) for part in parts.parts(timed)] == [
        ("Facilitator", people.lead.name),
        ("Deputy", people.member.name),
        ("Note-taker", people.teacher.name),
    ]
    assert parts.own_parts(timed, people.teacher) == [NOTES]
    assert parts.own_parts(timed, people.superintendent) == []
    assert parts.length(timed) == "90 minutes: extended time, usually 60"
    timed.minutes = 60
    assert parts.length(timed) == "60 minutes"


def test_the_page_says_it_to_each(people: Any, session: ReflectionSession, client: Client) -> None:
    timed = planned(session, people)

    def seen(person: Any) -> tuple[bool, bool, bool]:
        client.force_login(person)
        html = client.get(reverse("cycles:session", args=[timed.pk])).content.decode()
        return NOTES in html, "extended time, usually 60" in html, "https://video.test/1" in html

    assert seen(people.teacher) == (True, True, True)
    assert seen(people.member) == (False, True, True)


def test_the_invitation_says_it_to_each(people: Any, session: ReflectionSession, smtp: Sink) -> None:
    planned(session, people)
    outbox.send_due(timezone.now)
    texts = {
        name: smtp.to(getattr(people, name).email)[0].get_body(("plain",)).get_content()
        for name in ("teacher", "member", "lead")
    }
    assert {name: NOTES in text for name, text in texts.items()} == {"teacher": True, "member": False, "lead": False}
    assert "You facilitate" in texts["lead"]
    assert "You are the deputy" in texts["member"]
    assert "https://video.test/1" in texts["member"]
