"""Numbers about people leave through here; there is no second way out.

The rule stands in the district's privacy design: primary suppression, merging of levels, bands
(NCES), rounding, zero and full always banded, and a complementary step wherever a total is shown.
A hidden cell carries one symbol, whatever the reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import gettext as _, gettext_lazy

HIDDEN = "*"
HIDDEN_TEXT = gettext_lazy("hidden to protect privacy")
SMALLEST_CELL = 4
MEAN_FROM = 10
BANDS = ((300, 1), (100, 2), (40, 5), (20, 10), (0, 20))
ROUNDING = ((100, 1), (40, 5), (0, 10))
SIZES = ((300, "300+"), (100, "100-299"), (40, "40-99"), (20, "20-39"), (16, "16-19"))


class Profile(StrEnum):
    """For whom a table is made: holders of the rows, the school, outside, LEAP, surveys."""

    DIRECT = "A"
    IN_HOUSE = "B"
    OUTSIDE = "C"
    LEAP = "E"
    SURVEY = "V"


SMALLEST_GROUP = {
    Profile.DIRECT: 1,
    Profile.IN_HOUSE: 10,
    Profile.OUTSIDE: 16,
    Profile.LEAP: 10,
    Profile.SURVEY: 5,
}


class Group(NamedTuple):
    """A row of a table before suppression: students by level, lowest first."""

    label: str
    counts: tuple[int, ...]

    @property
    def n(self) -> int:
        """Students in the group."""
        return sum(self.counts)


class Average(NamedTuple):
    """A mean with the number of people behind it."""

    label: str
    n: int
    mean: float | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be told of one share: words for people, a number for drawing (None: hidden)."""

    text: str
    percent: float | None


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A row that may leave: size in words, and one share a level (or not yet / met)."""

    label: str
    size: str
    shares: tuple[Shown, ...]
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class ShownAverage:
    """A mean that may leave."""

    label: str
    size: str
    text: str
    mean: float | None
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class LevelTable:
    """Groups of one partition and their total, all on the same levels."""

    levels: tuple[str, ...]
    groups: tuple[ShownGroup, ...]
    total: ShownGroup | None
    is_merged: bool

    @property
    def hidden(self) -> int:
        """How many groups are hidden."""
        return sum(group.is_hidden for group in self.groups)


def strictest(profiles: Sequence[Profile]) -> Profile:
    """The profile that protects most among those of a packet's readers."""
    order = (Profile.DIRECT, Profile.IN_HOUSE, Profile.OUTSIDE)
    return max(profiles, key=order.index, default=Profile.OUTSIDE)


def level_table(groups: Sequence[Group], levels: Sequence[str], met_from: int, profile: Profile) -> LevelTable:
    """The groups of one partition and their total, safe for `profile`.

    `met_from` is the place (from 1) of the first level that counts as met. One group that needs
    merging merges all, or the others would give it away.
    """
    present = [group for group in groups if group.n]
    whole = Group(_("All"), tuple(map(sum, zip(*(g.counts for g in present), strict=True))))
    if not present or profile is Profile.DIRECT:
        return drawn(present, whole, levels, profile, hidden=frozenset(), with_total=bool(present))
    rows = [g for g in (*present, whole) if g.n >= SMALLEST_GROUP[profile]]
    merging = len(levels) > 2 and not all(is_safe(group.counts) for group in rows)
    if merging:
        present, whole = [merged(g, met_from) for g in present], merged(whole, met_from)
    names = (_("Not yet"), _("Met")) if merging else tuple(levels)
    hidden, with_total = complement(present, whole, profile)
    table = drawn(present, whole, names, profile, hidden=hidden, with_total=with_total)
    return replace(table, is_merged=merging)


def merged(group: Group, met_from: int) -> Group:
    """All levels as two: not yet, met."""
    below = sum(group.counts[: met_from - 1])
    return Group(group.label, (below, group.n - below))


def is_safe(counts: Sequence[int]) -> bool:
    """No level and no complement holds one to three people."""
    n = sum(counts)
    return all(c == 0 or c >= SMALLEST_CELL for count in counts for c in (count, n - count))


def needs_hiding(group: Group, profile: Profile) -> bool:
    """Primary: too few people, or too few in a cell that merging did not mend."""
    return 0 < group.n < SMALLEST_GROUP[profile] or not is_safe(group.counts)


def complement(groups: Sequence[Group], whole: Group, profile: Profile) -> tuple[frozenset[str], bool]:
    """Which groups to hide so that total minus shown gives nobody away, and whether to show the total.

    What is hidden is itself a group: it must be two groups or more, large enough, and have cells
    that could stand alone. The smallest shown group goes next; the total where none is left.
    """
    if needs_hiding(whole, profile):
        return frozenset(group.label for group in groups), False
    hidden = [group for group in groups if needs_hiding(group, profile)]
    shown = sorted((group for group in groups if group not in hidden), key=lambda group: group.n)
    while hidden and not is_cover(hidden, profile):
        if not shown:
            break
        hidden.append(shown.pop(0))
    labels = frozenset(group.label for group in hidden)
    return labels, not hidden or is_cover(hidden, profile)


def is_cover(hidden: Sequence[Group], profile: Profile) -> bool:
    """Whether the hidden groups together tell nothing of any one of them."""
    union = tuple(map(sum, zip(*(group.counts for group in hidden), strict=True)))
    large = len(hidden) > 1 and sum(union) >= SMALLEST_GROUP[profile]
    return large and is_safe(union) and all(union)


def drawn(
    groups: Sequence[Group],
    whole: Group,
    levels: Sequence[str],
    profile: Profile,
    *,
    hidden: frozenset[str],
    with_total: bool,
) -> LevelTable:
    """The table as people see it."""
    rows = tuple(shown_group(group, profile, group.label in hidden) for group in groups)
    total = shown_group(whole, profile, False) if with_total else None
    return LevelTable(tuple(levels), rows, total, False)


def shown_group(group: Group, profile: Profile, is_hidden: bool) -> ShownGroup:
    """One row, or its symbols."""
    if is_hidden:
        blank = Shown(HIDDEN, None)
        return ShownGroup(group.label, HIDDEN, (blank,) * len(group.counts), True)
    shares = tuple(share(count, group.n, profile) for count in group.counts)
    return ShownGroup(group.label, size(group.n, profile), shares, False)


def share(count: int, n: int, profile: Profile) -> Shown:
    """A share in per cent: banded at the ends, rounded for those outside, exact for holders."""
    percent = 100 * count / n
    if profile is Profile.DIRECT:
        return Shown(f"{percent:.0f}%", float(round(percent)))
    edge = next(width for least, width in BANDS if n >= least)
    if percent <= edge:
        return Shown(f"≤{edge}%", float(edge))
    if percent >= 100 - edge:
        return Shown(f"≥{100 - edge}%", float(100 - edge))
    step = rounding(n) if profile is Profile.OUTSIDE else 1
    rounded = min(max(step * round(percent / step), edge), 100 - edge)
    return Shown(f"{rounded}%", float(rounded))


def rounding(n: int) -> int:
    """The step to which a share of `n` people is rounded for those outside."""
    return next(step for least, step in ROUNDING if n >= least)


def size(n: int, profile: Profile) -> str:
    """How many people, as a range for those outside."""
    if profile is Profile.OUTSIDE:
        return next((words for least, words in SIZES if n >= least), HIDDEN)
    return str(n)


def average_table(averages: Sequence[Average], profile: Profile) -> tuple[ShownAverage, ...]:
    """Means by group without a total: each stands or falls alone."""
    return tuple(shown_average(average, profile) for average in averages)


def averages_with_total(
    averages: Sequence[Average], whole: Average, profile: Profile
) -> tuple[tuple[ShownAverage, ...], ShownAverage | None]:
    """Means by group and their total, which goes where one hidden group could be computed from it."""
    rows = average_table(averages, profile)
    hidden = [average.n for average, row in zip(averages, rows, strict=True) if row.is_hidden]
    if hidden and (len(hidden) < 2 or sum(hidden) < SMALLEST_GROUP[profile]):
        return rows, None
    return rows, shown_average(whole, profile)


def shown_average(average: Average, profile: Profile) -> ShownAverage:
    """A mean with its people, or the symbol. LEAP means come to one decimal, without counts."""
    least = 1 if profile is Profile.DIRECT else SMALLEST_GROUP[profile]
    if average.mean is None or average.n < least:
        return ShownAverage(average.label, HIDDEN, HIDDEN, None, True)
    decimals = 1 if profile is Profile.LEAP else 0
    mean = round(average.mean, decimals)
    people = "" if profile is Profile.LEAP else size(average.n, profile)
    return ShownAverage(average.label, people, f"{mean:.{decimals}f}", mean, False)


def favourable_band(favourable: int, answered: int) -> Shown:
    """Profile V: the favourable share in bands of ten; nothing below five answers."""
    if answered < SMALLEST_GROUP[Profile.SURVEY]:
        return Shown(HIDDEN, None)
    edge = next(width for least, width in BANDS if answered >= least)
    percent = 100 * favourable / answered
    if percent <= max(edge, 10):
        return Shown(f"≤{max(edge, 10)}%", float(max(edge, 10)))
    if percent >= 100 - max(edge, 10):
        return Shown(f"≥{100 - max(edge, 10)}%", float(100 - max(edge, 10)))
    low = int(percent // 10) * 10
    return Shown(f"{low}-{low + 9}%", float(low + 5))


def survey_mean(mean: float | None, answered: int) -> str:
    """Profile V: a mean to one decimal, from ten answers on."""
    return HIDDEN if mean is None or answered < MEAN_FROM else f"{mean:.1f}"


def masked(value: str) -> str:
    """A value about a person for somebody who only mends files: its shape, not its content."""
    return "".join("9" if c.isdigit() else "x" if c.isalpha() else c for c in value)
