"""The one loop: hide what is small, then the cheapest further cells, until every hidden number is wide open.

Rules 1, 4, 5 and 7 of the district's privacy design. A table that fails its last audit is not published.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from data_imports.privacy.profiles import SMALLEST_CELL, SMALLEST_GROUP, Profile
from data_imports.privacy.solver import EPSILON, Infeasible, Row, Target, Unknowns, cheapest, extremes, spread
from data_imports.privacy.tables import Atom, Cell, Facts, Family, Kind, is_primary, merged

FEW = 3
TOTAL_COSTS = 1_000
SLACK = 1  # whole numbers fit rounded shares a little more tightly than the program's fractions do


class Unaudited(Exception):
    """A table failed its last audit and is not published."""


@dataclass(frozen=True)
class Earlier:
    """What an earlier release showed of a family, as it was then."""

    family: Family
    hidden: frozenset[str]
    profile: Profile


def audited(family: Family, profile: Profile, earlier: Sequence[Earlier] = ()) -> frozenset[str]:
    """The keys of the cells to hide: none of them can then be told from the others."""
    if profile is Profile.DIRECT or not family.atoms:
        return frozenset()
    wide, known = joined(family, earlier)
    audit = Audit(wide, profile)
    views = [View(audit, profile)]
    for release in known:
        if release.family.levels != wide.levels:
            return frozenset(audit.cells)
        views.append(View(audit, min(profile, release.profile, key=SMALLEST_GROUP.__getitem__), release))
    while True:
        before = len(audit.hidden)
        for view in views:
            view.settle()
        audit.hide_parents_of_medians()
        if len(audit.hidden) == before:
            break
    for view in views:
        view.confirm()
    return frozenset(audit.hidden)


def joined(family: Family, earlier: Sequence[Earlier]) -> tuple[Family, list[Earlier]]:
    """Earlier releases that still speak of the same people, the latest first, and the family with all their atoms.

    Where people changed meanwhile, rule 7 has asked that enough of them did; then nothing can be subtracted.
    """
    atoms, known = dict(family.atoms), []
    for release in earlier:
        whole = merged(release.family, release.profile)
        both = whole.atoms.keys() & atoms.keys()
        if both and all(same(whole, release.family, atom, atoms[atom]) for atom in both):
            atoms = {**whole.atoms, **atoms}
            known.append(replace(release, family=whole))
    return replace(family, atoms=atoms), known


def same(whole: Family, before: Family, atom: Atom, now: Facts) -> bool:
    """Whether an atom is as it was, merged or not."""
    return now in (whole.atoms[atom], before.atoms[atom])


class Audit:
    """A family with what is hidden of it so far."""

    def __init__(self, family: Family, profile: Profile) -> None:
        self.family, self.profile = family, profile
        self.unknowns = Unknowns(family)
        self.cells = {cell.key: cell for cell in family.cells if family.facts(cell).n}
        self.facts = {key: family.facts(cell) for key, cell in self.cells.items()}
        self.hidden: set[str] = set()
        self.known: dict[str, list[Row]] = {}
        self.hide(key for key, facts in self.facts.items() if is_primary(family, facts, SMALLEST_GROUP[profile]))
        self.hide_parents_of_medians()

    def hide(self, keys: Iterable[str]) -> None:
        """Hide cells, and with each the other one of its pair."""
        self.hidden |= set(keys)
        pairs = {self.cells[key].pair for key in self.hidden if key in self.cells} - {""}
        self.hidden |= {key for key, cell in self.cells.items() if cell.pair in pairs}

    def hide_parents_of_medians(self) -> None:
        """Rule 5: a median of all stands beside no hidden part."""
        if self.family.kind is Kind.MEDIANS and self.hidden:
            self.hide(key for key, cell in self.cells.items() if cell.is_total)

    def rows(self) -> list[Row]:
        """What is published now. An empty cell shows its zero where counts are told."""
        cells = [cell for cell in self.family.cells if cell.key not in self.hidden]
        if self.family.kind is not Kind.COUNTS:
            cells = [cell for cell in cells if cell.key in self.cells]
        return [row for cell in cells for row in self.said(cell)]

    def said(self, cell: Cell) -> list[Row]:
        """What one cell says; worked out once."""
        if cell.key not in self.known:
            self.known[cell.key] = list(self.unknowns.published(cell, self.profile))
        return self.known[cell.key]

    def costs(self) -> dict[str, float]:
        """What hiding a cell costs its readers: its people; a total only where nothing else is left."""
        whole = max(facts.n for facts in self.facts.values())
        return {
            key: facts.n + (TOTAL_COSTS * whole if self.cells[key].is_total else 0)
            for key, facts in self.facts.items()
            if key not in self.hidden
        }


class View:
    """One group of readers: what they can see besides, and how wide hidden numbers must be for them."""

    def __init__(self, audit: Audit, profile: Profile, earlier: Earlier | None = None) -> None:
        import numpy as np  # noqa: PLC0415 - workers only

        self.audit, self.least = audit, SMALLEST_GROUP[profile]
        self.fixed = [*self.said_before(earlier), *audit.unknowns.nature()]
        cells = [*audit.family.cells, *(earlier.family.cells if earlier else ())]
        small = [cell for cell in cells if is_primary(audit.family, audit.family.facts(cell), self.least)]
        self.primary = [target for cell in small for target in self.of_cell(cell)]
        self.targets = [*self.primary, *self.of_atoms(), *([] if earlier else self.of_shown())]
        self.is_joint = earlier is not None
        self.matrix = np.zeros((len(self.targets), len(audit.unknowns)))
        for at, target in enumerate(self.targets):
            self.matrix[at, list(target.sum)] = list(target.sum.values())
        truth = self.matrix @ np.array(audit.unknowns.truth())
        self.low, self.high = truth, truth

    def said_before(self, earlier: Earlier | None) -> list[Row]:
        """What an earlier release told; it cannot be hidden any more."""
        if earlier is None:
            return []
        unknowns, before = self.audit.unknowns, earlier.family
        cells = [cell for cell in before.cells if cell.key not in earlier.hidden and before.facts(cell).n]
        return [row._replace(cell="") for cell in cells for row in unknowns.published(cell, earlier.profile)]

    def of_cell(self, cell: Cell) -> list[Target]:
        """A primary cell: its people, each level and each sum."""
        unknowns, kind = self.audit.unknowns, self.audit.family.kind
        need = self.least + (SLACK if kind is Kind.SHARES and self.audit.profile is Profile.OUTSIDE else 0)
        first = 0 if unknowns.levels > 1 else 1  # a single level is the people themselves
        return [
            Target(cell.key, unknowns.people(cell), need),
            *(Target(cell.key, unknowns.one(cell, place), need) for place in range(first, unknowns.width)),
        ]

    def of_atoms(self) -> list[Target]:
        """What the tables imply without showing it, such as the grade's students who are in none of its teams."""
        found = []
        for atom, facts in self.audit.family.atoms.items():
            cell = Cell("/".join(atom), frozenset({atom}))
            if 0 < facts.n < self.least:
                found.append(Target(cell.key, self.audit.unknowns.people(cell), self.least))
            if self.audit.family.kind is Kind.SHARES:
                found += [
                    Target(cell.key, self.audit.unknowns.one(cell, level), SMALLEST_CELL)
                    for level, count in enumerate(facts.counts)
                    if 0 < count < SMALLEST_CELL
                ]
        return found

    def of_shown(self) -> list[Target]:
        """Rule 3: outside, at least two counts fit every shown value."""
        if self.audit.profile is not Profile.OUTSIDE or self.audit.family.kind is not Kind.SHARES:
            return []
        shown = [cell for key, cell in self.audit.cells.items() if key not in self.audit.hidden]
        levels = range(self.audit.unknowns.levels)
        return [Target(cell.key, self.audit.unknowns.one(cell, level), 1) for cell in shown for level in levels]

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
            if not self.is_joint:
                raise
            self.give_up(target)  # told by earlier releases alone: hiding more now protects nobody
        else:
            self.audit.hide(cells)
            self.learn(points)

    def give_up(self, target: Target) -> None:
        """Ask no more after a target."""
        kept = [at for at, other in enumerate(self.targets) if other is not target]
        self.targets = [self.targets[at] for at in kept]
        self.primary = [other for other in self.primary if other is not target]
        self.matrix, self.low, self.high = self.matrix[kept], self.low[kept], self.high[kept]

    def rows(self) -> list[Row]:
        """Everything these readers can see."""
        return [*self.audit.rows(), *self.fixed]

    def learn(self, points: Any) -> None:
        """Every point that fits what is published widens what is known to be possible."""
        import numpy as np  # noqa: PLC0415 - workers only

        seen = self.matrix @ points.T
        self.low, self.high = np.minimum(self.low, seen.min(axis=1)), np.maximum(self.high, seen.max(axis=1))

    def narrow(self) -> list[Target]:
        """Targets not known to be wide."""
        widths = self.high - self.low
        return [target for target, width in zip(self.targets, widths, strict=True) if width < target.need - EPSILON]

    def confirm(self) -> None:
        """The last audit: minimise and maximise every primary number of the accepted tables."""
        if not self.primary:
            return
        points = extremes(len(self.audit.unknowns), self.rows(), self.primary)
        for at, target in enumerate(self.primary):
            low, high = (sum(points[2 * at + end][i] * c for i, c in target.sum.items()) for end in (0, 1))
            if high - low < target.need - 10 * EPSILON:
                raise Unaudited(target.what)
