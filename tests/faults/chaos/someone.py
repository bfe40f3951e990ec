"""One simulated person with a page of the room open, by the rules of the product's own scripts.

`fetch`, `follow` and `press` do what static/js/room.js, stream.js and cards.js do: an event of a newer version asks; an
older answer is not drawn; a question without an answer is asked again after a second; the stream is opened again after
two, and then the page asks; who comes back asks at once; what got no answer is sent again under the same key or token.
"""

import asyncio
import json
import re
import time
from collections.abc import Callable
from random import Random
from secrets import token_hex

from .ledger import Ledger
from .wire import Answer, NoAnswer, Wire

AGAIN, RETRY, POLL = 1.0, 2.0, 5.0
VERSION = re.compile(r'id="room"[^>]*data-version="(\d+)"')
STEP = re.compile(r'name="step" value="(\d+)"')
BOX = re.compile(r'data-box="([\w-]+)"')
# what differs from one drawing to the next without anything having happened
STIR = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|data-now="[^"]+"|class="agenda__minutes">[^<]+')


class Someone:
    """`pace` are the seconds between two things that they do."""

    def __init__(
        self, wire: Wire, pk: int, session: int, ledger: Ledger, random: Random, pace: float, face: str = "room"
    ) -> None:
        self.wire, self.pk, self.session, self.ledger, self.random = wire, pk, session, ledger, random
        self.pace, self.face = pace, face
        self.version, self.html, self.seen = -1, "", None
        self.is_on, self.needs, self.drawn = False, asyncio.Event(), asyncio.Event()
        self.round: Callable[[], int] = lambda: 0
        self.is_leaving = False
        self.passes: dict[str, str] = {}
        self.nonce = token_hex(32)
        self.done: set[tuple[str, object]] = set()

    def to(self, tail: str) -> str:
        return f"/sessions/{self.session}/{tail}"

    # --- the page

    async def load(self) -> None:
        """The whole page: who comes is noted as present."""
        while True:
            try:
                self.draw((await self.wire.get(self.to(f"{self.face}/"))).text)
                return
            except NoAnswer:
                await asyncio.sleep(AGAIN)

    async def fresh(self) -> str:
        """What the page would be given now, but for what differs each time."""
        return STIR.sub("", (await self.wire.get(self.to(f"{self.face}/phase"))).text)

    def draw(self, text: str) -> None:
        found = VERSION.search(text)
        if found is None or int(found[1]) < self.version:
            return
        self.version, self.html = int(found[1]), STIR.sub("", text)
        self.drawn.set()

    async def fetch(self) -> None:
        """Whenever it must: one question at a time."""
        while True:
            await self.needs.wait()
            self.needs.clear()
            try:
                self.draw((await self.wire.get(self.to(f"{self.face}/phase"))).text)
            except NoAnswer:
                await asyncio.sleep(AGAIN)
                self.needs.set()

    async def follow(self) -> None:
        """The stream, opened again for as long as one lives."""
        while True:
            async for name, said in self.wire.events(self.to(f"stream?seen={self.version}"), self.seen):
                if name == "open":
                    self.is_on = True
                    self.needs.set()
                elif name == "meeting":
                    self.seen = int(said)
                    if self.seen > self.version:
                        self.needs.set()
            self.is_on = False
            await asyncio.sleep(RETRY)

    async def poll(self) -> None:
        while True:
            await asyncio.sleep(POLL)
            if not self.is_on:
                self.needs.set()

    async def come_back(self, due: Callable[[], int]) -> float:
        """The line is there again; returns the seconds until all is drawn that there was at that moment."""
        self.wire.mend()
        began, wanted = time.monotonic(), await asyncio.to_thread(due)
        self.needs.set()
        while self.version < wanted and time.monotonic() - began < 60:
            self.drawn.clear()
            await asyncio.wait([asyncio.create_task(self.drawn.wait())], timeout=1)
        return time.monotonic() - began

    # --- what they do

    async def press(self, path: str, fields: list[tuple[str, str]], *, signed_in: bool = True) -> Answer:
        """Pressed again, as it was, until there is an answer."""
        while True:
            try:
                answer = await self.wire.post(path, fields, signed_in=signed_in)
                break
            except NoAnswer:
                self.ledger.sent_again += 1
                fields = self.again(fields)
                await asyncio.sleep(self.random.uniform(0.5, 2))
        if signed_in and answer.status == 200:
            self.draw(answer.text)
        return answer

    def again(self, fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """What is sent after a lost answer: the same, under the same key."""
        return fields

    async def live(self) -> None:
        while not self.is_leaving:
            await asyncio.sleep(self.random.uniform(0.3, 1.7) * self.pace)
            step = STEP.search(self.html)
            acts = [self.park]
            if 'name="kind" value="success"' in self.html:
                acts += [self.write] * 4
            if BOX.search(self.html):
                acts += [self.seal] * 4
            if "/vote" in self.html:
                acts = [self.vote]
            if step and "step-finish" in self.html and ("finished", int(step[1])) not in self.done:
                acts.append(self.finish)
            await self.random.choice(acts)()

    def _words(self, what: str) -> str:
        return f"{what} {token_hex(6)}"

    async def write(self, kind: str = "success") -> None:
        text = self._words(kind)
        said = [("kind", kind), ("text", text), ("because", "We met"), ("key", token_hex(16)), ("face", self.face)]
        answer = await self.press(self.to("card-write"), said)
        (self.ledger.kept if answer.status == 200 else self.ledger.refused).add(text)

    async def park(self) -> None:
        await self.write("parked")

    async def seal(self) -> None:
        found = BOX.search(self.html)
        if found is None:
            return
        box = found[1]
        if box not in self.passes:
            drawn = await self.press(self.to("cards-pass"), [("nonce", self.nonce)])
            if drawn.status != 200:
                return
            told = json.loads(drawn.text)["pass"]
            self.passes[told.partition(".")[0]] = told
        if box not in self.passes:
            return
        text, token = self._words("growth"), token_hex(32)
        card = [("act", "put"), ("token", token), ("kind", "growth"), ("text", text), ("because", "")]
        answer = await self.press("/sealed-cards", [("pass", self.passes[box]), *card], signed_in=False)
        if answer.status == 200:
            self.ledger.sealed[token] = text
        else:
            self.ledger.refused_sealed.add(text)

    async def vote(self) -> None:
        topics = [int(pk) for pk in re.findall(r'topics/(\d+)/vote"', self.html)]
        began = self.round()
        topics = [pk for pk in topics if ("vote", (began, pk)) not in self.done]
        if not topics:
            return
        topic = self.random.choice(topics)
        self.done.add(("vote", (began, topic)))
        self.ledger.pressing += 1
        again = self.ledger.sent_again
        answer = await self.press(self.to(f"topics/{topic}/vote"), [("count", "1"), ("face", self.face)])
        self.ledger.pressing -= 1
        if answer.status == 200 and self.round() == began:
            self.ledger.votes[began, topic] += 1
        elif answer.status == 200 or self.ledger.sent_again > again:
            # given in one round or the next, or refused after an answer that never came
            self.ledger.unsure |= {(began, topic), (self.round(), topic)}

    async def finish(self) -> None:
        found = STEP.search(self.html)
        if found is None:
            return
        step = int(found[1])
        self.done.add(("finished", step))
        said = [("step", str(step)), ("is_finished", "on"), ("face", self.face)]
        if (await self.press(self.to("step-finish"), said)).status == 200:
            self.ledger.finished.add((step, self.pk))
