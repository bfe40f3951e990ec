"""What each listener of a room is sent while somebody writes: that something changed, and not a letter of it.

The streams are opened in this process, so that a leak can be planted in them (see the last test).
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import AsyncClient
from django.utils import timezone

from cycles.confer import actions as confer
from cycles.listen import actions as listen
from cycles.meet import actions
from cycles.meet.models import Card, Meeting
from reflection_site import events
from tests.cycles.confer.talks import arrange, note
from tests.cycles.listen.making import ask, map_of
from tests.cycles.making import schedule, write
from tests.cycles.meet.conftest import fresh
from tests.doors.table import PERSONAS
from tests.loops import in_loop

HEARING = {"leader", "lead", "teacher", "member", "facilitator"}
AN_EVENT = re.compile(rb"id: \d+\nevent: meeting\ndata: \d+\n\n")


def everything_written(people: Any, meeting: Meeting) -> None:
    """The teacher writes a canary into whatever a member can write while the team meets."""
    by, at = people.teacher, timezone.now()
    actions.write_card(fresh(meeting.session), kind="parked", text="canary card", by=by, at=at)
    write(schedule(meeting.session.cycle, people.ilt), people.facilitator, "canary answer", "named")
    note(arrange(people.lead, by), by, "canary note")
    mine = map_of(ask(people), by)
    listen.save_map(mine, well="canary map", improve="", other="", version=mine.version, at=at)
    with pytest.raises(confer.ConferRefused):
        confer.ask_line(meeting.session, lead=people.lead, text="canary line", version=0, by=by)


def streams(people: Any, meeting: Meeting, writes: Callable[[Any, Meeting], None]) -> dict[str, bytes]:
    """All bytes that each persona's stream has sent by two looks after the writing; those refused give their page."""
    clients = {name: AsyncClient(raise_request_exception=False) for name in PERSONAS}
    for name, client in clients.items():
        client.force_login(getattr(people, name))

    async def listen_to_all() -> dict[str, bytes]:
        address = f"/sessions/{meeting.session_id}/stream?seen={meeting.version}"
        answers = {name: await client.get(address) for name, client in clients.items()}
        heard = {name: answer.content for name, answer in answers.items() if not answer.streaming}
        bodies = {name: answer.streaming_content for name, answer in answers.items() if answer.streaming}
        collecting = [asyncio.create_task(_collect(body, heard, name)) for name, body in bodies.items()]
        await asyncio.sleep(events.LOOK_SECONDS)
        await sync_to_async(writes)(people, meeting)
        await asyncio.sleep(2 * events.LOOK_SECONDS)
        for task in collecting:
            task.cancel()
        await asyncio.gather(*collecting, return_exceptions=True)
        return heard

    return in_loop(listen_to_all())


async def _collect(body: AsyncIterator[bytes], heard: dict[str, bytes], name: str) -> None:
    heard[name] = b""
    async with aclosing(body) as chunks:
        async for chunk in chunks:
            heard[name] += chunk


def told(heard: dict[str, bytes]) -> list[str]:
    """Who was sent a word, and who of the room was sent no event."""
    found = [f"{name} was sent a word" for name, sent in heard.items() if b"canary" in sent]
    for name in sorted(HEARING):
        rest = AN_EVENT.sub(b"", heard[name].removeprefix(b"retry: 2000\n: listening\n\n"))
        found += [f"{name} was sent {rest!r}"] if rest else []
        found += [] if AN_EVENT.search(heard[name]) else [f"{name} heard nothing"]
    return found


def test_a_listener_is_told_that_something_changed_and_no_more(many: Any, held: Meeting) -> None:
    heard = streams(many, held, everything_written)
    assert told(heard) == []
    assert {name for name, sent in heard.items() if b"event:" in sent} == HEARING


def test_a_stream_that_tells_what_changed_is_seen(many: Any, held: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(name: str, version: int) -> bytes:
        return f"id: {version}\nevent: {name}\ndata: {text}\n\n".encode()

    text = "canary card"
    monkeypatch.setattr(events, "_event", careless)
    found = told(streams(many, held, everything_written))
    assert {f"{name} was sent a word" for name in HEARING} <= set(found)
    assert Card.objects.get().text == text
