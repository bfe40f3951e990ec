"""How one number is told: bands (NCES), rounding, sizes as ranges; and what a reader can conclude from it."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from data_imports.privacy.profiles import HIDDEN, MEAN_FROM, SMALLEST_GROUP, Profile

BANDS = ((300, 1), (100, 2), (40, 5), (20, 10), (0, 20))
ROUNDING = ((100, 1), (40, 5), (0, 10))
SIZES = ((300, "300+"), (100, "100-299"), (40, "40-99"), (20, "20-39"), (16, "16-19"))
MANY = 100_000


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be told of one share or figure: words for people, a number for drawing (None: hidden)."""

    text: str
    percent: float | None


class Fit(NamedTuple):
    """What a shown share leaves open: whole numbers of people, and the share itself from 0 to 1."""

    lowest: int
    highest: int
    low: float
    high: float


def share(count: int, n: int, profile: Profile) -> Shown:
    """A share in per cent: banded at the ends, rounded for those outside, exact for holders."""
    percent = 100 * count / n
    if profile is Profile.DIRECT:
        return Shown(f"{percent:.0f}%", float(round(percent)))
    edge = band(n)
    if percent <= edge:
        return Shown(f"≤{edge}%", float(edge))
    if percent >= 100 - edge:
        return Shown(f"≥{100 - edge}%", float(100 - edge))
    step = rounding(n, profile)
    rounded = min(max(step * round(percent / step), edge), 100 - edge)
    return Shown(f"{rounded}%", float(rounded))


def band(n: int) -> int:
    """How wide the bands at both ends are, in per cent."""
    return next(width for least, width in BANDS if n >= least)


def rounding(n: int, profile: Profile = Profile.OUTSIDE) -> int:
    """The step to which a share of `n` people is rounded."""
    return next(step for least, step in ROUNDING if n >= least) if profile is Profile.OUTSIDE else 1


def size(n: int, profile: Profile) -> str:
    """How many people: as a range for those outside, not at all where teachers are meant."""
    if profile is Profile.LEAP:
        return ""
    if profile is Profile.OUTSIDE:
        return next((words for least, words in SIZES if n >= least), HIDDEN)
    return str(n)


def sizes(n: int, profile: Profile) -> tuple[int, int]:
    """The sizes that a shown size leaves open."""
    if profile is Profile.LEAP:
        return SMALLEST_GROUP[profile], MANY
    if profile is not Profile.OUTSIDE:
        return n, n
    at = next(at for at, (least, _words) in enumerate(SIZES) if n >= least)
    return SIZES[at][0], SIZES[at - 1][0] - 1 if at else MANY


def fit(count: int, n: int, profile: Profile) -> Fit:
    """What a reader can conclude from a share that is shown with its size."""
    percent, edge = share(count, n, profile), band(n)
    if percent.text.startswith("≤"):
        low, high = 0.0, float(edge)
    elif percent.text.startswith("≥"):
        low, high = 100.0 - edge, 100.0
    else:
        half, middle = rounding(n, profile) / 2, percent.percent or 0.0
        low, high = max(middle - half, edge), min(middle + half, 100 - edge)
    least, most = sizes(n, profile)
    return Fit(*whole_numbers(percent.text, low, high, least, most, profile), low / 100, high / 100)


@lru_cache(maxsize=10_000)
def whole_numbers(text: str, low: float, high: float, least: int, most: int, profile: Profile) -> tuple[int, int]:
    """The lowest and the highest count that is shown as `text` in a group of `least` to `most` people."""

    def counts(n: int) -> list[int]:
        first, last = math.ceil(low * n / 100 - 1e-9), math.floor(high * n / 100 + 1e-9)
        return [count for count in range(first, last + 1) if share(count, n, profile).text == text]

    lowest = next(found[0] for n in range(least, most + 1) if (found := counts(n)))
    highest = next(found[-1] for n in range(most, least - 1, -1) if (found := counts(n)))
    return lowest, highest


def average(mean: float, profile: Profile) -> Shown:
    """A mean: LEAP to one decimal, scores in whole points."""
    decimals = places(profile)
    rounded = round(mean, decimals)
    return Shown(f"{rounded:.{decimals}f}", rounded)


def places(profile: Profile) -> int:
    """Decimals of a mean."""
    return 1 if profile is Profile.LEAP else 0


def favourable_band(favourable: int, answered: int) -> Shown:
    """Profile V: the favourable share in bands of ten; nothing below five answers."""
    if answered < SMALLEST_GROUP[Profile.SURVEY]:
        return Shown(HIDDEN, None)
    edge = max(band(answered), 10)
    percent = 100 * favourable / answered
    if percent <= edge:
        return Shown(f"≤{edge}%", float(edge))
    if percent >= 100 - edge:
        return Shown(f"≥{100 - edge}%", float(100 - edge))
    low = int(percent // 10) * 10
    return Shown(f"{low}-{low + 9}%", float(low + 5))


def favourable_ends(favourable: int, answered: int) -> tuple[int, int]:
    """The lowest and the highest count of favourable answers that reads alike."""
    text = favourable_band(favourable, answered).text
    alike = [count for count in range(answered + 1) if favourable_band(count, answered).text == text]
    return alike[0], alike[-1]


def survey_mean(mean: float | None, answered: int, favourable: int | None = None, top: int = 5) -> str:
    """Profile V: a mean to one decimal, from ten answers on; hidden where it would sharpen the favourable band.

    The upper two of `top` steps are favourable. A mean of 1.0 would tell what each of the twelve answered.
    """
    if mean is None or answered < MEAN_FROM:
        return HIDDEN
    if favourable is not None and sharpens(mean, answered, favourable, top):
        return HIDDEN
    return f"{mean:.1f}"


def sharpens(mean: float, answered: int, favourable: int, top: int) -> bool:
    """Whether some count of favourable answers that the band leaves open fits no total that rounds to the mean."""
    told = round(mean, 1)
    least = math.ceil((told - 0.05) * answered - 1e-9)
    most = math.floor((told + 0.05) * answered + 1e-9)

    def fits(count: int) -> bool:
        others = answered - count
        return max(least, count * (top - 1) + others) <= min(most, count * top + others * (top - 2))

    return not all(fits(count) for count in favourable_ends(favourable, answered))
