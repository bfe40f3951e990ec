"""That somebody else facilitates, told to the verbs above, whose open meeting has to follow."""

from collections.abc import Callable
from datetime import datetime

from teams.models import Person

from .models import ReflectionSession

# the session as it stands, who facilitated until now, when: in the transaction of the change
Listener = Callable[[ReflectionSession, Person | None, datetime], None]
LISTENERS: list[Listener] = []


def register(listener: Listener) -> None:
    """Be told. From `following` of a verb above; twice is once."""
    if listener not in LISTENERS:
        LISTENERS.append(listener)


def tell(session: ReflectionSession, former: Person | None, at: datetime) -> None:
    for listener in LISTENERS:
        listener(session, former, at)
