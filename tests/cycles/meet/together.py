"""Several calls at the same moment, each on a connection of its own."""

import threading
from collections.abc import Callable

from django.db import connections

from cycles.meet import actions


def at_once(*calls: Callable[[], object]) -> list[str]:
    """Run the calls at the same moment; the names of what they raised, in the order of the calls."""
    barrier, said = threading.Barrier(len(calls)), [""] * len(calls)

    def run(place: int, call: Callable[[], object]) -> None:
        barrier.wait()
        try:
            call()
        except actions.RoomRefusal as refusal:
            said[place] = type(refusal).__name__
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said
