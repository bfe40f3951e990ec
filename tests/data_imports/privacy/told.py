"""What the readers of a release were told: how its cells read, which numbers read so, what stands bare beside them."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from data_imports.privacy import SMALLEST_GROUP, Cell, Earlier, Facts, Family, Kind, Profile, share, size
from data_imports.privacy.showing import average, favourable_band

MOST = 400  # people whom a world looks for in one place beyond those who are there


class Told(NamedTuple):
    """A shown cell of one of the releases, as it reads."""

    at: int
    cell: Cell
    text: tuple[object, ...]
    in_levels: bool


def parts(family: Family, *, in_levels: bool = True) -> list[range]:
    """The levels that shares are told of: not yet and met, and where there are more of them each by itself."""
    if family.kind is not Kind.SHARES:
        return []
    each = [range(level, level + 1) for level in range(family.levels)]
    if family.levels <= 2:
        return each
    two = [range(family.met_from - 1), range(family.met_from - 1, family.levels)]
    return [*two, *each] if in_levels else two


def reads(family: Family, facts: Facts, profile: Profile, *, in_levels: bool) -> tuple[object, ...]:
    """How a cell reads."""
    if family.kind is Kind.ANSWERS:
        return str(facts.n), (favourable_band(facts.counts[1], facts.n).text,), ()
    told = [sum(facts.counts[level] for level in part) for part in parts(family, in_levels=in_levels)]
    shares = tuple(share(count, facts.n, profile).text for count in told)
    figures = tuple(average(total / facts.n, profile).text for total in facts.sums)
    return size(facts.n, profile), shares, figures


def few(facts: Facts, levels: Sequence[int]) -> bool:
    """Whether one to three people are of these levels, or of none of them."""
    count = sum(facts.counts[level] for level in levels)
    return bool({1, 2, 3} & {count, facts.n - count})


def is_small(family: Family, facts: Facts, least: int) -> bool:
    """Rule 1: too few people, or one to three of them not yet or met."""
    return 0 < facts.n < least or any(few(facts, part) for part in parts(family, in_levels=False))


@cache
def counts_that_read(text: str, n: int, profile: Profile) -> tuple[int, int]:
    """The lowest and highest count of `n` that reads so."""
    found = [count for count in range(n + 1) if share(count, n, profile).text == text]
    return found[0], found[-1]


@cache
def sizes_that_read(text: object, profile: Profile) -> tuple[int, int]:
    """The smallest and largest group that reads so, up to `MOST`."""
    found = [n for n in range(SMALLEST_GROUP[profile], MOST) if size(n, profile) == text]
    return found[0], found[-1]


@cache
def parts_that_read(text: str, words: object, profile: Profile) -> tuple[float, float]:
    """The lowest and highest part of a group of that size that reads so."""
    first, last = sizes_that_read(words, profile)
    parts = [c / n for n in range(first, last + 1) for c in range(n + 1) if share(c, n, profile).text == text]
    return min(parts), max(parts)


class Release:
    """One family of one release."""

    def __init__(self, earlier: Earlier) -> None:
        self.hidden, self.profile = earlier.hidden, earlier.profile
        self.is_by_heart = self.profile is Profile.DIRECT
        self.family = earlier.family

    @property
    def shown(self) -> list[Cell]:
        """Cells that are there and not hidden."""
        return [c for c in self.family.cells if c.key not in self.hidden and self.family.facts(c).n]

    def told(self, at: int, cell: Cell) -> Told:
        """A shown cell as it reads, `at` its place among the releases."""
        in_levels = cell.tells_levels and f"{cell.key} levels" not in self.hidden
        text = reads(self.family, self.family.facts(cell), self.profile, in_levels=in_levels)
        return Told(at, cell, text, in_levels)


def bare_parents(seen: Sequence[Earlier]) -> list[str]:
    """Medians that stand beside a hidden part of theirs and a shown one."""
    open_to = [r for r in seen if r.profile is not Profile.DIRECT and r.family.kind is Kind.MEDIANS]
    cells = [(r, cell, cell.key in r.hidden) for r in open_to for cell in r.family.cells if r.family.facts(cell).n]
    return [
        f"{release.family.key} {parent.key}"
        for release, parent, is_hidden in cells
        if not is_hidden
        and any(is_shut and part.atoms < parent.atoms for _r, part, is_shut in cells)
        and any(not is_shut and part.atoms < parent.atoms for _r, part, is_shut in cells)
    ]
