"""A browser's line to the site, which can be cut at any moment. One connection for each request, one for the stream."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from random import Random
from urllib.parse import urlencode

PATIENCE = 15


class NoAnswer(Exception):
    """Nobody answered, or not to the end: what was asked for may be done or not."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    text: str


class Wire:
    """One person's. `loses` is the share of requests whose answer never arrives although the site got them."""

    def __init__(self, port: int, sign_in: str, random: Random, loses: float) -> None:
        self.port, self.random, self.loses = port, random, loses
        self.cookies = {"sessionid": sign_in}
        self.is_cut = False
        self.lines: set[asyncio.StreamWriter] = set()

    def cut(self) -> None:
        """Everything that is under way ends, and nothing new begins, until it is mended."""
        self.is_cut = True
        for line in self.lines:
            line.transport.abort()

    def mend(self) -> None:
        self.is_cut = False

    async def get(self, path: str) -> Answer:
        return await self._ask("GET", path, {"Cookie": self._cookie(), "HX-Request": "true"}, b"")

    async def post(self, path: str, fields: list[tuple[str, str]], *, signed_in: bool = True) -> Answer:
        """As a form of the page; as nobody without any cookie."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if signed_in:
            headers |= {
                "Cookie": self._cookie(),
                "X-CSRFToken": self.cookies.get("csrftoken", ""),
                "HX-Request": "true",
            }
        return await self._ask("POST", path, headers, urlencode(fields).encode())

    async def events(self, path: str, last: int | None) -> AsyncIterator[tuple[str, str]]:
        """The stream's events (name, data), the first ("open", "") once it answers; ends when the line does."""
        headers = {"Cookie": self._cookie(), "Accept": "text/event-stream"}
        headers |= {} if last is None else {"Last-Event-ID": str(last)}
        with contextlib.suppress(OSError, TimeoutError, asyncio.IncompleteReadError):
            async with self._line() as (reader, writer):
                async with asyncio.timeout(PATIENCE):
                    await _send(writer, "GET", path, self.port, headers, b"")
                    status, _headers = await _head(reader)
                if status != 200:
                    return
                yield "open", ""
                name = ""
                # a heartbeat comes each 15 seconds
                while line := await asyncio.wait_for(reader.readline(), 40):
                    word, _, said = line.decode().strip().partition(": ")
                    if word == "event":
                        name = said
                    elif word == "data":
                        yield name, said

    # --- one request

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    @contextlib.asynccontextmanager
    async def _line(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        if self.is_cut:
            raise OSError
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**24)
        self.lines.add(writer)
        try:
            yield reader, writer
        finally:
            self.lines.discard(writer)
            writer.transport.abort()

    async def _ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        try:
            async with asyncio.timeout(PATIENCE), self._line() as (reader, writer):
                await _send(writer, method, path, self.port, headers, body)
                if method == "POST" and self.random.random() < self.loses:
                    await asyncio.sleep(self.random.uniform(0, 0.2))
                    raise NoAnswer
                status, told = await _head(reader)
                text = (await reader.readexactly(int(told.get("content-length", "0")))).decode()
        except (OSError, TimeoutError, asyncio.IncompleteReadError, ValueError) as problem:
            raise NoAnswer from problem
        for cookie in told.get("set-cookie", "").splitlines():
            self.cookies |= {name: one.value for name, one in SimpleCookie(cookie).items()}
        if status >= 500:
            raise NoAnswer
        return Answer(status, told, text)


async def _send(
    writer: asyncio.StreamWriter, method: str, path: str, port: int, headers: Mapping[str, str], body: bytes
) -> None:
    told = {"Host": f"localhost:{port}", "Connection": "close", "Content-Length": str(len(body)), **headers}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items()), "", ""]
    writer.write("\r\n".join(lines).encode() + body)
    await writer.drain()


async def _head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    told: dict[str, str] = {}
    for name, _, value in (line.partition(": ") for line in head[1:] if line):
        told[name.lower()] = "\n".join([*told.get(name.lower(), "").splitlines(), value])
    return int(head[0].split()[1]), told
