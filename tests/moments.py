"""Time travel for tests."""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

import time_machine


def travel(moment: datetime, *, tick: bool = True) -> AbstractContextManager[Any]:
    """Be at `moment`, which must be aware, and stay in the server's own zone.

    `time_machine.travel` alone takes the moment's zone for the whole process.
    """
    return time_machine.travel(moment.timestamp(), tick=tick)  # noqa: TID251
