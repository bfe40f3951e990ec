"""The event bus: *that* something changed, never *what*.

An event is a topic and a version. Listeners ask again through the ordinary address, and so through the
door. The bus is Redis publish/subscribe with one subscription for each web process, fanned out to its
listeners. Every `LOOK_SECONDS` one look asks the doors of all of them and finds the versions, so that a lost event
costs no more than that. An event is passed on at once to whose door was asked within `TRUST_SECONDS`, to others after
the next look: who may not listen any more is told nothing.
"""

import asyncio
import contextlib
import json
import logging
import math
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Collection, Hashable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import redis
import redis.asyncio
from django.conf import settings
from django.db import close_old_connections, transaction

logger = logging.getLogger(__name__)
CHANNEL = "solstice:events"
LOOK_SECONDS = 0.7
# an event is a number: what it stands for is asked for through the door
TRUST_SECONDS = 3.0
HEARTBEAT_SECONDS = 15.0
AGAIN_SECONDS = 1.0
PATIENCE_SECONDS = 0.3


@lru_cache(maxsize=4)
def _client(address: str) -> redis.Redis:
    return redis.Redis.from_url(address, socket_timeout=2, socket_connect_timeout=2)


# by topic, what is told later
_waiting: ContextVar[dict[str, int] | None] = ContextVar("waiting", default=None)
# all of them in this process, whatever thread they are of
_all_waiting: dict[int, dict[str, int]] = {}


def announce(topic: str, version: int) -> None:
    """Tell every listener of `topic`, once the transaction stands, that `version` can be fetched."""
    transaction.on_commit(lambda: _tell(topic, version))


def _tell(topic: str, version: int) -> None:
    waiting = _waiting.get()
    if waiting is None:
        publish(topic, version)
    else:
        waiting[topic] = version


@contextlib.contextmanager
def told_at_the_end() -> Iterator[Mapping[str, int]]:
    """What is announced inside is told when it ends, however it ends: until then it can be made ready to be fetched.

    What is announced so far, by topic, is what it gives. No look of this process tells it before.
    """
    waiting: dict[str, int] = {}
    token = _waiting.set(waiting)
    _all_waiting[id(waiting)] = waiting
    try:
        yield waiting
    finally:
        _waiting.reset(token)
        del _all_waiting[id(waiting)]
        for topic, version in waiting.items():
            publish(topic, version)


def _unready() -> dict[str, int]:
    """By topic, the first version that is still made ready."""
    found: dict[str, int] = {}
    for waiting in list(_all_waiting.values()):
        for topic, version in list(waiting.items()):
            found[topic] = min(version, found.get(topic, version))
    return found


def publish(topic: str, version: int) -> None:
    """Tell it now. A bus that is away is logged and costs nobody their change."""
    try:
        _client(settings.REDIS_URL).publish(CHANNEL, json.dumps({"topic": topic, "version": version}))
    except redis.RedisError as error:
        logger.warning("event bus away: %s", type(error).__name__)


# --- the listening side, inside one event loop

# the version that each of these may fetch; who is not in the answer may not listen (any more)
Look = Callable[[Collection[Any]], Mapping[Any, int]]


@dataclass(eq=False)
class Listener:
    """One stream: who listens to what, the version it was told and the one it may be told, when its door was asked."""

    topic: str
    who: Hashable
    look: Look
    seen: int | None
    told_at: float
    version: int | None = None
    asked_at: float = -math.inf
    is_gone: bool = False
    bell: asyncio.Event = field(default_factory=asyncio.Event)

    def hear(self, version: int, at: float) -> None:
        """Something changed. Who was not let in lately waits for the look that is due."""
        self._rise(version)
        if self.version != self.seen and at - self.asked_at <= TRUST_SECONDS:
            self.bell.set()

    def let_in(self, version: int | None, asked_at: float) -> None:
        """What a look that began at `asked_at` found: the version, or None for somebody who may not listen."""
        self.is_gone = version is None
        if version is not None:
            self.asked_at = asked_at
            self._rise(version)
        if self.is_gone or self.version != self.seen or asked_at - self.told_at >= HEARTBEAT_SECONDS:
            self.bell.set()

    def next_word(self, name: str, at: float) -> bytes:
        """What its stream says when the bell has rung."""
        self.bell.clear()
        self.told_at = at
        if self.is_gone:
            return b"event: gone\ndata: gone\n\n"
        if self.version is None or self.version == self.seen:
            return b": still here\n\n"
        self.seen = self.version
        return _event(name, self.version)

    def _rise(self, version: int) -> None:
        """An event that comes late or twice, or overtakes a look, takes nothing back."""
        self.version = version if self.version is None else max(self.version, version)


class Bus:
    """One subscription and one look for all listeners of a process, from the first until the last of them."""

    def __init__(self) -> None:
        self.listeners: dict[str, set[Listener]] = defaultdict(set)
        self.work: list[asyncio.Task[None]] = []
        self.wanted = asyncio.Event()
        self.due_at = 0.0

    @contextlib.contextmanager
    def listening(self, listener: Listener) -> Iterator[None]:
        """While it is open, the listener's bell rings when there is something to tell, or a heartbeat is due."""
        self.listeners[listener.topic].add(listener)
        self.wanted.set()
        if not self.work:
            self.work = [asyncio.create_task(self._read()), asyncio.create_task(self._watch())]
        try:
            yield
        finally:
            self.listeners[listener.topic].discard(listener)
            if not self.listeners[listener.topic]:
                del self.listeners[listener.topic]
            if not self.listeners:
                for task in self.work:
                    task.cancel()
                self.work = []

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
            # after a broken line nobody knows what was missed
            self.due_at = 0.0
            self.wanted.set()
            while True:
                message = await line.get_message(ignore_subscribe_messages=True, timeout=HEARTBEAT_SECONDS)
                if message is None:
                    await line.ping()
                elif message["type"] == "message":
                    self._hear(**json.loads(message["data"]))

    def _hear(self, topic: str, version: int) -> None:
        at = asyncio.get_running_loop().time()
        for listener in self.listeners.get(topic, ()):
            listener.hear(version, at)

    async def _watch(self) -> None:
        """Ask the doors of everyone who is new at once, of all others when it is due."""
        time = asyncio.get_running_loop().time
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.wanted.wait(), max(self.due_at - time(), 0))
            self.wanted.clear()
            is_due = time() >= self.due_at
            if is_due:
                self.due_at = time() + LOOK_SECONDS
            listeners = [one for room in self.listeners.values() for one in room]
            await self._look([one for one in listeners if is_due or one.asked_at == -math.inf])

    async def _look(self, asked: list[Listener]) -> None:
        """A look that fails lets nobody in and sends nobody away: the next one is near."""
        loop = asyncio.get_running_loop()
        for look in {one.look for one in asked}:
            mine = [one for one in asked if one.look == look]
            began = loop.time()
            try:
                found = await in_looker(look, {one.who for one in mine})
            except Exception:
                logger.exception("the doors of %s listeners could not be asked", len(mine))
                continue
            unready = _unready()
            for one in mine:
                version = found.get(one.who)
                if version is not None and one.version is not None and one.topic in unready:
                    version = min(version, unready[one.topic] - 1)
                one.let_in(version, began)


_buses: WeakKeyDictionary[asyncio.AbstractEventLoop, Bus] = WeakKeyDictionary()


@cache
def looker(look: Look) -> ThreadPoolExecutor:
    """One thread and one database connection for all who are looked for in this way."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="look")


def bus() -> Bus:
    """The bus of the running loop."""
    return _buses.setdefault(asyncio.get_running_loop(), Bus())


def listening(topic: str) -> list[Hashable]:
    """Who listens to it in this process, whatever thread asks."""
    return [one.who for here in list(_buses.values()) for one in tuple(here.listeners.get(topic, ()))]


Found = TypeVar("Found")


async def in_looker(look: Callable[[Collection[Any]], Found], asked: Collection[Any]) -> Found:
    """What `look` finds, in the one thread that asks it for everybody."""
    return await asyncio.get_running_loop().run_in_executor(looker(look), _looking, look, asked)


def looked(look: Callable[[Collection[Any]], Found], asked: Collection[Any]) -> Found:
    """The same for a thread, which waits for it `PATIENCE_SECONDS` and no longer (`TimeoutError`)."""
    return looker(look).submit(_looking, look, asked).result(PATIENCE_SECONDS)


def _looking(look: Callable[[Collection[Any]], Found], asked: Collection[Any]) -> Found:
    close_old_connections()
    try:
        return look(asked)
    finally:
        close_old_connections()


def _event(name: str, version: int) -> bytes:
    return f"id: {version}\nevent: {name}\ndata: {version}\n\n".encode()


async def stream(topic: str, *, name: str, who: Hashable, look: Look, seen: int | None) -> AsyncIterator[bytes]:
    """Server-sent events called `name`, each a version and no more, while `look` lets `who` stay.

    `look` runs in a thread, for everybody who listens: it goes through their doors. Who may not listen any more is sent
    `gone`, and the stream ends. `seen` is the version that the listener has: where it is older, or missing, the current
    one comes at once.
    """
    time = asyncio.get_running_loop().time
    listener = Listener(topic, who, look, seen, time())
    yield b"retry: 2000\n: listening\n\n"
    with bus().listening(listener):
        while not listener.is_gone:
            await listener.bell.wait()
            yield listener.next_word(name, time())
