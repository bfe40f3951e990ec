"""How long somebody whose place in the team ends in mid-meeting still listens, beside a full room."""

import socket
import time
from typing import Any

from tests.benchmarks import live_world
from tests.measuring import measure

PEOPLE, REMOVED = 60, 20
MOST_MS = 1000


def gone_after(stream: Any, sign_in: str) -> float:
    """Milliseconds from the end of the membership until the stream says so and ends."""
    from django.contrib.auth import SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from teams.models import Membership

    person = SessionStore(sign_in).get(SESSION_KEY)
    Membership.objects.filter(person=person).delete()
    began = time.monotonic()
    while (line := stream.readline()) and line.strip() != b"event: gone":
        pass
    assert line, "the stream ended without a word"
    return (time.monotonic() - began) * 1000


@measure("live.gone", unit="ms", against="limit", goal=1, runs=1)
def live_gone() -> tuple[float, float]:
    """The longest of several, removed one after the other at moments that have nothing to do with each other."""
    with live_world.rooms(1, PEOPLE) as (room,), live_world.ours() as (_, port):
        # whoever leads the meeting stays, and the first words of a stream are the head
        lines = [socket.create_connection(("127.0.0.1", port), timeout=60) for _ in room.sign_ins]
        streams = [line.makefile("rb") for line in lines]
        for line, stream, sign_in in zip(lines, streams, room.sign_ins, strict=True):
            line.sendall(live_world.stream_request(room, sign_in).encode())
            while stream.readline().strip() != b": listening":
                pass
        longest = 0.0
        for number in range(1, REMOVED + 1):
            time.sleep(0.13 * (number % 7))
            longest = max(longest, gone_after(streams[number], room.sign_ins[number]))
        for line in lines:
            line.close()
        return longest, MOST_MS
