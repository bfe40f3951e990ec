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

from data_imports.privacy.profiles import SMALLEST_CELL, SMALLEST_GROUP, Profile
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
    """What one place of a table is about. Cells of one `pair` are shown together or not at all."""

    key: str
    atoms: frozenset[Atom]
    is_total: bool = False
    pair: str = ""


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


class ShownCell(NamedTuple):
    """A cell that may leave: size in words, a share a level, means or a median; or only the symbol."""

    size: str
    shares: tuple[Shown, ...]
    figures: tuple[Shown, ...]
    is_hidden: bool


@dataclass(frozen=True)
class ShownFamily:
    """Cells by key; empty cells are not there. `is_merged`: shares are "not yet" and "met"."""

    cells: Mapping[str, ShownCell]
    is_merged: bool


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
    """Rule 1: too few people, or too few in a level."""
    if 0 < facts.n < least:
        return True
    return family.kind is Kind.SHARES and not is_safe(facts.counts)


def merged(family: Family, profile: Profile) -> Family:
    """Levels as two, "not yet" and "met", where any cell needs it: the others would give that one away."""
    if family.kind is not Kind.SHARES or family.levels <= 2:
        return family
    large = [facts for cell in family.cells if (facts := family.facts(cell)).n >= SMALLEST_GROUP[profile]]
    if all(is_safe(facts.counts) for facts in large):
        return family
    return halved(family)


def halved(family: Family) -> Family:
    """Levels as two: not yet, met."""
    below = family.met_from - 1

    def two(facts: Facts) -> Facts:
        lower = sum(facts.counts[:below])
        return Facts((lower, facts.n - lower), facts.sums)

    return replace(family, atoms={atom: two(facts) for atom, facts in family.atoms.items()}, met_from=2)


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
