"""What mail servers do to us: refuse for now, refuse for good, hang, hang up, are away."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from teams import notices, outbox
from teams.access.notices import refused_notices
from teams.enums import NoticeState
from teams.models import Notice, Person
from tests.moments import travel
from tests.services import Sink, free_port

KIND = "test-refusal"


@dataclass
class MoodySink(Sink):
    """A mail server that keeps to a mood; it is itself again for addresses that are not `about`."""

    mood: str = ""
    about: str = ""
    asked: list[str] = field(default_factory=list)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        self.asked.append(address)
        if self.mood[:1] in ("4", "5") and address == self.about:
            return self.mood
        envelope.rcpt_tos.append(address)
        return "250 known"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.about in envelope.rcpt_tos and self.mood == "hang":
            await asyncio.sleep(3)
        if self.about in envelope.rcpt_tos and self.mood == "hang up":
            server.transport.close()
        if self.about in envelope.rcpt_tos and self.mood == "unknown after the text":
            return "550 5.1.1 no such user"
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture
def moody(settings: Any, people: Any) -> Iterator[MoodySink]:
    sink = MoodySink(port=free_port(), about=people.teacher.email)
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", sink.port, 10
    notices.register(
        KIND,
        label="Letter",
        still_wanted=lambda _row: True,
        render=lambda row: notices.Mail(f"Letter {row.occurrence}", "Hello"),
        is_urgent=True,
    )
    yield sink
    del notices.KINDS[KIND]
    controller.stop()


def put(person: Person, school: Any, occurrence: str = "1") -> Notice:
    at = timezone.now()
    return notices.put(KIND, thing=person, person=person, occurrence=occurrence, due_at=at, at=at, school=school)


def deliver(**later: int) -> None:
    with travel(timezone.now() + timedelta(**later), tick=False):
        outbox.send_due(timezone.now)


def state(row: Notice) -> tuple[str, int, str]:
    row.refresh_from_db()
    return row.state, row.tries, row.reason


@pytest.mark.parametrize(
    ("mood", "reason"),
    [
        ("450 4.2.1 greylisted", "The mail server refused it."),
        ("hang", "The mail server could not be reached."),
        ("hang up", "The mail server could not be reached."),
    ],
)
def test_for_now_is_tried_again_and_others_go_on(
    people: Any, moody: MoodySink, settings: Any, mood: str, reason: str
) -> None:
    settings.EMAIL_TIMEOUT = 1 if mood == "hang" else 10
    row, others = put(people.teacher, people.school), [put(people.member, people.school, str(n)) for n in range(3)]
    moody.mood = mood
    deliver()
    assert state(row) == (NoticeState.DUE, 1, reason)
    assert {state(other)[0] for other in others} == {NoticeState.SENT}
    moody.mood = ""
    deliver(minutes=2)
    assert state(row) == (NoticeState.SENT, 2, "")
    assert {message["Message-ID"] for message in moody.to(people.teacher.email)} == {row.message_id}


@pytest.mark.parametrize("mood", ["550 5.1.1 no such user", "unknown after the text"])
def test_for_good_is_asked_once_and_shown_to_the_leader(
    people: Any, moody: MoodySink, client: Client, mood: str
) -> None:
    row = put(people.teacher, people.school)
    moody.mood = mood
    for hours in (0, 2, 4):
        deliver(hours=hours)
    assert state(row) == (NoticeState.FAILED, 1, outbox.ADDRESS_REFUSED)
    assert moody.asked == [people.teacher.email]
    client.force_login(people.leader)
    (shown,) = client.get(reverse("teams:notices")).context["shown"].refused
    assert (shown.person, shown.address) == (people.teacher.pk, people.teacher.email)
    assert list(refused_notices(people.other_leader)) == []


def test_an_address_that_was_mended_is_shown_no_more(people: Any, moody: MoodySink) -> None:
    put(people.teacher, people.school)
    moody.mood = "550 5.1.1 no such user"
    deliver()
    assert refused_notices(people.leader).count() == 1
    Person.objects.filter(pk=people.teacher.pk).update(email="teresa.new@example.org")
    assert refused_notices(people.leader).count() == 0


def test_a_leader_sends_again_what_failed(people: Any, moody: MoodySink, client: Client) -> None:
    row = put(people.teacher, people.school)
    moody.mood = "550 5.1.1 no such user"
    deliver()
    moody.mood = ""
    client.force_login(people.other_leader)
    assert client.post(reverse("teams:notice-send-again", args=[row.pk])).status_code == 404
    client.force_login(people.leader)
    client.post(reverse("teams:notice-send-again", args=[row.pk]))
    deliver(seconds=1)
    assert state(row)[0] == NoticeState.SENT


def test_mail_that_arrives_again_mends_an_address_too(people: Any, moody: MoodySink) -> None:
    put(people.teacher, people.school)
    moody.mood = "550 5.2.2 mailbox full"
    deliver()
    moody.mood = ""
    put(people.teacher, people.school, "2")
    deliver(hours=1)
    assert refused_notices(people.leader).count() == 0


def test_while_the_server_is_away_nothing_counts_as_a_try(people: Any, moody: MoodySink, settings: Any) -> None:
    rows = [put(people.teacher, people.school, str(number)) for number in range(3)]
    settings.EMAIL_PORT = 1
    for hours in range(9):
        deliver(hours=hours)
    assert {state(row) for row in rows} == {(NoticeState.DUE, 0, "The mail server could not be reached.")}
    settings.EMAIL_PORT = moody.port
    deliver(hours=10)
    assert {state(row) for row in rows} == {(NoticeState.SENT, 1, "")}


def test_one_connection_carries_a_whole_run(people: Any, moody: MoodySink) -> None:
    opened: list[int] = []
    moody.on_message = lambda message: opened.append(1)
    for number in range(5):
        put(people.member, people.school, str(number))
    post = outbox.Post()
    parcels, _ = outbox.claim(timezone.now())
    connections = set()
    for parcel in parcels:
        outbox.send(parcel, post, timezone.now)
        connections.add(id(post._connection.connection))
    post.close()
    assert (len(opened), len(connections)) == (5, 1)
