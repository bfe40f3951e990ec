"""The bus without its Redis: changes stand, streams find them by themselves; and who may be told at once."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from reflection_site import events
from reflection_site.events import Bus, Listener

HELLO = b"retry: 2000\n: listening\n\n"
GONE = b"event: gone\ndata: gone\n\n"


def told(version: int) -> bytes:
    return f"id: {version}\nevent: meeting\ndata: {version}\n\n".encode()


def run(asked: Coroutine[Any, Any, Any]) -> Any:
    """In a thread of its own: browser tests leave a running loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asked).result()


def answering(*versions: int | None) -> Callable[[Any], dict[Any, int]]:
    """A look that finds these versions for everybody, one after the other; None lets nobody stay."""
    rest = iter(versions)

    def look(asked: Any) -> dict[Any, int]:
        version = next(rest)
        return {} if version is None else dict.fromkeys(asked, version)

    return look


async def first(many: int, look: Any, seen: int | None = None) -> list[bytes]:
    stream = events.stream("session:1", name="meeting", who="Ana", look=look, seen=seen)
    heard = [await anext(stream) for _ in range(many)]
    await stream.aclose()
    return heard


@pytest.fixture
def no_redis(settings: Any) -> None:
    settings.REDIS_URL = "redis://localhost:1/0"


@pytest.mark.usefixtures("no_redis")
def test_without_a_bus_a_stream_looks_by_itself() -> None:
    assert run(first(4, answering(3, 3, 4, None))) == [HELLO, told(3), told(4), GONE]


@pytest.mark.usefixtures("no_redis")
def test_who_has_the_version_is_told_the_next_one() -> None:
    assert run(first(2, answering(3, 3, 4), seen=3)) == [HELLO, told(4)]


@pytest.mark.usefixtures("no_redis")
def test_without_a_bus_a_change_costs_nobody_anything() -> None:
    events.publish("session:1", 1)


@pytest.mark.usefixtures("no_redis")
def test_a_look_that_fails_lets_nobody_in_and_sends_nobody_away(caplog: pytest.LogCaptureFixture) -> None:
    answers = iter([ConnectionError("database away"), 5])

    def look(asked: Any) -> dict[Any, int]:
        answer = next(answers)
        if isinstance(answer, ConnectionError):
            raise answer
        return dict.fromkeys(asked, answer)

    assert run(first(2, look)) == [HELLO, told(5)]
    assert [record.message for record in caplog.records if record.exc_info] == [
        "the doors of 1 listeners could not be asked"
    ]


@pytest.mark.usefixtures("no_redis")
def test_one_look_asks_the_doors_of_all() -> None:
    asked: list[set[str]] = []

    def look(who: set[str]) -> dict[str, int]:
        asked.append(who)
        return dict.fromkeys(who, 1)

    async def listen() -> None:
        streams = [events.stream("session:1", name="meeting", who=name, look=look, seen=0) for name in "abc"]
        for _ in range(2):
            await asyncio.gather(*(anext(one) for one in streams))
        waiting = [asyncio.create_task(anext(one)) for one in streams]
        await asyncio.sleep(2.5 * events.LOOK_SECONDS)
        for one in waiting:
            one.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    run(listen())
    assert asked[-1] == {"a", "b", "c"}
    assert len(asked) <= 5


@pytest.mark.usefixtures("no_redis", "transactional_db")
def test_no_look_tells_what_is_still_made_ready_and_every_look_what_was_before() -> None:
    version, is_in, is_told = [3], threading.Event(), threading.Event()

    async def listen() -> list[bytes]:
        def look(asked: Any) -> dict[Any, int]:
            return dict.fromkeys(asked, version[0])

        stream = events.stream("session:1", name="meeting", who="Ana", look=look, seen=None)
        assert [await anext(stream), await anext(stream)] == [HELLO, told(3)]
        is_in.set()
        heard = [await anext(stream)]
        is_told.set()
        return [*heard, await anext(stream)]

    with ThreadPoolExecutor(1) as thread:
        heard = thread.submit(asyncio.run, listen())
        assert is_in.wait(5)
        with events.told_at_the_end():
            events.announce("session:1", 5)
            version[0] = 5
            assert is_told.wait(5)
            with pytest.raises(TimeoutError):
                heard.result(2.5 * events.LOOK_SECONDS)
        assert heard.result(5) == [told(4), told(5)]


def listener(**known: Any) -> Listener:
    return Listener("session:1", "Ana", answering(), **({"seen": 1, "told_at": 0.0, "version": 1} | known))


def test_an_event_is_passed_on_at_once_only_to_whose_door_was_asked_lately() -> None:
    lately, earlier, never = listener(asked_at=100.0), listener(asked_at=99.9 - events.TRUST_SECONDS), listener()
    for one in (lately, earlier, never):
        one.hear(2, at=100.0)
    assert [one.bell.is_set() for one in (lately, earlier, never)] == [True, False, False]
    earlier.let_in(1, asked_at=100.1)
    assert earlier.next_word("meeting", 100.1) == told(2)
    never.let_in(None, asked_at=100.1)
    assert never.next_word("meeting", 100.1) == GONE


def test_an_event_that_is_late_or_doubled_says_nothing() -> None:
    one = listener(asked_at=100.0, seen=5, version=5)
    for version in (5, 4):
        one.hear(version, at=100.0)
    assert not one.bell.is_set()
    one.hear(7, at=100.0)
    one.hear(6, at=100.0)
    assert one.next_word("meeting", 100.0) == told(7)
    # a look that began before the event
    one.let_in(6, asked_at=99.9)
    assert not one.bell.is_set()


def test_a_silent_stream_gives_a_sign_of_life() -> None:
    one = listener(asked_at=0.0)
    one.let_in(1, asked_at=events.HEARTBEAT_SECONDS - 1)
    assert not one.bell.is_set()
    one.let_in(1, asked_at=events.HEARTBEAT_SECONDS)
    assert one.next_word("meeting", events.HEARTBEAT_SECONDS) == b": still here\n\n"
    one.let_in(1, asked_at=events.HEARTBEAT_SECONDS + 1)
    assert not one.bell.is_set()


def test_the_last_listener_ends_the_subscription_and_the_next_begins_one() -> None:
    async def listen() -> None:
        bus = Bus()
        for _ in range(2):
            with bus.listening(listener()), bus.listening(listener()):
                work = bus.work
                assert len(work) == 2
            assert (bus.work, bus.listeners) == ([], {})
            await asyncio.sleep(0)
            assert all(task.cancelling() for task in work)

    run(listen())
