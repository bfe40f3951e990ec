"""Forty people in one meeting, while web server, worker, Redis and the database's connections are killed at random.

All write, seal, vote and say that they are finished, over real HTTP with their sign-in; one leads through the steps.
Some answers never arrive, and some people are cut off for a while. Whoever gets no answer sends the same again, as the
pages do. Afterwards nothing that was acknowledged is lost, nothing is doubled, nothing is there that was refused; who
comes back has two seconds until their page is what a fresh load gives. `CHAOS_SECONDS` makes it shorter or longer.
"""

import asyncio
import contextlib
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from random import Random

from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from cycles.meet import actions
from cycles.meet.enums import RevealRule
from cycles.meet.models import Card, Meeting, Phase
from teams.models import Person
from tests import postgres
from tests.faults.anonymity.team import build_team
from tests.faults.chaos.ledger import Ledger
from tests.faults.chaos.site import Site, standing
from tests.faults.chaos.someone import STEP, Someone
from tests.faults.chaos.wire import Wire
from tests.loops import in_loop
from tests.measuring import measure
from tests.services import ROOT

PEOPLE, SECONDS, CUT_SECONDS, BACK_SECONDS = 40, 600, 60, 2.0


@dataclass(frozen=True)
class Length:
    """Seconds: of all, of one cut, between two blows, between two things that somebody does, of one step.

    `loses` is the share of what is sent whose answer never arrives.
    """

    all: float
    cut: float
    blow: float
    pace: float
    step: float
    people: int = PEOPLE
    loses: float = 0.02


@dataclass
class Came:
    """What came of it."""

    wrong: list[str]
    told: str
    blows: dict[str, int]
    backs: list[float] = field(default_factory=list)
    settled: float = 0.0

    @property
    def late(self) -> int:
        return sum(1 for seconds in [*self.backs, self.settled] if seconds > BACK_SECONDS)

    def __str__(self) -> str:
        backs = sorted(self.backs) or [0.0]
        came = f"{len(self.backs)} came back, half in {backs[len(backs) // 2]:.2f} s, all in {backs[-1]:.2f} s"
        return f"{self.told}; blows {self.blows}; {came}; all equal after {self.settled:.2f} s; wrong {self.wrong[:9]}"


class Held:
    """The meeting while it is held."""

    def __init__(self, site: Site, length: Length, seed: int, kind: type[Someone] = Someone) -> None:
        self.site, self.length, self.random, self.ledger = site, length, Random(seed), Ledger()
        self.kind = kind
        self.backs: list[float] = []
        self.round = 0
        self.unequal: list[str] = []

    def prepare(self) -> None:
        """The team, signed in; growth cards have no names."""
        session, members, lead, _leader = build_team(self.length.people - 1)
        meeting = actions.open_meeting(session, by=lead, at=timezone.now())
        Phase.objects.filter(protocol=meeting.protocol_id, kind="growth").update(reveal=RevealRule.ANONYMOUS)
        self.meeting, self.session = meeting.pk, session.pk
        self.lead = self._someone(lead, "facilitate")
        self.all = [self.lead, *(self._someone(one, "room") for one in members)]
        connection.close()

    def _someone(self, person: Person, face: str) -> Someone:
        client = Client()
        client.force_login(person)
        sign_in = client.cookies[settings.SESSION_COOKIE_NAME].value
        wire = Wire(self.site.port, sign_in, self.random, self.length.loses)
        one = self.kind(wire, person.pk, self.session, self.ledger, self.random, self.length.pace, face)
        one.round = lambda: self.round
        return one

    def version(self) -> int:
        """What the database has."""
        try:
            return Meeting.objects.values_list("version", flat=True).get(pk=self.meeting)
        finally:
            connection.close()

    # --- who leads

    async def _press(self, tail: str, *fields: tuple[str, str]) -> int:
        step = str(self.ledger.moves + 1)
        return (await self.lead.press(self.lead.to(tail), [("face", "facilitate"), ("step", step), *fields])).status

    async def _move(self, ahead: bool) -> None:
        """One step; told that it was taken, it was one's own whose answer was lost."""
        status = await self._press("meeting-advance" if ahead else "meeting-return")
        if status not in (200, 409):
            self.ledger.wrong.append(f"a step was answered {status}")
        self.ledger.moves += 1
        self.lead.needs.set()
        while not (found := STEP.search(self.lead.html)) or int(found[1]) != self.ledger.moves + 1:
            self.lead.needs.set()
            await asyncio.sleep(0.2)

    async def lead_through(self, end: float) -> None:
        """To the writing steps, then between them: named cards, sealed cards, a vote, and again."""
        for _ in range(3):
            await self._move(ahead=True)
        while time.monotonic() < end:
            await asyncio.sleep(self.length.step)
            await self._press("cards-reveal")
            await self._move(ahead=True)
            await asyncio.sleep(self.length.step)
            await self._press("cards-reveal")
            await self._vote()
            await self._move(ahead=False)

    async def _vote(self) -> None:
        cards = await asyncio.to_thread(self._loose)
        if cards:
            await self._press("cards-group", ("title", f"Round {self.round}"), *(("cards", str(pk)) for pk in cards))
        self.round += 1
        if await self._press("votes-open", ("each", "2"), ("cap", "1")) != 200:
            return
        await asyncio.sleep(self.length.step)
        await self._press("votes-close")
        while self.ledger.pressing:
            await asyncio.sleep(0.1)
        await asyncio.to_thread(self._count)

    def _loose(self) -> list[int]:
        rows = Card.objects.filter(meeting=self.meeting, kind="growth", topic=None)
        try:
            return list(rows.values_list("pk", flat=True))
        finally:
            connection.close()

    def _check(self) -> list[str]:
        try:
            return self.ledger.check(self.meeting)
        finally:
            connection.close()

    def _count(self) -> None:
        try:
            self.ledger.count(self.meeting, self.round)
        finally:
            connection.close()

    # --- who is cut off

    async def cut_off(self) -> None:
        """Three at a time; counted is who comes back to a site that stands."""
        while True:
            gone = self.random.sample(self.all[1:], min(3, len(self.all) - 1))
            for one in gone:
                one.wire.cut()
            await asyncio.sleep(self.length.cut)
            await asyncio.gather(*(self._back(one) for one in gone))
            await asyncio.sleep(self.length.cut / 6)

    async def _back(self, one: Someone) -> None:
        blows = self.site.blows.total(), self.site.web_began
        took = await one.come_back(self.version)
        if blows == (self.site.blows.total(), self.site.web_began):
            self.backs.append(took)

    # --- all of it

    async def hold(self) -> Came:
        await asyncio.gather(*(one.load() for one in self.all))
        pages = [asyncio.create_task(does()) for one in self.all for does in (one.fetch, one.follow, one.poll)]
        lives = [asyncio.create_task(one.live()) for one in self.all[1:]]
        troubles = [
            asyncio.create_task(self.site.storm(self.random, self.length.blow)),
            asyncio.create_task(self.cut_off()),
        ]
        lead = asyncio.create_task(self.lead_through(time.monotonic() + self.length.all))
        try:
            await asyncio.wait([lead, *pages, *lives, *troubles], return_when=asyncio.FIRST_COMPLETED)
            await _ended(*troubles)
            await self.site.restore()
            for one in self.all:
                one.is_leaving, one.wire.loses = True, 0
                one.wire.mend()
                one.needs.set()
            await asyncio.gather(lead, *lives)
            settled = await self._settled()
        finally:
            await _ended(lead, *pages, *lives, *troubles)
        wrong = await asyncio.to_thread(self._check)
        return Came([*wrong, *self.unequal], self.ledger.told, dict(self.site.blows), self.backs, settled)

    async def _settled(self) -> float:
        """Nobody does anything more: the seconds until every page is at the newest version, and is a fresh load."""
        began, wanted = time.monotonic(), await asyncio.to_thread(self.version)
        while any(one.version != wanted for one in self.all) and time.monotonic() - began < 60:
            await asyncio.sleep(0.05)
        took = time.monotonic() - began
        self.unequal = [f"unequal: {one.pk}" for one in self.all if one.html != await one.fresh()]
        return took


async def _ended(*tasks: asyncio.Task[None]) -> None:
    """They are over; what went wrong in one is told."""
    for task in tasks:
        task.cancel()
    for task in tasks:
        with contextlib.suppress(asyncio.CancelledError):
            await task


def held(length: Length, seed: int, kind: type[Someone] = Someone) -> Came:
    """Hold a meeting of that length, with people of a kind."""

    async def hold() -> Came:
        async with standing() as site:
            meeting = Held(site, length, seed, kind)
            await asyncio.to_thread(meeting.prepare)
            return await meeting.hold()

    return in_loop(hold())


@measure("live.chaos", unit="broken promises", against="limit", goal=0, runs=1)
def live_chaos() -> tuple[float, float]:
    """On this database; where that is SQLite, on a PostgreSQL too. What is lost, doubled, wrong, or late."""
    seconds = float(os.environ.get("CHAOS_SECONDS", SECONDS))
    length = Length(seconds, cut=min(CUT_SECONDS, seconds / 5), blow=min(8, seconds / 20), pace=30, step=seconds / 30)
    came = held(length, seed=6)
    sys.stderr.write(f"{connection.vendor}: {came}\n")
    is_green = connection.vendor != "sqlite" or _on_postgres()
    return len(came.wrong) + came.late + (not is_green), 0


def _on_postgres() -> bool:
    with postgres.throw_away() as address:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("SOLSTICE_TEST_")}
        env = ours | {"DATABASE_URL": address}
        env.pop("VAR_DIR", None)
        command = [sys.executable, "-m", "tests.faults.run", "live.chaos"]
        return subprocess.run(command, cwd=ROOT, env=env, stdout=sys.stderr, check=False).returncode == 0
