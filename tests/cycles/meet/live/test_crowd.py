"""A room that asks all at once: everyone is told what the site tells them alone, and it is asked once."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest
from asgiref.sync import ThreadSensitiveContext
from asgiref.testing import ApplicationCommunicator
from django.core.asgi import get_asgi_application
from django.core.cache import caches
from django.db import connections
from django.utils import timezone

from cycles.meet import access, actions, crowd, queries, sharing
from cycles.meet.models import Meeting
from cycles.plan.models import Invitation
from reflection_site import events
from teams.models import Membership, Person
from tests.cycles.meet.conftest import fresh
from tests.loops import in_loop

from .test_sharing import NOW, Room, everything, write

pytestmark = pytest.mark.usefixtures("threads")


@pytest.fixture
def threads() -> Iterator[None]:
    """What other threads opened is closed again."""
    yield
    for look in (access.heard_versions, crowd._found):
        events.looker(look).submit(connections.close_all).result()


@pytest.fixture
def room(many: Any, held: Meeting) -> Room:
    made = Room(many, held)
    for person in made.everyone:
        made.part(person)
    caches["rooms"].clear()
    return made


class Crowd:
    """People who listen to a room in this process, before a site that counts what it is asked."""

    def __init__(self, room: Room) -> None:
        self.room, self.asked = room, 0
        self.site = get_asgi_application()
        self.door = crowd.Crowd(self.count)

    async def count(self, *way: Any) -> None:
        self.asked += 1
        async with ThreadSensitiveContext(executor=self.thread):
            await self.site(*way)

    def ask(
        self, *people: Person, listening: bool = True, first: Callable[[], None] | None = None, **headers: str
    ) -> list[tuple[int, dict[str, str], str]]:
        """What each is told when all ask at the same moment: the status, the headers, the words.

        `first` is done while they listen, before they ask.
        """
        self.asked = 0
        with ThreadPoolExecutor(1) as self.thread:
            found = in_loop(self._ask(people, listening=listening, first=first, headers=headers))
            self.thread.submit(connections.close_all).result()
        return found

    async def _ask(self, people: Any, *, listening: bool, first: Any, headers: dict[str, str]) -> Any:
        with ExitStack() as streams:
            for person in people if listening else ():
                streams.enter_context(events.bus().listening(self.stream(person)))
            if first is not None:
                await asyncio.get_running_loop().run_in_executor(self.thread, first)
            return await asyncio.gather(*(self._one(person, headers) for person in people))

    def stream(self, person: Person) -> events.Listener:
        session = self.room.meeting.session
        who = access.listener(person, session, self.cookie(person, "sessionid"))
        return events.Listener(session.topic, who, access.heard_versions, 1, 0.0)

    def cookie(self, person: Person, name: str) -> str:
        return str(self.room.clients[person.pk].cookies[name].value)

    async def _one(self, person: Person, more: dict[str, str]) -> tuple[int, dict[str, str], str]:
        cookies = "; ".join(f"{one.key}={one.value}" for one in self.room.clients[person.pk].cookies.values())
        told = {"host": "testserver", "hx-request": "true", "cookie": cookies, **more}
        address = f"/sessions/{self.room.meeting.session_id}/room/phase"
        scope = {
            "type": "http", "method": "GET", "path": address, "raw_path": address.encode(), "query_string": b"",
            "headers": [(name.encode(), text.encode()) for name, text in told.items()],
        }  # fmt: skip
        line = ApplicationCommunicator(self.door, scope)
        await line.send_input({"type": "http.request", "body": b"", "more_body": False})
        start = await line.receive_output(30)
        body = await line.receive_output(30)
        await line.wait(30)
        headers = {name.decode().lower(): text.decode() for name, text in start["headers"]}
        return start["status"], headers, body["body"].decode()


def plain(text: str) -> str:
    return NOW.sub("", text)


def test_all_who_are_alike_are_told_the_same_as_alone_and_the_site_is_asked_once(room: Room) -> None:
    alone = {one.pk: room.alone(one, "room", "en") for one in room.alike}
    caches["rooms"].clear()
    here = Crowd(room)
    told = here.ask(*room.alike)
    assert [(status, plain(text)) for status, _, text in told] == [(200, alone[one.pk]) for one in room.alike]
    assert here.asked == 1
    by = room.people.facilitator
    actions.write_card(fresh(room.meeting.session), kind="parked", text="Canary card", by=by, at=timezone.now())
    assert [text.count("Canary card") for _, _, text in here.ask(*room.alike)] == [1, 1, 1]
    assert here.asked == 1


def test_who_is_answered_beforehand_gets_every_header(room: Room) -> None:
    own = {"set-cookie", "content-length"}
    told = Crowd(room).ask(*room.alike)
    kept = [{name: text for name, text in headers.items() if name not in own} for _, headers, _ in told]
    assert kept == [kept[0]] * 3
    assert {"content-security-policy", "cache-control", "content-language", "x-frame-options"} <= kept[0].keys()
    assert [int(headers["content-length"]) for _, headers, _ in told] == [len(text.encode()) for *_, text in told]


class Change:
    """Who leads parks a card; when the others are told, whether each could be answered at once."""

    def __init__(self, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
        self.room, self.ready = room, list[tuple[bool, ...]]()
        monkeypatch.setattr(events, "publish", self.told)

    def told(self, _topic: str, version: int) -> None:
        keys = [
            sharing.key_of(self.room.meeting.pk, version, "room", language, has_finished=False)
            for language in ("en", "es")
        ]
        self.ready.append(tuple(key in caches["rooms"] for key in keys))

    def __call__(self) -> None:
        sent = {"kind": "parked", "text": "Canary card", "face": "facilitate"}
        address = f"/sessions/{self.room.meeting.session_id}/card-write"
        client = self.room.clients[self.room.people.facilitator.pk]
        assert client.post(address, sent, HTTP_HX_REQUEST="true").status_code == 200


def test_all_are_told_when_what_they_will_ask_for_is_drawn(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    ines, omar, noor = room.alike
    Person.objects.filter(pk=ines.pk).update(language="es")
    for one in room.alike:
        room.clients[one.pk].cookies.pop("django_language")
    here, change = Crowd(room), Change(room, monkeypatch)
    here.ask(ines, omar, noor)
    told = here.ask(ines, omar, noor, first=change)
    assert (change.ready, here.asked) == ([(True, True)], 0)
    assert [(headers["content-language"], text.count("Canary card")) for _, headers, text in told] == [
        ("es", 1), ("en", 1), ("en", 1)
    ]  # fmt: skip
    assert [plain(text) for *_, text in told] == [
        room.alone(one, "room", language) for one, language in zip(room.alike, ("es", "en", "en"), strict=True)
    ]


def test_nothing_is_drawn_for_nobody_and_what_fails_is_told_all_the_same(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, change = Crowd(room), Change(room, monkeypatch)
    change()
    assert change.ready == [(False, False)]

    def fails(_asked: Any) -> None:
        raise OSError

    logged: list[str] = []
    monkeypatch.setattr(crowd.logger, "exception", lambda text, *_told: logged.append(text))
    monkeypatch.setattr(access, "heard_versions", fails)
    here.ask(first=change, listening=False)
    told = here.ask(*room.alike, first=change)
    assert change.ready == [(False, False)] * 3
    assert [text.count("Canary card") for *_, text in told] == [3, 3, 3]
    assert [text.partition(" ")[0] for text in logged] == ["nothing", "a"]


def test_who_goes_away_while_the_door_is_asked_holds_nobody_up(room: Room) -> None:
    ines, omar, _noor = room.alike
    here = Crowd(room)

    async def come_and_go() -> Any:
        with ExitStack() as streams:
            for one in (ines, omar):
                streams.enter_context(events.bus().listening(here.stream(one)))
            first, second = (
                here.door._key(crowd.Asked(room.meeting.session_id, here.cookie(one, "sessionid"), "", ""))
                for one in (ines, omar)
            )
            gone = asyncio.create_task(first)
            await asyncio.sleep(0)
            gone.cancel()
            return await asyncio.wait_for(second, 20)

    assert in_loop(come_and_go()).endswith(":en")


def test_everybody_else_goes_the_ordinary_way(room: Room, go_to: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    logged: list[str] = []
    monkeypatch.setattr(crowd.logger, "exception", lambda text, *_told: logged.append(text))
    everything(room, go_to(fresh(room.meeting.session), "progress"))
    others = [one for one in room.everyone if one not in room.alike]
    alone = {one.pk: room.alone(one, "room", "en") for one in others}
    here = Crowd(room)
    told = here.ask(*others)
    assert [plain(text) for *_, text in told] == [alone[one.pk] for one in others]
    assert here.asked == len(others)
    monkeypatch.setattr(crowd, "_found", None)  # who does not listen here is not looked for
    here.ask(*room.alike, listening=False)
    assert (here.asked, logged) == (3, [])
    monkeypatch.undo()
    room.clients[room.alike[0].pk].cookies["django_language"] = "x:en"
    here.ask(room.alike[0])
    assert (here.asked, "en" in here.door.headers) == (1, False)
    assert [status for status, *_ in here.ask(*room.alike, **{"x-person": "0"})] == [401, 401, 401]


def test_who_may_stay_no_longer_is_told_nothing(room: Room) -> None:
    ines, omar, noor = room.alike
    here = Crowd(room)
    here.ask(ines, omar, noor)
    Membership.objects.filter(person=ines).delete()
    Person.objects.filter(pk=omar.pk).update(password="another")
    assert [status for status, *_ in here.ask(ines, omar, noor)] == [404, 302, 200]


def test_in_spanish_too(room: Room) -> None:
    ines, omar, noor = room.alike
    for one in (ines, omar):
        room.clients[one.pk].cookies["django_language"] = "es"
    told = Crowd(room).ask(ines, omar, noor)
    assert [headers["content-language"] for _, headers, _ in told] == ["es", "es", "en"]
    assert [plain(text) for *_, text in told] == [
        room.alone(one, "room", language) for one, language in zip(room.alike, ("es", "es", "en"), strict=True)
    ]


def test_the_question_for_all_agrees_with_the_one_for_each(
    room: Room, go_to: Any, django_assert_num_queries: Any
) -> None:
    meeting = go_to(fresh(room.meeting.session), "progress")
    everything(room, meeting)
    noor, pk = room.alike[2], room.meeting.session_id
    actions.finish_step(fresh(meeting.session), step=meeting.step, is_finished=True, by=noor, at=timezone.now())
    Invitation.objects.filter(session=pk).update(has_attended=True)
    with django_assert_num_queries(5):
        found = queries.alike({pk})
    meeting = fresh(room.meeting.session)
    alike = [one for one in Person.objects.all() if sharing.is_like_the_others(one, meeting)]
    own = {one.pk: queries.own(one, meeting) for one in alike}
    assert {*found[pk].languages} == {pk for pk, has in own.items() if not has.is_apart}
    assert found[pk].finished == {pk for pk, has in own.items() if has.has_finished}
    assert {*found[pk].languages} == {one.pk for one in (*room.alike, room.people.member)}
    assert found[pk].finished == {noor.pk, room.people.teacher.pk}


def test_once_cards_are_shown_who_wrote_and_who_has_finished_are_answered_too(room: Room, go_to: Any) -> None:
    meeting = go_to(fresh(room.meeting.session), "progress")
    ines, omar, noor = room.alike
    write(room, meeting, ines, omar)
    actions.reveal_cards(fresh(meeting.session), by=room.people.facilitator, at=timezone.now())
    here = Crowd(room)
    here.ask(*room.alike)
    assert here.asked == 1
    for one in (omar, noor):
        meeting = fresh(meeting.session)
        actions.finish_step(meeting, step=meeting.step, is_finished=True, by=one, at=timezone.now())
    told = here.ask(*room.alike)
    assert here.asked == 2
    assert [plain(text) for *_, text in told] == [room.alone(one, "room", "en") for one in room.alike]
