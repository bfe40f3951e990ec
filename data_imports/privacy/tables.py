"""What goes into a release: people counted once in the finest crossing, and the cells that tables show of them.

A *family* is one set of people with one outcome, such as everyone tested in i-Ready math in fall. Its tables (by
grade, by team, by student group) all look at the same people, so they are audited together: a cell is a set of
*atoms*, and an atom is one crossing of everything that tables sort by.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import product
from typing import NamedTuple

from data_imports.privacy.profiles import SMALLEST_CELL, Profile
from data_imports.privacy.showing import Shown

Atom = tuple[str, ...]
SEATS = 1  # where an atom of students has its teams, joined by "+"


class Kind(StrEnum):
    """What a family's cells tell beside their size."""

    COUNTS = "counts"
    SHARES = "shares"
    MEANS = "means"
    MEDIANS = "medians"
    ANSWERS = "answers"


class Facts(NamedTuple):
    """People by level (lowest first; one number where there are no levels), and sums of their values."""

    counts: tuple[int, ...]
    sums: tuple[float, ...] = ()

    @property
    def n(self) -> int:
        """How many people."""
        return sum(self.counts)


class Cell(NamedTuple):
    """What one place of a table is about. Cells of one `pair` are shown together or not at all.

    A cell that `tells_levels` tells every level where it may; all others tell "not yet" and "met" only.
    """

    key: str
    atoms: frozenset[Atom]
    is_total: bool = False
    pair: str = ""
    tells_levels: bool = False

    @property
    def levels(self) -> str:
        """The key of its levels, which are hidden by themselves where only they tell too much."""
        return f"{self.key} levels"


@dataclass(frozen=True)
class Family:
    """Atoms and cells of one set of people.

    `met_from` is the place (from 1) of the first level that counts as met; `spans` are the lowest and highest value
    that one person adds to each sum; `medians` (of answers: the means that may be told) stand by cell. A `profile` of
    its own overrides that of the release. `teams` know by heart the atoms that have them among their seats. `marks`
    are checksums by bucket of people: where values changed and counts did not, at least so many people changed.
    """

    key: str
    kind: Kind
    atoms: Mapping[Atom, Facts]
    cells: tuple[Cell, ...]
    met_from: int = 1
    spans: tuple[tuple[float, float], ...] = ()
    medians: Mapping[str, float] = field(default_factory=dict)
    profile: Profile | None = None
    marks: tuple[float, ...] = ()
    teams: tuple[str, ...] = ()

    def facts(self, cell: Cell) -> Facts:
        """The people of a cell."""
        return added(self.atoms[atom] for atom in cell.atoms)

    @property
    def levels(self) -> int:
        """How many levels are told apart."""
        return len(next(iter(self.atoms.values())).counts) if self.atoms else 0

    @property
    def halves(self) -> tuple[tuple[int, ...], ...]:
        """The places of the levels that are told as one: "not yet" and "met"; each by itself where there are two."""
        if self.levels <= 2:
            return tuple((level,) for level in range(self.levels))
        below = self.met_from - 1
        return tuple(range(below)), tuple(range(below, self.levels))

    def halved(self, facts: Facts) -> tuple[int, ...]:
        """People by half."""
        return tuple(sum(facts.counts[level] for level in half) for half in self.halves)

    def tells_levels(self, cell: Cell) -> bool:
        """Whether a cell may tell more than its halves."""
        return cell.tells_levels and self.kind is Kind.SHARES and self.levels > 2


class ShownCell(NamedTuple):
    """A cell that may leave: size in words, shares not yet and met, means or a median; or only the symbol.

    `levels`: a share each, the symbol where only they are hidden; empty where there are no more than two.
    """

    size: str
    shares: tuple[Shown, ...]
    figures: tuple[Shown, ...]
    is_hidden: bool
    levels: tuple[Shown, ...] = ()


@dataclass(frozen=True)
class ShownFamily:
    """Cells by key; empty cells are not there."""

    cells: Mapping[str, ShownCell]


def added(facts: Iterable[Facts]) -> Facts:
    """People taken together."""
    rows = list(facts)
    counts = tuple(map(sum, zip(*(row.counts for row in rows), strict=True)))
    return Facts(counts, tuple(map(sum, zip(*(row.sums for row in rows), strict=True))))


def is_safe(counts: Sequence[int]) -> bool:
    """No level and no complement holds one to three people."""
    n = sum(counts)
    return all(c == 0 or c >= SMALLEST_CELL for count in counts for c in (count, n - count))


def is_primary(family: Family, facts: Facts, least: int) -> bool:
    """Rule 1: too few people, or too few not yet or met."""
    if 0 < facts.n < least:
        return True
    return family.kind is Kind.SHARES and not is_safe(family.halved(facts))


def needs_merging(family: Family, facts: Facts) -> bool:
    """Rule 1: too few in a level, so that no more than not yet and met are told."""
    return family.kind is Kind.SHARES and family.levels > 2 and not is_safe(facts.counts)


def halved(family: Family) -> Family:
    """Levels as two: not yet, met."""
    if family.levels <= 2:
        return family
    atoms = {atom: Facts(family.halved(facts), facts.sums) for atom, facts in family.atoms.items()}
    return replace(family, atoms=atoms, met_from=2)


def one_line(key: str, rows: Mapping[str, Facts], total: str, kind: Kind, **more: object) -> Family:
    """Groups of one partition, and their total where it has a name."""
    atoms: dict[Atom, Facts] = {(name,): facts for name, facts in rows.items()}
    cells = [Cell(name, frozenset({(name,)})) for name in rows]
    whole = [Cell(total, frozenset(atoms), is_total=True)] if total else []
    return Family(key, kind, atoms, (*cells, *whole), **more)  # type: ignore[arg-type]


def two_way(key: str, counts: Sequence[Sequence[int]]) -> Family:
    """A table of counts with both margins: cells `r1c1`, rows `r1`, columns `c1`, and `all`."""
    rows, columns = range(len(counts)), range(len(counts[0]))
    atoms: dict[Atom, Facts] = {(f"r{r + 1}", f"c{c + 1}"): Facts((counts[r][c],)) for r, c in product(rows, columns)}
    cells = [Cell("".join(atom), frozenset({atom})) for atom in atoms]
    for place, lines in ((0, [f"r{r + 1}" for r in rows]), (1, [f"c{c + 1}" for c in columns])):
        cells += [Cell(line, frozenset(a for a in atoms if a[place] == line), is_total=True) for line in lines]
    return Family(key, Kind.COUNTS, atoms, (*cells, Cell("all", frozenset(atoms), is_total=True)))
