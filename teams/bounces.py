"""Mails that come back after a server had taken them. Whoever sends mails of their own listens here."""

from collections.abc import Callable

# told the Message-ID and the address in small letters; whether it was one of theirs, sent to that address
Listener = Callable[[str, str], bool]
LISTENERS: list[Listener] = []


def listen(listener: Listener) -> Listener:
    """Be asked, as a decorator."""
    LISTENERS.append(listener)
    return listener
