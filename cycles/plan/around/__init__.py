"""What is done around a meeting: its school days, on whom each step waits, and the reminders made from both."""

from .circle import NOBODY, Circle, People
from .days import distance, kinds_of, shifted, usual_days, why_not
from .reminding import (
    WATCHES,
    Words,
    forget,
    is_ripe,
    letter,
    occurrence,
    open_in,
    remind,
    session_of,
    waiting_for,
    waits_on,
    watch,
)
from .standing import Standing, standing
from .steps import asked_in

__all__ = [
    "NOBODY",
    "WATCHES",
    "Circle",
    "People",
    "Standing",
    "Words",
    "asked_in",
    "distance",
    "forget",
    "is_ripe",
    "kinds_of",
    "letter",
    "occurrence",
    "open_in",
    "remind",
    "session_of",
    "shifted",
    "standing",
    "usual_days",
    "waiting_for",
    "waits_on",
    "watch",
    "why_not",
]
