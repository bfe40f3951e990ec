"""A line between a browser and a server that can be cut: what is on its way is gone, and nothing gets through."""

import asyncio
import contextlib
import threading
from typing import Self
from urllib.parse import urlsplit


class Line:
    """Listens on a port of its own, at `address`, and passes everything on until `cut()`, again after `mend()`."""

    def __init__(self, home: str) -> None:
        self.port, self.is_cut, self.open = urlsplit(home).port, False, set[asyncio.StreamWriter]()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.server = self._run(asyncio.start_server(self._connect, "127.0.0.1", 0))
        self.address = f"http://localhost:{self.server.sockets[0].getsockname()[1]}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()
        self._run(self._end())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)
        self.loop.close()

    def cut(self) -> None:
        self.is_cut = True
        self._run(self._drop())

    def mend(self) -> None:
        self.is_cut = False

    def _run(self, work):
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    async def _drop(self) -> None:
        for writer in list(self.open):
            writer.transport.abort()

    async def _end(self) -> None:
        self.server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._drop()
        await asyncio.sleep(0.05)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.is_cut:
            writer.transport.abort()
            return
        there, onward = await asyncio.open_connection("127.0.0.1", self.port)
        self.open |= {writer, onward}
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(self._pass(reader, onward), self._pass(there, writer))
        self.open -= {writer, onward}

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while chunk := await reader.read(65536):
                if self.is_cut:
                    break
                writer.write(chunk)
                await writer.drain()
        writer.close()
