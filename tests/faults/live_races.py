"""Two people press at the same moment: what is said and what is found is as if one had been first.

Pairs of presses on one real meeting, from two threads with a connection each, begun together; of half of them both
requests have found the meeting before either changes it. A pair is wrong where neither order, one press after the other
(`races/presses.py`), gives what both were told and what all rows say. So: one step of two "next", and the other told so
with nothing changed; no vote over the budget or the cap, doubled, lost once acknowledged, or counted after the close.
"""

import os
import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

from django.db import connections
from django.utils import timezone

from cycles.meet import actions
from tests import postgres
from tests.faults.races.facts import Facts, Room
from tests.faults.races.pairs import PAIRS, rule_of
from tests.faults.races.presses import Hand, Press
from tests.measuring import measure

MOST, OTHERS = 10_000, 200
TWICE = ("next + next", "vote + vote")
ROOT = Path(__file__).resolve().parents[2]


class Two:
    """Two people, each on a thread and a connection of their own."""

    def __init__(self, room: Room, random: Random) -> None:
        self.room, self.random = room, random
        self.barrier, self.pool = threading.Barrier(2), ThreadPoolExecutor(2)

    def _do(self, press: Press, is_loaded: bool) -> str:
        meeting = self.room.fresh() if is_loaded else None
        self.barrier.wait()
        try:
            press.does(meeting or self.room.fresh())
        except Exception as problem:  # noqa: BLE001  whatever it is, it is what was told
            return type(problem).__name__
        return ""

    def press(self, *presses: Press) -> tuple[str, ...]:
        """What each was told; empty where it was done."""
        is_loaded = self.random.random() < 0.5
        futures: list[Future[str]] = [self.pool.submit(self._do, press, is_loaded) for press in presses]
        return tuple(future.result(60) for future in futures)

    def leave(self) -> None:
        # a connection belongs to its thread
        for _ in range(2):
            self.pool.submit(lambda: (self.barrier.wait(), connections.close_all()))
        self.pool.shutdown()


def is_right(before: Facts, after: Facts, presses: tuple[Press, ...], said: tuple[str, ...]) -> bool:
    """Whether one press after the other, in one of the two orders, says and leaves just this."""
    for order in ((0, 1), (1, 0)):
        facts, told = before, ["", ""]
        for place in order:
            told[place], facts = presses[place].right(facts)
        if (tuple(told), facts) == (said, after):
            return True
    return False


def wrong_pairs(name: str, count: int, *, seed: int, room: Room | None = None, hands: Any = actions) -> list[str]:
    """Press the pair `name` so many times; a line for each that was wrong."""
    room, random, found = room or Room(), Random(seed), []
    room.rule(rule_of(name))
    two, told = Two(room, random), Counter[tuple[str, ...]]()
    try:
        for _ in range(count):
            hand = Hand(room, hands, timezone.now())
            presses = PAIRS[name](room, hand, random)
            before = room.facts()
            said = two.press(*presses)
            after = room.facts()
            told[said] += 1
            if not is_right(before, after, presses, said):
                found.append(f"{name}: {said}\n  {before}\n  {after}")
                room.stand(1, hand.at)
    finally:
        two.leave()
    sys.stderr.write(f"{name}: {count} pairs, {len(found)} wrong, told {dict(told)}\n")
    return found


def all_wrong(most: int, others: int) -> list[str]:
    """Of every pair, so many."""
    room = Room()
    return [
        line
        for number, name in enumerate(PAIRS)
        for line in wrong_pairs(name, most if name in TWICE else others, seed=number, room=room)
    ]


@measure("live.races", unit="wrong pairs", against="limit", goal=0, runs=1)
def live_races() -> tuple[float, float]:
    """On this database; where that is SQLite, on a PostgreSQL too."""
    found = all_wrong(MOST, OTHERS)
    sys.stderr.write("".join(f"{line}\n" for line in found[:20]))
    if connections["default"].vendor == "sqlite":
        found += _on_postgres()
    return len(found), 0


def _on_postgres() -> list[str]:
    with postgres.throw_away() as address:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("SOLSTICE_TEST_")}
        env = ours | {"DATABASE_URL": address}
        env.pop("VAR_DIR", None)
        command = [sys.executable, "-m", "tests.faults.run", "live.races"]
        done = subprocess.run(command, cwd=ROOT, env=env, stdout=sys.stderr, check=False)
    return [] if done.returncode == 0 else ["on PostgreSQL"]
