"""How a protocol fits the time there is. Pure: no database.

The rule: a phase that says "from 60 minutes" is left out of a shorter meeting. Where the others fit as they are, they
stay as they are; what is over is free. Where they don't, each gets its least minutes, and the rest is divided by what
each would like beyond that; what dividing leaves over goes to the largest remainders, the earlier phase first.
"""

from collections.abc import Sequence
from typing import Protocol

LENGTHS = (45, 60, 90)
LEAST = 2


class Timed(Protocol):
    """What a phase says about its minutes."""

    minutes: int
    least: int
    from_minutes: int


def is_kept(phase: Timed, total: int) -> bool:
    """Whether a meeting of `total` minutes has the phase."""
    return phase.from_minutes <= total


def fitted(phases: Sequence[Timed], total: int) -> list[int]:
    """The minutes of each of `phases`, in order, within `total` where their least minutes allow it."""
    wishes = [max(phase.minutes, LEAST) for phase in phases]
    floors = [min(max(phase.least, LEAST), wish) for phase, wish in zip(phases, wishes, strict=True)]
    spare = total - sum(floors)
    beyond = [wish - floor for wish, floor in zip(wishes, floors, strict=True)]
    if sum(wishes) <= total or spare <= 0:
        return wishes if sum(wishes) <= total else floors
    shares = [divmod(one * spare, sum(beyond)) for one in beyond]
    left = spare - sum(whole for whole, _rest in shares)
    first = sorted(range(len(shares)), key=lambda at: (-shares[at][1], at))[:left]
    return [floor + shares[at][0] + (at in first) for at, floor in enumerate(floors)]
