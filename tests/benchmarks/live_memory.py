"""What a listener costs the web process: its memory with 500 of them, less that with a few, for each one more."""

from pathlib import Path

from reflection_site import processes
from tests.benchmarks import live_world
from tests.measuring import measure

FEW, MANY = 50, 500
MOST_KB = 150


def kilobytes(child: processes.Child) -> int:
    """The resident memory of the process."""
    status = Path(f"/proc/{child.process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])


@measure("live.memory", unit="KB", against="limit", goal=1, runs=1)
def live_memory() -> tuple[float, float]:
    """The first few fill what a process needs once; the others come on top."""
    with (
        live_world.rooms(1, MANY) as (room,),
        live_world.ours() as (child, port),
        live_world.Client("tests.benchmarks.live_client") as client,
    ):
        streams = [live_world.stream_request(room, key) for key in room.sign_ins]
        client.ask("open", side="few", port=port, requests=streams[:FEW])
        before = kilobytes(child)
        client.ask("open", side="many", port=port, requests=streams[FEW:])
        return (kilobytes(child) - before) / (MANY - FEW), MOST_KB
