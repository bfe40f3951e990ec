"""A release: a fixed list of families, audited together with what earlier releases told, before anything is shown."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from data_imports.privacy.audit import Unaudited, audited
from data_imports.privacy.joint import Earlier
from data_imports.privacy.profiles import HIDDEN, Profile
from data_imports.privacy.showing import Shown, average, favourable_band, share, size
from data_imports.privacy.solver import Infeasible
from data_imports.privacy.tables import Cell, Facts, Family, Kind, ShownCell, ShownFamily, halved

logger = logging.getLogger(__name__)

BLANK = Shown(HIDDEN, None)


@dataclass(frozen=True)
class Release:
    """Families, the cells that are hidden of each, and what readers see; nothing else about them leaves.

    Of families that are `waiting` for more people to move nothing is shown.
    """

    profile: Profile
    families: tuple[Family, ...]
    hidden: Mapping[str, frozenset[str]]
    shown: Mapping[str, ShownFamily]
    waiting: frozenset[str] = frozenset()


def released(
    families: Iterable[Family],
    profile: Profile,
    earlier: Mapping[str, Sequence[Earlier]] | None = None,
    waiting: Iterable[str] = (),
) -> Release:
    """Every family as `profile` may see it; `earlier` releases to overlapping readers are audited with it.

    Of those `waiting` until more people have moved nothing is shown.
    """
    before = earlier or {}
    whole = tuple(as_fine(family, before.get(family.key, ())) for family in families)
    hidden, shown = {}, {}
    for family in whole:
        own = family.profile or profile
        all_of_it = frozenset(cell.key for cell in family.cells)
        is_waiting = family.key in waiting
        hidden[family.key] = all_of_it if is_waiting else to_hide(family, own, before.get(family.key, ()))
        shown[family.key] = told(family, own, hidden[family.key])
    return Release(profile, whole, hidden, shown, frozenset(waiting))


def as_fine(family: Family, earlier: Sequence[Earlier]) -> Family:
    """The family with two levels where an earlier release kept no more: only like can be audited with like."""
    return halved(family) if any(0 < past.family.levels < family.levels for past in earlier) else family


def to_hide(family: Family, profile: Profile, earlier: Sequence[Earlier]) -> frozenset[str]:
    """The cells to hide; all of them where the audit comes to no end, so that nothing unaudited is published."""
    try:
        return audited(family, profile, earlier)
    except (Infeasible, Unaudited):
        logger.exception("audit of %s failed, all of it is hidden", family.key)
        return frozenset(cell.key for cell in family.cells)


def told(family: Family, profile: Profile, hidden: frozenset[str]) -> ShownFamily:
    """The cells as people see them: one symbol for everything hidden, whatever the reason."""
    shown = {}
    for cell in family.cells:
        facts = family.facts(cell)
        if cell.key in hidden:
            shares = {Kind.SHARES: len(family.halves), Kind.ANSWERS: 1}.get(family.kind, 0)
            figures = 1 if family.kind in (Kind.MEDIANS, Kind.ANSWERS) else len(family.spans)
            shown[cell.key] = ShownCell(HIDDEN, (BLANK,) * shares, (BLANK,) * figures, True)
        elif facts.n or family.kind is Kind.COUNTS:
            shown[cell.key] = shown_cell(family, cell, facts, profile)
        if cell.key in shown and family.tells_levels(cell):
            is_shut = bool({cell.key, cell.levels} & hidden)
            levels = (BLANK if is_shut else share(count, facts.n, profile) for count in facts.counts)
            shown[cell.key] = shown[cell.key]._replace(levels=tuple(levels))
    return ShownFamily(shown)


def shown_cell(family: Family, cell: Cell, facts: Facts, profile: Profile) -> ShownCell:
    """One accepted cell."""
    if family.kind is Kind.COUNTS:
        return ShownCell(str(facts.n), (), (), False)
    if family.kind is Kind.ANSWERS:
        mean = family.medians.get(cell.key)
        figure = Shown(HIDDEN, None) if mean is None else Shown(f"{mean:.1f}", mean)
        band = favourable_band(facts.counts[1], facts.n)
        return ShownCell(size(facts.n, Profile.OUTSIDE), (band,), (figure,), False)
    halves = family.halved(facts) if family.kind is Kind.SHARES else ()
    shares = tuple(share(count, facts.n, profile) for count in halves)
    figures = [average(total / facts.n, profile) for total in facts.sums]
    if family.kind is Kind.MEDIANS:
        figures = [average(family.medians[cell.key], profile)]
    return ShownCell(size(facts.n, profile), shares, tuple(figures), False)
