"""The same posts, events and fetches by a bare ASGI program whose answers are always the same.

`uvicorn tests.benchmarks.live_constant:application`
"""

import asyncio
from collections import defaultdict
from typing import Any

PART = b"<div>Always the same.</div>" + b" " * 3000
versions: dict[str, int] = defaultdict(lambda: 1)
listeners: dict[str, set["asyncio.Queue[int]"]] = defaultdict(set)


async def application(scope: Any, receive: Any, send: Any) -> None:
    """A post raises the room's version and tells its listeners; a fetch gets the part."""
    if scope["type"] != "http":
        return
    room = scope["path"].split("/")[2]
    if scope["path"].endswith("/stream"):
        await _stream(room, send)
        return
    if scope["method"] == "POST":
        while (await receive()).get("more_body"):
            pass
        versions[room] += 1
        for queue in listeners[room]:
            queue.put_nowait(versions[room])
    length = str(len(PART)).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", length)]})
    await send({"type": "http.response.body", "body": PART})


async def _stream(room: str, send: Any) -> None:
    queue: asyncio.Queue[int] = asyncio.Queue()
    listeners[room].add(queue)
    kind = [(b"content-type", b"text/event-stream")]
    await send({"type": "http.response.start", "status": 200, "headers": kind})
    text = b": listening\n\n"
    while True:
        await send({"type": "http.response.body", "body": text, "more_body": True})
        version = await queue.get()
        text = f"id: {version}\nevent: meeting\ndata: {version}\n\n".encode()
