"""Rooms full of people in one process: `python -m tests.benchmarks.live_people`.

Each listens, and fetches the room's part when told so, on a connection of their own; one of each room posts, and has
the new state in the answer. Orders come as JSON lines and are answered in order.
"""

import asyncio
import json
import re
import sys
import time
from collections import defaultdict
from typing import Any
from urllib.parse import urlencode

LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
TOKEN = "t" * 32
LOST_SECONDS = 60


class Connection:
    """One kept connection: a request, then its answer."""

    def __init__(self, port: int, sign_in: str) -> None:
        self.port, self.sign_in = port, sign_in
        self.ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, verb: str, address: str, body: str = "") -> asyncio.StreamReader:
        """Ask; what comes is read from what is returned."""
        self.ends = self.ends or await asyncio.open_connection("127.0.0.1", self.port)
        told = f"{verb} {address} HTTP/1.1\r\nHost: localhost\r\nHX-Request: true\r\nX-CSRFToken: {TOKEN}\r\n"
        told += f"Cookie: sessionid={self.sign_in}; csrftoken={TOKEN}\r\nContent-Length: {len(body)}\r\n"
        told += "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        self.ends[1].write((told + body).encode())
        return self.ends[0]

    async def ask(self, verb: str, address: str, body: str = "") -> str:
        """The body of a 200."""
        try:
            answer = await self.send(verb, address, body)
            head = await answer.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            # a server closes what nobody used for seconds, and a browser opens it again
            self.ends = None
            answer = await self.send(verb, address, body)
            head = await answer.readuntil(b"\r\n\r\n")
        length = LENGTH.search(head)
        assert length, head
        text = (await answer.readexactly(int(length[1]))).decode()
        assert head.startswith(b"HTTP/1.1 200"), (address, head, text[:500])
        return text


class Room:
    """Its people, and the change that they wait for."""

    def __init__(self, port: int, pk: int, sign_ins: list[str], version: int) -> None:
        self.pk, self.version = pk, version
        self.listening = [Connection(port, key) for key in sign_ins]
        self.fetching = [Connection(port, key) for key in sign_ins]
        self.posting = Connection(port, sign_ins[0])
        self.all_have = asyncio.Event()
        self.fetched: dict[int, float] = {}
        self.first_at = 0.0
        self.tasks: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """Everyone listens."""
        for seat, line in enumerate(self.listening):
            stream = await line.send("GET", f"/sessions/{self.pk}/stream?seen={self.version}")
            await stream.readuntil(b": listening")
            self.tasks.append(asyncio.create_task(self._listen(seat, stream)))

    async def _listen(self, seat: int, stream: asyncio.StreamReader) -> None:
        while line := await stream.readline():
            if line.startswith(b"data: ") and int(line[6:]) >= self.version:
                self.first_at = self.first_at or time.monotonic()
                if seat:
                    self._has(seat, await self.fetching[seat].ask("GET", f"/sessions/{self.pk}/room/phase"))

    def _has(self, seat: int, text: str) -> None:
        if f"Change {self.version}." in text or "Always the same." in text:
            self.fetched[seat] = time.monotonic()
        if len(self.fetched) == len(self.listening):
            self.all_have.set()

    async def change(self) -> tuple[float, float] | None:
        """Milliseconds until all have the new state, from the accepted post and from its press; None: one has not."""
        self.version += 1
        self.fetched, self.first_at = {}, 0.0
        self.all_have.clear()
        body = urlencode({"kind": "parked", "face": "facilitate", "text": f"Change {self.version}."})
        pressed_at = time.monotonic()
        self._has(0, await self.posting.ask("POST", f"/sessions/{self.pk}/card-write", body))
        answered_at = time.monotonic()
        try:
            await asyncio.wait_for(self.all_have.wait(), LOST_SECONDS)
        except TimeoutError:
            return None
        all_at = max(self.fetched.values())
        # accepted: whatever tells it first, the answer or the event
        return (all_at - min(answered_at, self.first_at)) * 1000, (all_at - pressed_at) * 1000


class Side:
    """All rooms of one server."""

    rooms: list[Room]

    async def open(self, port: int, rooms: list[tuple[int, list[str]]]) -> None:
        """Everyone listens in their room."""
        self.rooms = [Room(port, pk, keys, 1) for pk, keys in rooms]
        for room in self.rooms:
            await room.open()

    async def play(self, seconds: float, every: float) -> list[tuple[float, float] | None]:
        """Each room changes every so many seconds, one after the other; what `change` says of each."""
        return [one for many in await asyncio.gather(*self._plays(seconds, every)) for one in many]

    def _plays(self, seconds: float, every: float) -> list[Any]:
        async def one(number: int, room: Room) -> list[tuple[float, float] | None]:
            begins = time.monotonic() + every * number / len(self.rooms)
            taken = []
            for turn in range(max(1, round(seconds / every))):
                await asyncio.sleep(begins + turn * every - time.monotonic())
                taken.append(await room.change())
            return taken

        return [one(number, room) for number, room in enumerate(self.rooms)]


async def main() -> None:
    """Until the input ends."""
    loop = asyncio.get_running_loop()
    orders = asyncio.StreamReader(limit=2**24)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    sides: dict[str, Side] = defaultdict(Side)
    while line := await orders.readline():
        order = json.loads(line)
        verb, side = order.pop("verb"), sides[order.pop("side")]
        sys.stdout.write(json.dumps(await getattr(side, verb)(**order)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    import uvloop

    uvloop.run(main())
