"""Random tables through the suppression engine; a whole-number attacker, who knows no solver, tries each."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from data_imports.privacy import (
    HIDDEN,
    SMALLEST_CELL,
    SMALLEST_GROUP,
    Facts,
    Kind,
    Profile,
    ShownCell,
    is_safe,
    one_line,
    released,
    share,
    size,
    two_way,
)
from tests.data_imports.privacy.attack import Levels, hidden_sums, level_ends, reach, totals
from tests.faults.suppression_releases import recovered_from_packets
from tests.measuring import measure

MOST = 299  # people in a table of shares: the end of its last range
Table = list[list[int]]
Hide = Callable[[Table, Profile], set[str]]


def random_table(chance: random.Random) -> Table:
    """2 to 7 rows by 2 to 5 columns, sparse on purpose."""
    rows, columns, middle = chance.randint(2, 7), chance.randint(2, 5), chance.choice((12, 30, 60))
    return [[_count(chance, middle) for _ in range(columns)] for _ in range(rows)]


def _count(chance: random.Random, middle: int) -> int:
    return 0 if chance.random() < 0.15 else int(chance.expovariate(1 / middle))


def our_hiding(counts: Table, profile: Profile) -> set[str]:
    """What the engine hides."""
    return {key for key, cell in released([two_way("t", counts)], profile).shown["t"].cells.items() if cell.is_hidden}


def primary_only(counts: Table, profile: Profile) -> set[str]:
    """What a naive program hides: only what is small."""
    return {key for key, value in totals(counts).items() if 0 < value < SMALLEST_GROUP[profile]}


def recovered(counts: Table, profile: Profile, hide: Hide) -> int:
    """How many small cells of a table are shown, recoverable or narrower than the rule allows."""
    hidden, truth, least = hide(counts, profile), totals(counts), SMALLEST_GROUP[profile]
    shown = {key: (value, value) for key, value in truth.items() if key not in hidden}
    found = 0
    for key, value in truth.items():
        if 0 < value < least:
            low, high = (value, value) if key in shown else reach(counts, shown, key)
            found += high - low < least
    return found


def random_groups(chance: random.Random, most: int) -> list[tuple[int, int]]:
    """2 to 5 groups of students not yet and met; often one is small."""
    sizes = [chance.choice((chance.randint(1, 18), chance.randint(10, most))) for _ in range(chance.randint(2, 5))]
    return [(met, n - met) for n in sizes for met in [chance.randint(0, n)]]


def recovered_shares(groups: Sequence[tuple[int, int]], profile: Profile) -> int:
    """The same for shares with bands, rounding and ranges, by every combination of whole numbers."""
    rows = {str(at): Facts(counts) for at, counts in enumerate(groups)}
    family = one_line("t", rows, "all", Kind.SHARES, met_from=2)
    cells = released([family], profile).shown["t"].cells
    told = {key: (cell.size, (cell.shares[0].text, cell.shares[1].text)) for key, cell in cells.items()}
    total, least = told.pop("all"), SMALLEST_GROUP[profile]
    hidden = [key for key, (text, _shares) in told.items() if text == HIDDEN]
    small = [key for key, facts in rows.items() if facts.n < least or {1, 2, 3} & {*facts.counts}]
    if total[0] == HIDDEN or not small:
        return sum(key not in hidden for key in small)
    ends = hidden_sums(list(told.values()), total, profile, MOST)
    # two hidden rows or more share their sum in every way; a single one is that sum
    narrow = any((high if len(hidden) > 1 else high - low) < least for low, high in ends)
    return sum(key not in hidden or narrow for key in small)


def random_levels(chance: random.Random) -> list[Levels]:
    """Two groups of students on three levels; the third counts as met."""
    return [(chance.randint(0, 9), chance.randint(0, 9), chance.randint(4, 12)) for _ in range(2)]


Tell = Callable[[Mapping[str, Levels]], Mapping[str, ShownCell]]


def our_telling(rows: Mapping[str, Levels]) -> Mapping[str, ShownCell]:
    """What the engine tells of groups and all of them."""
    family = one_line("t", {key: Facts(counts) for key, counts in rows.items()}, "all", Kind.SHARES, met_from=3)
    family = replace(family, cells=tuple(cell._replace(tells_levels=True) for cell in family.cells))
    return released([family], Profile.IN_HOUSE).shown["t"].cells


def each_by_itself(rows: Mapping[str, Levels]) -> Mapping[str, ShownCell]:
    """What a naive program tells: the levels of every row that is safe by itself."""
    everybody = {**rows, "all": tuple(map(sum, zip(*rows.values(), strict=True)))}
    safe = {key: counts for key, counts in everybody.items() if is_safe(counts)}
    told = dict(our_telling(rows))
    for key, counts in safe.items():
        if not told[key].is_hidden:
            levels = tuple(share(count, sum(counts), Profile.IN_HOUSE) for count in counts)
            told[key] = told[key]._replace(levels=levels)
    return told


def recovered_levels(groups: Sequence[Levels], tell: Tell = our_telling) -> int:
    """Small numbers in two groups and their total that are narrower than the rule allows, by going through them all."""
    told = tell(dict(zip("ab", groups, strict=True)))
    cells = [told[key] for key in ("a", "b", "all")]
    if cells[2].is_hidden:
        return 0
    truth = [*groups, tuple(map(sum, zip(*groups, strict=True)))]
    first, second, both = map(reads_as, cells)
    ends = level_ends(first, second, both, 3, sum(truth[2]))
    return sum(
        high - low < (SMALLEST_GROUP[Profile.IN_HOUSE] if cell.is_hidden else SMALLEST_CELL)
        for cell, counts, row in zip(cells, truth, ends, strict=True)
        for count, (low, high) in zip(counts, row, strict=False)
        if {1, 2, 3} & {count, sum(counts) - count}
    )


def reads_as(cell: ShownCell) -> Callable[[Levels], bool]:
    """Whether people by level read like a cell to those in the school."""

    def reads(counts: Levels) -> bool:
        n, profile = sum(counts), Profile.IN_HOUSE
        if cell.is_hidden or n < SMALLEST_GROUP[profile]:
            return cell.is_hidden
        shares = [share(count, n, profile) for count in (counts[0] + counts[1], counts[2], *counts)]
        is_alike = (size(n, profile), tuple(shares[:2])) == (cell.size, cell.shares)
        return is_alike and (cell.levels[0].text == HIDDEN or tuple(shares[2:]) == cell.levels)

    return reads


def recovered_cells(tables: int, *, hide: Hide = our_hiding, seed: int = 1) -> int:
    """Small cells recovered from so many random tables; every tenth is one of shares, every twentieth one of levels."""
    chance, found = random.Random(seed), 0
    for number in range(tables):
        profile = chance.choice((Profile.IN_HOUSE, Profile.OUTSIDE))
        if number % 10 or hide is not our_hiding:
            found += recovered(random_table(chance), profile, hide)
        elif number % 20:
            found += recovered_levels(random_levels(chance))
        else:
            found += recovered_shares(random_groups(chance, 60), profile)
    return found


@measure("suppression.solver", unit="recoverable cells", against="limit", goal=0, runs=1)
def suppression_solver() -> tuple[float, float]:
    """10,000 random tables, and every pair of the demo district's releases."""
    return recovered_cells(10_000) + recovered_from_packets(), 0
