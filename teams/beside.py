"""What the apps above tell on a team's page, to those of its readers for whom it is meant.

They register a kind (`register`), so that `teams` imports nobody.
"""

from collections.abc import Callable
from dataclasses import dataclass

from .models import Person, Team


@dataclass(frozen=True)
class Told:
    """A few words in sections of (heading, text), and the page of their own."""

    title: str
    meta: str
    sections: tuple[tuple[str, str], ...]
    url: str
    link: str


ToldOf = Callable[[Team, Person], list[Told]]
_kinds: dict[str, ToldOf] = {}


def register(key: str, told: ToldOf) -> None:
    """Add a kind: what it tells this reader of the team's page. Registering a key again replaces it."""
    _kinds[key] = told


def told(team: Team, reader: Person) -> list[Told]:
    """Everything there is for this reader, kind by kind."""
    return [one for found in _kinds.values() for one in found(team, reader)]
