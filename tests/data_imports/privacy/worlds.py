"""Other worlds: whole numbers of people that read, to the letter, as everything that some readers have seen.

A hidden number is safe where two such worlds lie far enough apart in it. Worlds are looked for by an integer program
that shares no row with the engine's audit, and count only once every shown cell has been told again from them.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from data_imports.privacy import SMALLEST_GROUP, Cell, Earlier, Facts, Kind, Profile
from data_imports.privacy.showing import favourable_band

from .told import MOST, Release, counts_that_read, few, is_small, parts, parts_that_read, reads, sizes_that_read

HAIR = 1e-4  # inside the ends of what a rounded number leaves open

Held = Collection[int]  # releases by place


class Place(NamedTuple):
    """A number of a release: a variable of the world, and what to take from it to have the release's own number."""

    variable: int
    less: float


class Target(NamedTuple):
    """A hidden number, as a sum of variables; in sums of values a person weighs `unit`."""

    at: int
    name: str
    variables: tuple[int, ...]
    need: float
    unit: float = 1.0


class Worlds:
    """All that fits what the readers of some releases of one family have seen; those in profile A they know by heart.

    People of one crossing are the same in two releases. Where fewer than the smallest group of them moved, readers know
    who; from there on nothing of one release is taken from the other.
    """

    def __init__(self, seen: Sequence[Earlier]) -> None:
        self.seen = [Release(release) for release in seen]
        self.everything = frozenset(range(len(self.seen)))
        self.least = min((SMALLEST_GROUP[s.profile] for s in self.seen if not s.is_by_heart), default=0)
        self.truth: list[float] = []
        self.is_whole: list[bool] = []
        self.low: list[float] = []
        self.places: list[dict[tuple[str, ...], list[Place]]] = []
        self.known: set[int] = set()
        for at, release in enumerate(self.seen):
            self.places.append({atom: self._placed(at, atom) for atom in release.family.atoms})
            if release.is_by_heart:
                self.known |= {place.variable for places in self.places[at].values() for place in places}
        self.told = [
            release.told(at, cell)
            for at, release in enumerate(self.seen)
            if not release.is_by_heart
            for cell in release.shown
        ]
        # each world with the releases that read alike in it, and so fit whatever part of them somebody reads
        self.found = [(self.everything, np.array(self.truth))]
        self.looked: set[tuple[tuple[int, ...], frozenset[int]]] = set()

    def _placed(self, at: int, atom: tuple[str, ...]) -> list[Place]:
        family = self.seen[at].family
        facts = family.atoms[atom]
        for before in range(at - 1, -1, -1):
            other = self.seen[before].family
            was = other.atoms.get(atom)
            if was is None or len(was.counts) != len(facts.counts) or other.spans != family.spans:
                continue
            steps = [now - then for now, then in zip(facts.counts, was.counts, strict=True)]
            # who changed levels has left one and joined another: one person
            moved = max(sum(step for step in steps if step > 0), -sum(step for step in steps if step < 0))
            if moved >= max(self.least, 1):
                break
            now, then = (*facts.counts, *facts.sums), (*was.counts, *was.sums)
            pairs = zip(self.places[before][atom], now, then, strict=True)
            found = [Place(place.variable, place.less + t - n) for place, n, t in pairs]
            for place in found[: len(facts.counts)]:
                self.low[place.variable] = max(self.low[place.variable], place.less)
            return found
        first = len(self.truth)
        numbers = (*facts.counts, *facts.sums)
        self.truth += numbers
        self.is_whole += [True] * len(facts.counts) + [False] * len(facts.sums)
        self.low += [0.0] * len(facts.counts) + [-np.inf] * len(facts.sums)
        return [Place(first + place, 0.0) for place in range(len(numbers))]

    def facts(self, world: np.ndarray, at: int, cell: Cell) -> Facts:
        """A cell of a release in a world."""
        levels = self.seen[at].family.levels
        rows = [[world[p.variable] - p.less for p in self.places[at][atom]] for atom in cell.atoms]
        numbers = [sum(row[place] for row in rows) for place in range(len(rows[0]))]
        return Facts(tuple(round(number) for number in numbers[:levels]), tuple(numbers[levels:]))

    def reads_alike(self, world: np.ndarray, held: Held) -> bool:
        """Whether every shown cell of some releases reads as it did."""
        return all(
            reads(self.seen[at].family, self.facts(world, at, cell), self.seen[at].profile, in_levels=levels) == text
            for at, cell, text, levels in self.told
            if at in held
        )

    def rows(self, held: Held) -> Iterator[tuple[dict[int, float], float, float]]:
        """What the shown cells say, and that a person adds no more to a sum than one can."""
        for at, cell, text, in_levels in self.told:
            if at in held:
                yield from self._rows_of(at, cell, text, in_levels=in_levels)
        for at, release in enumerate(self.seen):
            levels = release.family.levels
            for places in self.places[at].values():
                for total, (low, high) in zip(places[levels:], release.family.spans, strict=True):
                    people = places[:levels]
                    yield self._row([(total, 1.0), *((p, -low) for p in people)], 0.0, np.inf)
                    yield self._row([(total, 1.0), *((p, -high) for p in people)], -np.inf, 0.0)

    def _row(
        self, parts: Sequence[tuple[Place, float]], low: float, high: float
    ) -> tuple[dict[int, float], float, float]:
        row: dict[int, float] = {}
        less = sum(place.less * weight for place, weight in parts)
        for place, weight in parts:
            row[place.variable] = row.get(place.variable, 0.0) + weight
        return row, low + less, high + less

    def _rows_of(
        self, at: int, cell: Cell, text: tuple[object, ...], *, in_levels: bool
    ) -> Iterator[tuple[dict[int, float], float, float]]:
        release = self.seen[at]
        words, shares, figures = text
        levels, n = release.family.levels, release.family.facts(cell).n
        columns = list(zip(*(self.places[at][atom] for atom in cell.atoms), strict=True))
        people = [place for column in columns[:levels] for place in column]
        is_exact = words == str(n)
        first, last = (n, n) if is_exact else sizes_that_read(words, release.profile)
        yield self._row([(place, 1.0) for place in people], first, last if last < MOST - 1 else np.inf)
        if release.family.kind is Kind.ANSWERS:
            alike = [c for c in range(n + 1) if favourable_band(c, n).text == shares[0]]
            yield self._row([(place, 1.0) for place in columns[1]], alike[0], alike[-1])
            return
        for part, said in zip(parts(release.family, in_levels=in_levels), shares, strict=True):
            ones = [(place, 1.0) for level in part for place in columns[level]]
            if is_exact:
                yield self._row(ones, *counts_that_read(said, n, release.profile))
            else:
                low, high = parts_that_read(said, words, release.profile)
                yield self._row([*ones, *((place, -low) for place in people)], 0.0, np.inf)
                yield self._row([*ones, *((place, -high) for place in people)], -np.inf, 0.0)
        half = 0.05 if release.profile is Profile.LEAP else 0.5
        for column, said in zip(columns[levels:], figures, strict=True):
            ones = [(place, 1.0) for place in column]
            low, high = float(said) - half + HAIR, float(said) + half - HAIR
            yield self._row([*ones, *((place, -low) for place in people)], 0.0, np.inf)
            yield self._row([*ones, *((place, -high) for place in people)], -np.inf, 0.0)

    def targets(self, held: Held) -> Iterator[Target]:
        """Every number of every small cell of some releases, as far as the readers do not know it by heart."""
        for at, release in enumerate(self.seen):
            for cell in () if release.is_by_heart or at not in held else release.family.cells:
                facts, family = release.family.facts(cell), release.family
                rest = [a for a in cell.atoms if not {p.variable for p in self.places[at][a]} & self.known]
                if not facts.n or not rest:
                    continue
                left = family.facts(Cell("", frozenset(rest)))
                if is_small(family, facts, self.least):
                    if is_small(family, left, self.least):
                        yield from self._of(at, cell, rest)
                elif left == facts:
                    yield from self._of_levels(at, cell, facts)

    def _of(self, at: int, cell: Cell, rest: Sequence[tuple[str, ...]]) -> Iterator[Target]:
        family = self.seen[at].family
        columns = list(zip(*(self.places[at][atom] for atom in rest), strict=True))
        people = tuple(place.variable for column in columns[: family.levels] for place in column)
        yield Target(at, f"{family.key} {cell.key} n", people, self.least)
        each = [range(level, level + 1) for level in range(family.levels if family.levels > 1 else 0)]
        for levels in parts(family) or each:
            variables = tuple(place.variable for level in levels for place in columns[level])
            yield Target(at, f"{family.key} {cell.key} levels {[*levels]}", variables, self.least)
        for column, (low, high) in zip(columns[family.levels :], family.spans, strict=True):
            variables = tuple(p.variable for p in column)
            yield Target(at, f"{family.key} {cell.key} sum", variables, self.least, high - low)

    def _of_levels(self, at: int, cell: Cell, facts: Facts) -> Iterator[Target]:
        """One to three people in a level of a cell that is large enough: at least as open as four people are.

        What a team can subtract from a shown row it may know, so this asks nothing of rows with students of theirs.
        """
        family = self.seen[at].family
        for levels in parts(family):
            if few(facts, levels):
                variables = tuple(self.places[at][atom][level].variable for atom in cell.atoms for level in levels)
                yield Target(at, f"{family.key} {cell.key} levels {[*levels]}", variables, 4)

    def width(self, target: Target, held: Held) -> float:
        """How far apart the worlds that were found are in a target, where those releases read alike."""
        numbers = [world[list(target.variables)].sum() for alike, world in self.found if alike.issuperset(held)]
        return (max(numbers) - min(numbers)) / target.unit

    def look(self, target: Target, held: Held) -> None:
        """Find the worlds for a target where those releases read alike, once."""
        asked = target.variables, frozenset(held)
        if asked not in self.looked:
            self.looked.add(asked)
            self.found += [(asked[1], world) for world in self.search(target, held)]

    def search(self, target: Target, held: Held) -> Iterator[np.ndarray]:
        """The worlds in which the target is least and most, if some releases read alike in them."""
        size_ = len(self.truth)
        rows = list(self.rows(held))
        matrix = np.zeros((len(rows) + 1, size_))
        for at, (row, _low, _high) in enumerate(rows):
            matrix[at, list(row)] = list(row.values())
        goal = np.zeros(size_)
        goal[list(target.variables)] = 1.0
        low = np.array(self.low)
        high = np.where(self.is_whole, np.array(self.truth) + MOST, np.inf)
        for place in self.known:
            low[place] = high[place] = self.truth[place]
        limits = ([row[1] for row in rows], [row[2] for row in rows])
        constraints = LinearConstraint(matrix[:-1], *limits) if rows else ()
        for way in (1.0, -1.0):
            found = milp(
                way * goal,
                constraints=constraints,
                bounds=Bounds(low, high),
                integrality=np.array(self.is_whole, dtype=int),
                options={"time_limit": 20.0, "mip_rel_gap": 0.05},
            )
            if found.x is not None:
                world = np.where(self.is_whole, np.round(found.x), found.x)
                if self.reads_alike(world, held):
                    yield world

    def narrow(self, held: Held) -> list[str]:
        """The small numbers that some releases, read together, do not leave open widely enough.

        What all releases before a cell's own had told already is no fault of that one.
        """
        found = []
        for target in self.targets(held):
            if self.width(target, held) < target.need:
                self.look(target, self.everything)
            if self.width(target, held) >= target.need - HAIR:
                continue
            before = range(target.at)
            self.look(target, before)
            need = min(target.need, self.width(target, before)) - HAIR
            if self.width(target, held) < need:
                self.look(target, held)
            if self.width(target, held) < need:
                found.append(f"{target.name}: {self.width(target, held):.2f} of {target.need:.2f}")
        return found
