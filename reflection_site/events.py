"""The event bus: *that* something changed, never *what*.

An event is a topic and a version. Listeners ask again through the ordinary address, and so through the
door. The bus is Redis publish/subscribe with one subscription for each web process, fanned out to its
listeners. A lost event costs a second: every stream looks at the version itself each `LOOK_SECONDS`, and asks
the door again while it does.
"""

import asyncio
import contextlib
import json
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from weakref import WeakKeyDictionary

import redis
import redis.asyncio
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections, connection, transaction

logger = logging.getLogger(__name__)
CHANNEL = "solstice:events"
LOOK_SECONDS = 1.0
HEARTBEAT_SECONDS = 15.0
AGAIN_SECONDS = 1.0


@lru_cache(maxsize=4)
def _client(address: str) -> redis.Redis:
    return redis.Redis.from_url(address, socket_timeout=2, socket_connect_timeout=2)


def announce(topic: str, version: int) -> None:
    """Tell every listener of `topic`, once the transaction stands, that `version` can be fetched."""
    transaction.on_commit(lambda: publish(topic, version))


def publish(topic: str, version: int) -> None:
    """Tell it now. A bus that is away is logged and costs nobody their change."""
    try:
        _client(settings.REDIS_URL).publish(CHANNEL, json.dumps({"topic": topic, "version": version}))
    except redis.RedisError as error:
        logger.warning("event bus away: %s", type(error).__name__)


# --- the listening side, inside one event loop


class Bus:
    """One subscription for all listeners of a process. It begins with the first and ends with the last of them."""

    def __init__(self) -> None:
        self.bells: dict[str, set[asyncio.Event]] = defaultdict(set)
        self.reader: asyncio.Task[None] | None = None

    @contextlib.asynccontextmanager
    async def bell(self, topic: str) -> AsyncIterator[asyncio.Event]:
        """An event that is set whenever something of `topic` may have changed."""
        bell = asyncio.Event()
        self.bells[topic].add(bell)
        if self.reader is None:
            self.reader = asyncio.create_task(self._read())
        try:
            yield bell
        finally:
            self.bells[topic].discard(bell)
            if not self.bells[topic]:
                del self.bells[topic]
            if not self.bells and self.reader is not None:
                self.reader.cancel()
                self.reader = None

    def ring(self, topic: str | None = None) -> None:
        """Wake the listeners of `topic`, or of all topics: after a broken line nobody knows what was missed."""
        topics = list(self.bells) if topic is None else [topic]
        for name in topics:
            for bell in self.bells.get(name, ()):
                bell.set()

    async def _read(self) -> None:
        while True:
            try:
                await self._subscribe()
            except (redis.RedisError, OSError) as error:
                logger.warning("event bus away: %s", type(error).__name__)
            await asyncio.sleep(AGAIN_SECONDS)

    async def _subscribe(self) -> None:
        client = redis.asyncio.Redis.from_url(settings.REDIS_URL, max_connections=2, socket_connect_timeout=2)
        async with client, client.pubsub() as line:
            await line.subscribe(CHANNEL)
            self.ring()
            while True:
                message = await line.get_message(ignore_subscribe_messages=True, timeout=HEARTBEAT_SECONDS)
                if message is None:
                    await line.ping()
                elif message["type"] == "message":
                    self.ring(json.loads(message["data"])["topic"])


_buses: WeakKeyDictionary[asyncio.AbstractEventLoop, Bus] = WeakKeyDictionary()
# few threads for all streams together, so that a listener costs neither a thread nor a database connection
_lookers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="stream")


def bus() -> Bus:
    """The bus of the running loop."""
    return _buses.setdefault(asyncio.get_running_loop(), Bus())


def _let_go() -> None:
    connection.close()


def _looking(look: Callable[[], int | None]) -> int | None:
    close_old_connections()
    try:
        return look()
    finally:
        close_old_connections()


def _event(name: str, version: int) -> bytes:
    return f"id: {version}\nevent: {name}\ndata: {version}\n\n".encode()


async def stream(topic: str, *, name: str, look: Callable[[], int | None], seen: int | None) -> AsyncIterator[bytes]:
    """Server-sent events called `name`, each a version and no more, while `look` lets the listener stay.

    `look` runs in a thread: it goes through the door and gives the version, or None for somebody who may not
    listen any more; then `gone` is sent and the stream ends. `seen` is the version that the listener has: where
    it is older, or missing, the current one comes at once.
    """
    # the request's own thread has done its part; its connection must not wait for the stream's end
    await sync_to_async(_let_go)()
    ask = sync_to_async(_looking, thread_sensitive=False, executor=_lookers)
    loop = asyncio.get_running_loop()
    yield b"retry: 2000\n: listening\n\n"
    sent_at = loop.time()
    async with bus().bell(topic) as bell:
        while True:
            bell.clear()
            version = await ask(look)
            if version is None:
                yield b"event: gone\ndata: gone\n\n"
                return
            if version != seen:
                seen, sent_at = version, loop.time()
                yield _event(name, version)
            elif loop.time() - sent_at >= HEARTBEAT_SECONDS:
                sent_at = loop.time()
                yield b": still here\n\n"
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(bell.wait(), LOOK_SECONDS)
