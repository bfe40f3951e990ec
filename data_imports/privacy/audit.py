"""The one loop: hide what is small, then the cheapest further cells, until every hidden number is wide open.

Rules 1, 4, 5 and 7 of the district's privacy design. A table that fails its last audit is not published.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from data_imports.privacy.joint import Earlier, Past, joined
from data_imports.privacy.profiles import SMALLEST_CELL, SMALLEST_GROUP, Profile
from data_imports.privacy.solver import EPSILON, Infeasible, Row, Target, Unknowns, cheapest, dense, fitting, spread
from data_imports.privacy.tables import SEATS, Atom, Cell, Facts, Family, Kind, is_primary, is_safe, needs_merging

FEW = 3
TOTAL_COSTS = 1_000
LEVELS_COST = 0.01
HAIR = 1e-3  # what a program can tell for sure
SLACK = 1  # whole numbers fit rounded shares a little more tightly than the program's fractions do


class Unaudited(Exception):
    """A table failed its last audit and is not published."""


def audited(family: Family, profile: Profile, earlier: Sequence[Earlier] = ()) -> frozenset[str]:
    """The keys of the cells to hide: none of them can then be told from the others, nor from `earlier` ones."""
    if profile is Profile.DIRECT or not family.atoms:
        return frozenset()
    wide, pasts = joined(family, earlier)
    audit = Audit(wide, profile, pasts)
    views = [View(audit, readers) for readers in readers_of(wide, profile, pasts)]
    while True:
        before = len(audit.hidden)
        for at, view in enumerate(views):
            for other in views[:at]:
                if view.knows_less_than(other):
                    view.learn(other.points)
            view.settle()
        audit.hide_parents_of_medians()
        if len(audit.hidden) == before:
            break
    for view in views:
        view.confirm()
    return frozenset(audit.hidden)


class Readers(NamedTuple):
    """Who may read a release: how many people hide one from them, what they have kept, and whom they know by heart."""

    least: int
    pasts: Sequence[Past] = ()
    heart: str = ""

    def knows(self, atom: Atom) -> bool:
        """Whether an atom is of the team whose students these readers know."""
        return bool(self.heart) and self.heart in atom[SEATS].split("+")

    def left(self, cell: Cell) -> Cell:
        """What of a cell they do not know by heart."""
        return cell._replace(atoms=frozenset(atom for atom in cell.atoms if not self.knows(atom)))


def readers_of(family: Family, profile: Profile, pasts: Sequence[Past]) -> Iterator[Readers]:
    """Each team, whose own students no profile hides; who kept the earlier releases; who reads this one only.

    Whoever is of the school may have kept everything, whoever is not only what was made for outside.
    """
    least = SMALLEST_GROUP[profile]
    for team in family.teams:
        yield Readers(SMALLEST_GROUP[Profile.IN_HOUSE], pasts, team)
    if pasts:
        yield Readers(min([least, *(SMALLEST_GROUP[past.release.profile] for past in pasts)]), pasts)
    same = [past for past in pasts if past.release.profile is profile]
    if profile is Profile.OUTSIDE and 0 < len(same) < len(pasts):
        yield Readers(least, same)
    yield Readers(least)


class Audit:
    """A family with what is hidden of it so far."""

    def __init__(self, family: Family, profile: Profile, pasts: Sequence[Past] = ()) -> None:
        self.family, self.profile = family, profile
        self.unknowns = Unknowns(family)
        self.cells = {cell.key: cell for cell in family.cells if family.facts(cell).n}
        self.facts = {key: family.facts(cell) for key, cell in self.cells.items()}
        self.shut = [cell.atoms for past in pasts for cell in past.release.family.cells if is_shut(past.release, cell)]
        self.hidden: set[str] = set()
        self.known: dict[str, list[Row]] = {}
        self.hide(key for key, facts in self.facts.items() if is_primary(family, facts, SMALLEST_GROUP[profile]))
        self.hide(cell.levels for cell in self.levelled() if needs_merging(family, self.facts[cell.key]))
        self.hide_parents_of_medians()

    def levelled(self) -> list[Cell]:
        """The cells that may tell their levels."""
        return [cell for cell in self.cells.values() if self.family.tells_levels(cell)]

    def hide(self, keys: Iterable[str]) -> None:
        """Hide cells or levels of cells; with a cell its levels, and the other one of its pair."""
        self.hidden |= set(keys)
        pairs = {self.cells[key].pair for key in self.hidden if key in self.cells} - {""}
        self.hidden |= {key for key, cell in self.cells.items() if cell.pair in pairs}
        self.hidden |= {cell.levels for cell in self.levelled() if cell.key in self.hidden}

    def hide_parents_of_medians(self) -> None:
        """Rule 5: a median stands beside no hidden part of its people, hidden now or in an earlier release."""
        if self.family.kind is Kind.MEDIANS:
            parts = [*self.shut, *(cell.atoms for key, cell in self.cells.items() if key in self.hidden)]
            self.hide(key for key, cell in self.cells.items() if any(part < cell.atoms for part in parts))

    def rows(self) -> list[Row]:
        """What is published now. An empty cell shows its zero where counts are told."""
        cells = [cell for cell in self.family.cells if cell.key not in self.hidden]
        if self.family.kind is not Kind.COUNTS:
            cells = [cell for cell in cells if cell.key in self.cells]
        return [row for cell in cells for row in self.said(cell)]

    def said(self, cell: Cell) -> list[Row]:
        """What one cell says."""
        rows = self.known_rows(cell.key, self.unknowns.published, cell)
        if self.family.tells_levels(cell) and cell.levels not in self.hidden and cell.key in self.cells:
            rows = rows + self.known_rows(cell.levels, self.unknowns.published_levels, cell)
        return rows

    def known_rows(self, key: str, publish: Callable[[Cell, Profile], Iterator[Row]], cell: Cell) -> list[Row]:
        """Rows worked out once."""
        if key not in self.known:
            self.known[key] = list(publish(cell, self.profile))
        return self.known[key]

    def costs(self) -> dict[str, float]:
        """What hiding costs readers: a cell its people, its levels little; a total only where nothing else is left."""
        whole = max(facts.n for facts in self.facts.values())
        cells = {
            key: facts.n + (TOTAL_COSTS * whole if self.cells[key].is_total else 0) for key, facts in self.facts.items()
        }
        levels = {cell.levels: LEVELS_COST * self.facts[cell.key].n for cell in self.levelled()}
        return {key: cost for key, cost in (cells | levels).items() if key not in self.hidden}


def is_shut(release: Earlier, cell: Cell) -> bool:
    """Whether a release hid people in a cell."""
    return cell.key in release.hidden and release.family.facts(cell).n > 0


class View:
    """One group of readers: what they can see besides, and how wide hidden numbers must be for them."""

    def __init__(self, audit: Audit, readers: Readers) -> None:
        import numpy as np  # noqa: PLC0415 - workers only

        self.audit, self.readers, self.least = audit, readers, readers.least
        self.targets = [*self.primary(), *self.implied()]
        self.fixed = [*self.kept(), *self.by_heart(), *audit.unknowns.nature()] if self.targets else []
        self.matrix = np.zeros((len(self.targets), len(audit.unknowns)))
        for at, target in enumerate(self.targets):
            self.matrix[at, list(target.sum)] = list(target.sum.values())
        self.points = np.array([audit.unknowns.truth()])
        truth = self.matrix @ self.points[0]
        self.low, self.high = truth, truth

    def knows_less_than(self, other: "View") -> bool:
        """Whether what is possible for the others is possible for these readers too."""
        mine, theirs = self.readers, other.readers
        kept = {id(past) for past in theirs.pasts}
        return bool(other.targets) and not mine.heart and all(id(past) in kept for past in mine.pasts)

    def kept(self) -> Iterator[Row]:
        """What earlier releases told, once."""
        told = dict.fromkeys(said(row) for past in self.readers.pasts for row in past.rows())
        for places, low, high in told:
            yield Row("", dict(places), low, high)

    def by_heart(self) -> Iterator[Row]:
        """The numbers that these readers know without any release."""
        unknowns, truth = self.audit.unknowns, self.audit.unknowns.truth()
        for atom, first in unknowns.places.items():
            if self.readers.knows(atom):
                for at in range(first, first + unknowns.width):
                    yield Row("", {at: 1.0}, truth[at], truth[at])

    def primary(self) -> Iterator[Target]:
        """Every small cell of this release and of those that the readers kept, as far as they do not know it."""
        yield from self.of_cells(self.audit.unknowns, self.audit.family)
        for past in self.readers.pasts:
            yield from past.targets(self.of_cells(past.unknowns, past.release.family))

    def of_cells(self, unknowns: Unknowns, family: Family) -> Iterator[Target]:
        """The targets of a family's small cells, and of those with small levels."""
        for cell in family.cells:
            facts = family.facts(cell)
            left = self.readers.left(cell) if self.readers.heart else cell
            if is_primary(family, facts, self.least):
                if left.atoms and is_primary(family, family.facts(left), self.least):
                    yield from self.of_cell(unknowns, left)
            elif needs_merging(family, facts) and left.atoms == cell.atoms:
                yield from self.of_levels(unknowns, family, cell)

    def of_cell(self, unknowns: Unknowns, cell: Cell) -> Iterator[Target]:
        """A primary cell: its people, each half, each level and each sum."""
        need = self.least + self.slack
        yield Target(cell.key, unknowns.people(cell), need)
        for places in unknowns.told:
            yield Target(cell.key, unknowns.one(cell, *places), need)

    @property
    def slack(self) -> int:
        """What is added to a need where shares are rounded."""
        is_rounded = self.audit.family.kind is Kind.SHARES and self.audit.profile is Profile.OUTSIDE
        return SLACK if is_rounded else 0

    def of_levels(self, unknowns: Unknowns, family: Family, cell: Cell) -> Iterator[Target]:
        """Levels of one to three people, and those beside which so few are left, of a cell that may tell its halves."""
        for level in small_levels(family.facts(cell)):
            yield Target(cell.levels, unknowns.one(cell, level), SMALLEST_CELL + self.slack)

    def implied(self) -> Iterator[Target]:
        """What no cell is about. Of a team's own view nothing: what it can subtract it may know of its colleagues."""
        if not self.readers.heart:
            yield from self.of_atoms()
        if not self.readers.pasts and not self.readers.heart:
            yield from self.of_shown()

    def of_atoms(self) -> Iterator[Target]:
        """What the tables imply without showing it, such as the grade's students who are in none of its teams."""
        unknowns, family = self.audit.unknowns, self.audit.family
        for atom, facts in family.atoms.items():
            cell = Cell("/".join(atom), frozenset({atom}))
            if 0 < facts.n < self.least:
                yield Target(cell.key, unknowns.people(cell), self.least)
            for places in unknowns.told if family.kind is Kind.SHARES else ():
                if 0 < sum(facts.counts[level] for level in places) < SMALLEST_CELL:
                    yield Target(cell.key, unknowns.one(cell, *places), SMALLEST_CELL)

    def of_shown(self) -> Iterator[Target]:
        """Rule 3: outside, at least two counts fit every shown value."""
        if self.audit.profile is Profile.OUTSIDE and self.audit.family.kind is Kind.SHARES:
            for key, cell in self.audit.cells.items():
                for places in self.audit.unknowns.told if key not in self.audit.hidden else ():
                    yield Target(key, self.audit.unknowns.one(cell, *places), 1)

    def settle(self) -> None:
        """Rule 4: solve and hide until no target is narrow."""
        while narrow := self.narrow():
            if len(narrow) > FEW:  # most are wide open, and two points show it of many
                self.learn(spread(len(self.audit.unknowns), self.rows(), narrow))
                if len(self.narrow()) < len(narrow):
                    continue
            self.hide_for(narrow[0])

    def hide_for(self, target: Target) -> None:
        """Hide the cheapest cells that leave the target wide enough."""
        try:
            points, cells = cheapest(len(self.audit.unknowns), self.rows(), self.audit.costs(), target)
        except Infeasible:
            if not self.readers.pasts and not self.readers.heart:
                raise
            self.yield_to_past(target)
        else:
            self.audit.hide(cells)
            self.learn(points)

    def yield_to_past(self, target: Target) -> None:
        """Ask of a target no more than what cannot be hidden any more leaves open of it, and all of that."""
        costs = self.audit.costs()
        stays = [row for row in self.rows() if row.cell not in costs]
        ends = spread(len(self.audit.unknowns), stays, [target]) @ dense(target.sum, len(self.audit.unknowns))
        at = next(at for at, other in enumerate(self.targets) if other is target)
        self.targets[at] = target._replace(need=max(ends.max() - ends.min() - HAIR, 0.0))

    def rows(self) -> list[Row]:
        """Everything these readers can see."""
        return [*self.audit.rows(), *self.fixed]

    def learn(self, points: Any) -> None:
        """Every point that fits what is published widens what is known to be possible."""
        import numpy as np  # noqa: PLC0415 - workers only

        self.points = np.concatenate([self.points, points])
        seen = self.matrix @ points.T
        self.low, self.high = np.minimum(self.low, seen.min(axis=1)), np.maximum(self.high, seen.max(axis=1))

    def narrow(self) -> list[Target]:
        """Targets not known to be wide."""
        widths = self.high - self.low
        return [target for target, width in zip(self.targets, widths, strict=True) if width < target.need - EPSILON]

    def confirm(self) -> None:
        """The last audit: points that fit everything told in the end keep every target open."""
        if not self.targets:
            return
        seen = self.matrix @ self.points[fitting(self.points, self.rows())].T
        for target, width in zip(self.targets, seen.max(axis=1) - seen.min(axis=1), strict=True):
            if width < target.need - 10 * EPSILON:
                raise Unaudited(target.what)


def small_levels(facts: Facts) -> list[int]:
    """The levels that an outcome row may not tell."""
    return [level for level, count in enumerate(facts.counts) if not is_safe((count, facts.n - count))]


def said(row: Row) -> tuple[tuple[tuple[int, float], ...], float, float]:
    """A row that can be told from others: several releases often say the same."""
    return tuple(sorted(row.sum.items())), row.low, row.high
