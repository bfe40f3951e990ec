"""What other verbs do when a session gets its time, in the transaction that gives it."""

from collections.abc import Callable
from datetime import datetime

from .models import ReflectionSession

Follower = Callable[[ReflectionSession, datetime], None]
FOLLOWERS: list[Follower] = []


def follow(follower: Follower) -> None:
    """Call `follower` with each session that gets a time, and with the moment. Called twice, it changes nothing."""
    if follower not in FOLLOWERS:
        FOLLOWERS.append(follower)


def tell(session: ReflectionSession, *, at: datetime) -> None:
    """The session has its time, or another one."""
    for follower in FOLLOWERS:
        follower(session, at)
