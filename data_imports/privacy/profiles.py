"""For whom numbers about people are made, and how many people it takes to be unrecognizable."""

from collections.abc import Sequence
from enum import StrEnum

from django.utils.translation import gettext_lazy

HIDDEN = "*"
HIDDEN_TEXT = gettext_lazy("hidden to protect privacy")
SMALLEST_CELL = 4
MEAN_FROM = 10


class Profile(StrEnum):
    """For whom a table is made: holders of the rows, the school, outside, LEAP, surveys."""

    DIRECT = "A"
    IN_HOUSE = "B"
    OUTSIDE = "C"
    LEAP = "E"
    SURVEY = "V"


SMALLEST_GROUP = {
    Profile.DIRECT: 1,
    Profile.IN_HOUSE: 10,
    Profile.OUTSIDE: 16,
    Profile.LEAP: 10,
    Profile.SURVEY: 5,
}


def strictest(profiles: Sequence[Profile]) -> Profile:
    """The profile that protects most among those of a packet's readers."""
    order = (Profile.DIRECT, Profile.IN_HOUSE, Profile.OUTSIDE)
    return max(profiles, key=order.index, default=Profile.OUTSIDE)


def masked(value: str) -> str:
    """A value about a person for somebody who only mends files: its shape, not its content."""
    return "".join("9" if c.isdigit() else "x" if c.isalpha() else c for c in value)
