"""Hundreds of listeners in one process, a bare socket each: `python -m tests.benchmarks.live_client`.

Orders come as JSON lines and are answered in order. An event is known by `data: <number>`, in whatever it is wrapped.
"""

import asyncio
import json
import re
import sys
import time
from collections import defaultdict
from typing import Any

NUMBER = re.compile(rb"data: (\d+)\n")


class Crowd:
    """The listeners of one server, and when each event arrived at each of them."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.arrived: dict[int, list[float]] = defaultdict(list)
        self.came = asyncio.Event()

    async def open(self, port: int, requests: list[str]) -> None:
        """Connect all, a few at a time; returns when every one is listening."""
        gate = asyncio.Semaphore(20)

        async def one(request: str) -> None:
            async with gate:
                loop = asyncio.get_running_loop()
                _, line = await loop.create_connection(lambda: Line(self, request), "127.0.0.1", port)
                self.lines.append(line)
                await asyncio.wait_for(line.ready, 60)

        await asyncio.gather(*(one(request) for request in requests))

    async def hear(self, number: int) -> list[float]:
        """When the event arrived at each; waits for the last of them."""
        while len(self.arrived[number]) < len(self.lines):
            self.came.clear()
            await asyncio.wait_for(self.came.wait(), 20)
        return self.arrived.pop(number)


class Line(asyncio.Protocol):
    """One listener's socket."""

    def __init__(self, crowd: Crowd, request: str) -> None:
        self.crowd, self.request = crowd, request
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: Any) -> None:
        transport.write(self.request.encode())

    def data_received(self, data: bytes) -> None:
        at = time.monotonic()
        if not self.ready.done():
            assert data.startswith((b"HTTP/1.1 200", b"HTTP/1.1 101")), data
            self.ready.set_result(None)
        for number in NUMBER.findall(data):
            self.crowd.arrived[int(number)].append(at)
            self.crowd.came.set()


async def main() -> None:
    """Until the input ends."""
    loop = asyncio.get_running_loop()
    orders = asyncio.StreamReader(limit=2**24)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    crowds: dict[str, Crowd] = defaultdict(Crowd)
    while line := await orders.readline():
        order = json.loads(line)
        verb, crowd = order.pop("verb"), crowds[order.pop("side")]
        sys.stdout.write(json.dumps(await getattr(crowd, verb)(**order)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    import uvloop

    uvloop.run(main())
