"""How long an event is on its way to 500 listeners, beside bare web sockets and beside Channels with its Redis layer.

All three have as many listeners in the same client process, which opens them before the first event. They take turns of
`TURN` events; who has not the turn stands still.
"""

import asyncio
import contextlib
import sys
import time
from collections.abc import Callable
from functools import cache
from statistics import quantiles

from django.conf import settings
from websockets.sync.client import connect

from reflection_site import events, processes
from tests.benchmarks import live_world
from tests.benchmarks.live_channels import GROUP
from tests.measuring import measure

LISTENERS = 500
TURNS = 5
TURN = 12

Publish = Callable[[int], None]


def _text(number: int) -> str:
    return f"data: {number}\n"


def _bare(port: int, stack: contextlib.ExitStack) -> Publish:
    line = stack.enter_context(connect(f"ws://127.0.0.1:{port}", compression=None, ping_interval=None))
    return lambda number: line.send(_text(number))


def _channels(stack: contextlib.ExitStack) -> Publish:
    """As `async_to_sync(layer.group_send)`, in a loop that stays, so that its connection does too."""
    from channels_redis.core import RedisChannelLayer

    loop, layer = stack.enter_context(asyncio.Runner()), RedisChannelLayer(hosts=[settings.REDIS_URL])
    stack.callback(lambda: loop.run(layer.close_pools()))
    return lambda number: loop.run(layer.group_send(GROUP, {"type": "room.changed", "text": _text(number)}))


def _turn(client: live_world.Client, side: str, publish: Publish, first: int) -> list[float]:
    """Milliseconds from the publishing to the arrival at each listener, of all events of one turn."""
    taken = []
    for number in range(first, first + TURN + 1):
        began = time.monotonic()
        publish(number)
        arrived = client.ask("hear", side=side, number=number)
        assert len(arrived) == LISTENERS
        if number > first:
            taken += [(at - began) * 1000 for at in arrived]
        time.sleep(0.1)
    return taken


@cache
def delivered() -> dict[str, float]:
    """The p99 of each side in milliseconds."""
    taken: dict[str, list[float]] = {"ours": [], "bare": [], "channels": []}
    uvicorn = ["uvicorn", "--factory", "tests.benchmarks.live_channels:application", "--host", "127.0.0.1"]
    quiet = ["--log-level", "warning", "--ws-ping-interval", "3600"]
    with live_world.rooms(1, LISTENERS) as (room,), contextlib.ExitStack() as stack:
        servers: dict[str, tuple[processes.Child, int]] = {
            "ours": stack.enter_context(live_world.ours()),
            "bare": stack.enter_context(live_world.server("bare", "tests.benchmarks.live_bare", "PORT")),
            "channels": stack.enter_context(live_world.server("channels", *uvicorn, "--port", "PORT", *quiet)),
        }
        client = stack.enter_context(live_world.Client("tests.benchmarks.live_client"))
        streams = [live_world.stream_request(room, key) for key in room.sign_ins]
        for side, (_, port) in servers.items():
            asked = streams if side == "ours" else [live_world.socket_request()] * LISTENERS
            client.ask("open", side=side, port=port, requests=asked)
        publish: dict[str, Publish] = {
            "ours": lambda number: events.publish(room.topic, number),
            "bare": _bare(servers["bare"][1], stack),
            "channels": _channels(stack),
        }
        for turn in range(TURNS):
            for side, (child, _) in servers.items():
                with live_world.alone(child, [other for other, _ in servers.values()]):
                    taken[side] += _turn(client, side, publish[side], 100 * (turn + 1))
    found = {side: quantiles(times, n=100) for side, times in taken.items()}
    sys.stderr.write(f"median and p99: { {side: (times[49], times[98]) for side, times in found.items()} }\n")
    return {side: times[98] for side, times in found.items()}


@measure("live.delivery", unit="ms", against="floor", goal=2, runs=1)
def live_delivery() -> tuple[float, float]:
    """Beside a bare web-socket broadcast server."""
    return delivered()["ours"], delivered()["bare"]


@measure("live.delivery", unit="ms", against="peer", goal=2, runs=1)
def live_delivery_beside_channels() -> tuple[float, float]:
    """At most half of what Channels takes with its Redis layer."""
    return delivered()["ours"], delivered()["channels"]
