"""An event loop for a test that has none."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Made = TypeVar("Made")


def in_loop(work: Coroutine[Any, Any, Made]) -> Made:
    """What `work` gives, from a loop and a thread of its own: a browser's driver may have the one of this thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
