"""The day where the test schools are, and travel to another moment."""

from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
from django.utils import timezone


def travel(moment: datetime, *, tick: bool = True) -> AbstractContextManager[Any]:
    """Be at `moment`, which must be aware, and stay in the server's own zone.

    `time_machine.travel` alone takes the moment's zone for the whole process.
    """
    return time_machine.travel(moment.timestamp(), tick=tick)  # noqa: TID251


def today() -> date:
    """Today where the test schools are, which need not be the server's day."""
    return timezone.localdate(timezone=ZoneInfo("America/Denver"))
