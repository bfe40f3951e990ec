"""How long after a change everyone in the room has fetched it, beside a bare ASGI program with constant answers.

Both have the same people in the same client process. They take turns; who has not the turn stands still.
"""

import contextlib
import sys
from statistics import quantiles

from tests.benchmarks import live_world
from tests.measuring import measure

SECONDS = 120
EVERY = 10
TURNS = 4


def fetched(rooms: int, people: int) -> tuple[float, float]:
    """The p95 of ours and of the other in milliseconds; nothing may be lost."""
    constant = ["uvicorn", "tests.benchmarks.live_constant:application", "--port", "PORT", "--log-level", "warning"]
    taken: dict[str, list[list[float] | None]] = {"ours": [], "other": []}
    with live_world.rooms(rooms, people) as made, contextlib.ExitStack() as stack:
        servers = {
            "ours": stack.enter_context(live_world.ours()),
            "other": stack.enter_context(live_world.server("constant", *constant)),
        }
        client = stack.enter_context(live_world.Client("tests.benchmarks.live_people"))
        told = [(room.pk, room.sign_ins) for room in made]
        for side, (_, port) in servers.items():
            client.ask("open", side=side, port=port, rooms=told)
            client.ask("play", side=side, seconds=0, every=1)
        for _turn in range(TURNS):
            for side, (child, _) in servers.items():
                with live_world.alone(child, [other for other, _ in servers.values()]):
                    taken[side] += client.ask("play", side=side, seconds=SECONDS / TURNS, every=EVERY)
    return _p95(taken["ours"]), _p95(taken["other"])


def _p95(taken: list[list[float] | None]) -> float:
    times = [one for one in taken if one is not None]
    assert len(times) == len(taken), f"{len(taken) - len(times)} of {len(taken)} changes did not reach everyone"
    accepted, pressed = (quantiles(some, n=20)[9::9] for some in zip(*times, strict=True))
    sys.stderr.write(f"{len(times)} changes; median and p95: {accepted}, from the press on {pressed}\n")
    return accepted[1]


@measure("live.rooms", unit="ms", against="floor", goal=4, runs=1)
def live_rooms() -> tuple[float, float]:
    """70 rooms of 10 people."""
    return fetched(70, 10)


@measure("live.room", unit="ms", against="floor", goal=4, runs=1)
def live_room() -> tuple[float, float]:
    """One room of 200 people."""
    return fetched(1, 200)
