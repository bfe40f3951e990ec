"""Releases audited as one: which of their people are the same, and what an earlier one said, in the words of the later.

Readers keep what they were told. Fewer than the smallest group of people who moved in a crossing count as known to
them; from there on they are strangers, and nothing of one release can be taken from the other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from data_imports.privacy.profiles import SMALLEST_GROUP, Profile
from data_imports.privacy.solver import Row, Sum, Target, Unknowns
from data_imports.privacy.tables import Atom, Facts, Family

STRANGERS = max(SMALLEST_GROUP.values())


@dataclass(frozen=True)
class Earlier:
    """What an earlier release showed of a family, as it was then.

    `scope` is the team it was about, if it was one; versions of one packet in one profile are of one `series`.
    """

    family: Family
    hidden: frozenset[str]
    profile: Profile
    scope: str = ""
    series: str = ""

    @property
    def is_silent(self) -> bool:
        """Whether all of it was hidden."""
        return all(cell.key in self.hidden for cell in self.family.cells)


class Standing(NamedTuple):
    """Where an atom of an earlier release stands in the joint program, and how far its numbers were off."""

    atom: Atom
    facts: Facts
    off: tuple[float, ...]


@dataclass(frozen=True)
class Past:
    """An earlier release in the joint program: `places` of its unknowns, and `off`, what was more there than here."""

    release: Earlier
    unknowns: Unknowns
    places: tuple[int, ...]
    off: tuple[float, ...]

    def row(self, row: Row) -> Row:
        """A row of its own as one of the joint program; it cannot be hidden any more."""
        shift = sum(self.off[at] * weight for at, weight in row.sum.items())
        return Row("", self.sum(row.sum), row.low - shift, row.high - shift)

    def sum(self, sum_: Sum) -> Sum:
        """A sum of its own unknowns, in those of the joint program."""
        return {self.places[at]: weight for at, weight in sum_.items()}

    def rows(self) -> Iterable[Row]:
        """Everything it told."""
        family = self.release.family
        for cell in family.cells:
            if cell.key not in self.release.hidden and family.facts(cell).n:
                rows = [*self.unknowns.published(cell, self.release.profile)]
                if family.tells_levels(cell) and cell.levels not in self.release.hidden:
                    rows += self.unknowns.published_levels(cell, self.release.profile)
                yield from map(self.row, rows)

    def targets(self, targets: Iterable[Target]) -> list[Target]:
        """Targets of its own, in the joint program."""
        return [target._replace(sum=self.sum(target.sum)) for target in targets]


def joined(family: Family, earlier: Sequence[Earlier]) -> tuple[Family, list[Past]]:
    """The family with everybody whom earlier releases (newest first) spoke of, and those releases.

    Releases that tell other levels or scales apart share nobody with it.
    """
    atoms = dict(family.atoms)
    latest = {atom: Standing(atom, facts, (0.0,) * numbers(family)) for atom, facts in atoms.items()}
    placed = []
    for number, release in enumerate(earlier, start=1):
        is_alike = (release.family.levels, release.family.spans) == (family.levels, family.spans)
        standing = stood(release.family, latest if is_alike else {}, number)
        atoms |= {found.atom: found.facts for found in standing.values() if found.atom not in atoms}
        if is_alike:
            latest |= standing
            placed.append((release, standing))
    unknowns = Unknowns(replace(family, atoms=atoms))
    return unknowns.family, [past(unknowns, told, standing) for told, standing in placed]


def numbers(family: Family) -> int:
    """How many unknowns an atom has."""
    return family.levels + len(family.spans)


def stood(before: Family, latest: dict[Atom, Standing], number: int) -> dict[Atom, Standing]:
    """Each atom of an earlier family beside the next later one of the same people, or by itself."""
    found = {}
    unknowns = Unknowns(before)
    for atom, facts in before.atoms.items():
        later = latest.get(atom)
        if later is None or moved(facts, later.facts) >= STRANGERS:
            found[atom] = Standing((*atom, f"#{number}"), facts, (0.0,) * numbers(before))
            continue
        here = (*later.facts.counts, *unknowns.scaled(later.facts))
        there = (*facts.counts, *unknowns.scaled(facts))
        off = tuple(o + t - h for o, t, h in zip(later.off, there, here, strict=True))
        found[atom] = Standing(later.atom, facts, off)
    return found


def moved(before: Facts, now: Facts) -> int:
    """How many people moved in an atom, at least."""
    apart = [b - a for a, b in zip(before.counts, now.counts, strict=True)]
    return max(sum(max(step, 0) for step in apart), sum(max(-step, 0) for step in apart))


def past(unknowns: Unknowns, release: Earlier, standing: dict[Atom, Standing]) -> Past:
    """A release with its places in the joint program."""
    own = Unknowns(release.family)
    places = [unknowns.places[found.atom] + at for found in standing.values() for at in range(own.width)]
    off = [step for found in standing.values() for step in found.off]
    return Past(release, own, tuple(places), tuple(off))
