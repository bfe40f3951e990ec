"""The event stream of a room, from a real web server and a real Redis: versions only, and only for who may stay."""

import http.client
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import redis as redis_client
from django.contrib.sessions.models import Session
from django.db.models import F
from django.test import Client
from django.utils import timezone

from cycles.meet import actions
from cycles.meet.models import Meeting
from reflection_site.processes import wait_until
from teams.models import Membership
from tests.cycles.meet.conftest import fresh


class Listener:
    """One browser's stream; reads events as (name, id)."""

    def __init__(self, live: str, meeting: Meeting, person: Any, *, seen: str = "", last: str = "") -> None:
        client = Client()
        client.force_login(person)
        self.sign_in = client.cookies["sessionid"].value
        self.line = http.client.HTTPConnection(urlsplit(live).netloc, timeout=40)
        headers = {"Cookie": f"sessionid={self.sign_in}"} | ({"Last-Event-ID": last} if last else {})
        self.line.request("GET", f"/sessions/{meeting.session_id}/stream?seen={seen}", headers=headers)
        self.answer = self.line.getresponse()
        self.bytes = b""

    def next(self) -> tuple[str, str]:
        """The next event; waits at most forty seconds."""
        name = key = ""
        while True:
            line = self.answer.readline()
            self.bytes += line
            if line.startswith(b"event: "):
                name = line[7:].decode().strip()
            elif line.startswith(b"id: "):
                key = line[4:].decode().strip()
            elif line in {b"\n", b""} and (name or not line):
                return name, key

    def close(self) -> None:
        self.line.close()


@pytest.fixture
def listen(live: str, held: Meeting) -> Iterator[Callable[..., Listener]]:
    opened: list[Listener] = []

    def begin(person: Any, **options: Any) -> Listener:
        opened.append(Listener(live, held, person, **options))
        return opened[-1]

    yield begin
    for listener in opened:
        listener.close()


def change(meeting: Meeting, by: Any) -> None:
    actions.write_card(fresh(meeting.session), kind="parked", text="Canary", by=by, at=timezone.now())


def test_who_is_behind_is_told_at_once_and_who_is_not_waits_for_a_change(many: Any, held: Meeting, listen: Any) -> None:
    assert listen(many.teacher).next() == ("meeting", "1")
    assert listen(many.teacher, seen="0").next() == ("meeting", "1")
    waiting, returned = listen(many.member, seen="1"), listen(many.lead, seen="0", last="1")
    change(held, many.teacher)
    assert waiting.next() == ("meeting", "2")
    assert returned.next() == ("meeting", "2")


def test_an_event_is_a_version_and_no_more(many: Any, held: Meeting, listen: Any) -> None:
    listener = listen(many.member)
    listener.next()
    change(held, many.teacher)
    listener.next()
    assert listener.answer.getheader("Content-Type") == "text/event-stream"
    assert listener.bytes == (
        b"retry: 2000\n: listening\n\nid: 1\nevent: meeting\ndata: 1\n\nid: 2\nevent: meeting\ndata: 2\n\n"
    )


def test_a_change_is_heard_at_once(many: Any, held: Meeting, listen: Any) -> None:
    listener = listen(many.member)
    listener.next()
    took = []
    for _ in range(4):
        time.sleep(0.3)
        began = time.monotonic()
        change(held, many.teacher)
        listener.next()
        took.append(time.monotonic() - began)
    assert min(took) < 0.3, took


def test_a_lost_event_is_found_by_its_version(many: Any, held: Meeting, listen: Any) -> None:
    listener = listen(many.member)
    listener.next()
    Meeting.objects.filter(pk=held.pk).update(version=F("version") + 5)
    assert listener.next() == ("meeting", "6")


def test_all_listeners_of_a_process_share_one_subscription(
    many: Any,
    held: Meeting,
    listen: Any,
    redis_url: str,
) -> None:
    listeners = [listen(many.member) for _ in range(12)]
    assert [one.next() for one in listeners] == [("meeting", "1")] * 12
    with redis_client.Redis.from_url(redis_url) as client:
        assert wait_until(lambda: dict(client.pubsub_numsub("solstice:events")) == {b"solstice:events": 1}, 5)
    change(held, many.teacher)
    assert [one.next() for one in listeners] == [("meeting", "2")] * 12


def test_who_leaves_the_team_is_closed_out(many: Any, held: Meeting, listen: Any) -> None:
    listener = listen(many.teacher)
    listener.next()
    Membership.objects.filter(person=many.teacher).delete()
    began = time.monotonic()
    assert listener.next()[0] == "gone"
    assert time.monotonic() - began < 2
    change(held, many.member)
    assert listener.answer.read() == b""


def test_who_signs_out_is_closed_out(many: Any, held: Meeting, listen: Any) -> None:
    listener = listen(many.teacher)
    listener.next()
    Session.objects.filter(session_key=listener.sign_in).delete()
    assert listener.next()[0] == "gone"


def test_a_stranger_hears_nothing(many: Any, held: Meeting, listen: Any) -> None:
    assert listen(many.outsider).answer.status == 404
    assert listen(many.superintendent).answer.status == 403
