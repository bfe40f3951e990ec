"""What a reader can conclude from published numbers, by linear programming (HiGHS through SciPy).

The unknowns are people by atom and level, and the sums of their values in *person units*: (value - lowest) /
(highest - lowest), so that one person adds 0 to 1 to either. SciPy is loaded inside, for workers only: the web process
imports this module and must stay small.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from data_imports.privacy.showing import MANY, favourable_ends, fit, places, sizes
from data_imports.privacy.tables import Cell, Facts, Family, Kind

if TYPE_CHECKING:
    import numpy as np

    from data_imports.privacy.profiles import Profile

EPSILON = 1e-6
FITS = 1e-5  # how far a point may miss what a row says


class Infeasible(Exception):
    """No point fits the rows."""


Sum = dict[int, float]  # coefficients by unknown


class Row(NamedTuple):
    """A sum of unknowns lies between two numbers, because `cell` is published (empty: as people are)."""

    cell: str
    sum: Sum
    low: float
    high: float


class Target(NamedTuple):
    """A sum of unknowns that must stay open by `need` people at least."""

    what: str
    sum: Sum
    need: float


class Unknowns:
    """The places of a family's unknowns, and the truth about them; `told` are those that cells tell of."""

    def __init__(self, family: Family) -> None:
        self.family = family
        self.levels = family.levels
        self.width = self.levels + len(family.spans)
        halves = family.halves if family.kind is Kind.SHARES and family.levels > 2 else ()
        first = 0 if self.levels > 1 else 1  # a single level is the people themselves
        self.told = (*halves, *((place,) for place in range(first, self.width)))
        self.places = {atom: at * self.width for at, atom in enumerate(family.atoms)}

    def __len__(self) -> int:
        return len(self.places) * self.width

    def truth(self) -> list[float]:
        """The true value of every unknown."""
        values: list[float] = []
        for facts in self.family.atoms.values():
            values += [*facts.counts, *self.scaled(facts)]
        return values

    def scaled(self, facts: Facts) -> list[float]:
        """Sums in person units."""
        pairs = zip(facts.sums, self.family.spans, strict=True)
        return [(total - facts.n * low) / (high - low) for total, (low, high) in pairs]

    def people(self, cell: Cell) -> Sum:
        """How many people are in a cell."""
        return {self.places[atom] + level: 1.0 for atom in cell.atoms for level in range(self.levels)}

    def one(self, cell: Cell, *places: int) -> Sum:
        """A level, or (after the levels) a sum, of a cell; or several of them together."""
        return {self.places[atom] + place: 1.0 for atom in cell.atoms for place in places}

    def nature(self) -> Iterator[Row]:
        """What holds whatever is published: nobody adds more than one person unit to a sum."""
        for at in self.places.values():
            for place in range(self.levels, self.width):
                yield Row("", {at + place: 1.0} | {at + level: -1.0 for level in range(self.levels)}, -MANY, 0.0)

    def published(self, cell: Cell, profile: "Profile") -> Iterator[Row]:
        """What a shown cell says, but for its levels."""
        facts, people = self.family.facts(cell), self.people(cell)
        exact = self.family.kind is Kind.COUNTS
        if self.family.kind is Kind.ANSWERS:  # who was asked knows how many answered
            yield Row(cell.key, people, facts.n, facts.n)
            yield Row(cell.key, self.one(cell, 1), *favourable_ends(facts.counts[1], facts.n))
            return
        least, most = (facts.n, facts.n) if exact else sizes(facts.n, profile)
        yield Row(cell.key, people, least, most)
        if self.levels > 1:
            yield from self.shares(cell.key, cell, self.family.halves, profile)
        if facts.n:
            for place, (low, high) in enumerate(self.family.spans):
                half = 0.5 * 10.0 ** -places(profile)
                middle = round(facts.sums[place] / facts.n, places(profile))
                ends = ((middle - half - low) / (high - low), (middle + half - low) / (high - low))
                yield from self.between(cell.key, cell, (self.levels + place,), *ends)

    def published_levels(self, cell: Cell, profile: "Profile") -> Iterator[Row]:
        """What the levels of a shown cell say."""
        yield from self.shares(cell.levels, cell, [(level,) for level in range(self.levels)], profile)

    def shares(self, key: str, cell: Cell, parts: Iterable[tuple[int, ...]], profile: "Profile") -> Iterator[Row]:
        """Shares of a cell's people, each of some levels together."""
        facts = self.family.facts(cell)
        least, most = sizes(facts.n, profile)
        for part in parts:
            told = fit(sum(facts.counts[level] for level in part), facts.n, profile)
            yield Row(key, self.one(cell, *part), told.lowest, told.highest)
            if least < most:
                yield from self.between(key, cell, part, told.low, told.high)

    def between(self, key: str, cell: Cell, places: Sequence[int], low: float, high: float) -> Iterator[Row]:
        """Levels or a sum are a share of the cell's people between `low` and `high`."""
        one, people = self.one(cell, *places), self.people(cell)
        for bound, ends in ((low, (0.0, MANY)), (high, (-MANY, 0.0))):
            combined = {at: one.get(at, 0.0) - bound * people.get(at, 0.0) for at in one | people}
            yield Row(key, combined, *ends)


def fitting(points: Any, rows: Sequence[Row]) -> Any:
    """Which points fit all rows."""
    import numpy as np  # noqa: PLC0415 - workers only

    if not rows:
        return np.full(len(points), True)
    matrix, low, high = system(rows, points.shape[1])
    seen = matrix @ points.T
    return ((seen >= low[:, None] - FITS) & (seen <= high[:, None] + FITS)).all(axis=0) & (points >= -FITS).all(axis=1)


def spread(size: int, rows: Sequence[Row], targets: Sequence[Target]) -> "np.ndarray[Any, Any]":
    """Two points that together leave as many targets as wide open as one program can say."""
    import numpy as np  # noqa: PLC0415 - workers only
    from scipy import sparse  # noqa: PLC0415

    matrix, low, high = system(rows, size)
    goals = sparse.csr_array(np.array([dense(target.sum, size) for target in targets]))
    count = len(targets)
    apart = sparse.hstack([goals, -goals, -sparse.eye_array(count)])
    needs = np.array([target.need for target in targets])
    both = sparse.hstack([sparse.block_diag([matrix, matrix]), sparse.csr_array((2 * len(rows), count))])
    whole = sparse.vstack([both, apart], format="csr")
    lows = np.concatenate([low, low, np.zeros(count)])
    highs = np.concatenate([high, high, np.full(count, np.inf)])
    most = np.concatenate([np.full(2 * size, MANY), needs])
    solved = solve(np.concatenate([np.zeros(2 * size), -1 / needs]), whole, lows, highs, most)
    return solved[: 2 * size].reshape(2, size)


def cheapest(
    size: int, rows: Sequence[Row], costs: Mapping[str, float], target: Target
) -> tuple["np.ndarray[Any, Any]", set[str]]:
    """Two points `need` apart in the target, and the cells to hide so that both fit what remains: the cheapest ones.

    No cells mean that the target is wide enough already. Rows of cells without a cost stay whatever happens.
    """
    import numpy as np  # noqa: PLC0415 - workers only
    from scipy import sparse  # noqa: PLC0415

    matrix, low, high = system(rows, size)
    free = [at for at, row in enumerate(rows) if row.cell in costs]
    slack = sparse.csr_array((np.ones(len(free)), (free, range(len(free)))), shape=(len(rows), len(free)))
    below, above = sparse.hstack([matrix, slack, -slack]), None
    both = sparse.block_diag([below, below], format="csr")
    goal = dense(target.sum, size)
    above = np.concatenate([goal, np.zeros(2 * len(free)), -goal, np.zeros(2 * len(free))])
    whole = sparse.vstack([both, sparse.csr_array(above[None, :])], format="csr")
    price = np.array([costs[rows[at].cell] for at in free])
    prices = np.concatenate([np.zeros(size), price, price] * 2)
    solved = solve(prices, whole, np.concatenate([low, low, [target.need]]), np.concatenate([high, high, [np.inf]]))
    parts = solved.reshape(2, -1)
    moved = parts[:, size:].reshape(4, -1).max(axis=0) > EPSILON if free else []
    return parts[:, :size], {rows[at].cell for at, is_moved in zip(free, moved, strict=True) if is_moved}


def dense(total: Sum, size: int) -> "np.ndarray[Any, Any]":
    """Coefficients of every unknown."""
    import numpy as np  # noqa: PLC0415 - workers only

    vector = np.zeros(size)
    vector[list(total)] = list(total.values())
    return vector


def system(rows: Sequence[Row], size: int) -> tuple[Any, "np.ndarray[Any, Any]", "np.ndarray[Any, Any]"]:
    """Rows as a sparse matrix with its bounds."""
    import numpy as np  # noqa: PLC0415 - workers only
    from scipy import sparse  # noqa: PLC0415

    values = [value for row in rows for value in row.sum.values()]
    places = [at for row in rows for at in row.sum]
    lines = [line for line, row in enumerate(rows) for _ in row.sum]
    matrix = sparse.csr_array((values, (lines, places)), shape=(len(rows), size))
    return matrix, np.array([row.low for row in rows]), np.array([row.high for row in rows])


def solve(goal: Any, matrix: Any, low: Any, high: Any, most: Any = MANY) -> "np.ndarray[Any, Any]":
    """The cheapest point with every unknown from 0 to `most`."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - workers only

    found = milp(goal, constraints=LinearConstraint(matrix, low, high), bounds=Bounds(0, most))
    if found.x is None:
        raise Infeasible(found.message)
    return found.x  # type: ignore[no-any-return]
