"""The bus without its Redis: changes stand, streams find them by themselves."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from reflection_site import events


def run(asked: Coroutine[Any, Any, Any]) -> Any:
    """In a thread of its own: browser tests leave a running loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asked).result()


async def first(many: int, **options: Any) -> list[bytes]:
    stream = events.stream("session:1", name="meeting", **options)
    told = [await anext(stream) for _ in range(many)]
    await stream.aclose()
    return told


def test_without_a_bus_a_stream_looks_by_itself(settings: Any) -> None:
    settings.REDIS_URL = "redis://localhost:1/0"
    versions = iter([3, 3, 4, None])
    told = run(first(4, look=lambda: next(versions), seen=None))
    assert told == [
        b"retry: 2000\n: listening\n\n",
        b"id: 3\nevent: meeting\ndata: 3\n\n",
        b"id: 4\nevent: meeting\ndata: 4\n\n",
        b"event: gone\ndata: gone\n\n",
    ]


def test_without_a_bus_a_change_costs_nobody_anything(settings: Any) -> None:
    settings.REDIS_URL = "redis://localhost:1/0"
    events.publish("session:1", 1)


def test_the_last_listener_ends_the_subscription_and_the_next_begins_one() -> None:
    async def listen() -> None:
        bus = events.bus()
        for _ in range(2):
            async with bus.bell("a"), bus.bell("b"):
                reader = bus.reader
                assert reader is not None
            assert bus.reader is None
            assert bus.bells == {}
            await asyncio.sleep(0)
            assert reader.cancelling()

    run(listen())
