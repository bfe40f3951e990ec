"""What keeps a row of a set-up file out: where, what was found, what was expected, how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass

SHOWN = 12


@dataclass(frozen=True)
class Problem:
    """One cell (or, with an empty column, one row) that keeps the file out."""

    sheet: str
    row: int
    column: str
    found: str
    expected: str
    mend: str


@dataclass(frozen=True)
class ProblemGroup:
    """The same problem in several rows: told once. `places` are (row, found), at most `SHOWN`; `more` are left out."""

    sheet: str
    column: str
    expected: str
    mend: str
    places: list[tuple[int, str]]
    more: int


def grouped(problems: Iterable[Problem]) -> list[ProblemGroup]:
    """In the order in which they were first met."""
    found: dict[tuple[str, str, str, str], list[tuple[int, str]]] = {}
    for problem in problems:
        key = (problem.sheet, problem.column, problem.expected, problem.mend)
        found.setdefault(key, []).append((problem.row, problem.found))
    return [ProblemGroup(*key, places[:SHOWN], max(0, len(places) - SHOWN)) for key, places in found.items()]
