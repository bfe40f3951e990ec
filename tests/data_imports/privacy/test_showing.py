"""One number: bands, rounding, ranges, masks, and whose profile decides."""

from itertools import combinations_with_replacement
from statistics import mean

import pytest

from data_imports import privacy
from data_imports.privacy import HIDDEN, Profile


@pytest.mark.parametrize(
    ("n", "edge"), [(10, "≤20%"), (19, "≤20%"), (20, "≤10%"), (39, "≤10%"), (40, "≤5%"), (100, "≤2%"), (300, "≤1%")]
)
def test_nobody_and_everybody_are_bands(n: int, edge: str) -> None:
    assert privacy.share(0, n, Profile.IN_HOUSE).text == edge
    assert privacy.share(n, n, Profile.OUTSIDE).text == f"≥{100 - int(edge[1:-1])}%"


@pytest.mark.parametrize(
    ("count", "n", "house", "outside", "size"),
    [(8, 23, "35%", "30%", "20-39"), (21, 50, "42%", "40%", "40-99"), (43, 120, "36%", "36%", "100-299")],
)
def test_outside_shares_are_rounded_and_sizes_are_ranges(
    count: int, n: int, house: str, outside: str, size: str
) -> None:
    assert privacy.share(count, n, Profile.IN_HOUSE).text == house
    assert privacy.share(count, n, Profile.OUTSIDE).text == outside
    assert (privacy.size(n, Profile.IN_HOUSE), privacy.size(n, Profile.OUTSIDE)) == (str(n), size)


def test_a_reader_in_house_can_count_but_one_outside_cannot() -> None:
    assert privacy.showing.fit(8, 23, Profile.IN_HOUSE)[:2] == (8, 8)
    assert privacy.showing.fit(8, 23, Profile.OUTSIDE)[:2] == (6, 13)


@pytest.mark.parametrize(
    ("favourable", "answered", "text"),
    [(2, 4, HIDDEN), (5, 5, "≥80%"), (0, 5, "≤20%"), (18, 30, "60-69%"), (299, 300, "≥90%")],
)
def test_survey_shares_are_bands(favourable: int, answered: int, text: str) -> None:
    assert privacy.favourable_band(favourable, answered).text == text


def test_survey_means_need_ten_answers() -> None:
    assert (privacy.survey_mean(3.456, 9), privacy.survey_mean(3.456, 10)) == (HIDDEN, "3.5")


def test_the_strictest_reader_decides() -> None:
    assert privacy.strictest([Profile.DIRECT, Profile.IN_HOUSE]) is Profile.IN_HOUSE
    assert privacy.strictest([Profile.OUTSIDE, Profile.DIRECT]) is Profile.OUTSIDE
    assert privacy.strictest([]) is Profile.OUTSIDE


def test_masking_keeps_the_shape() -> None:
    assert privacy.masked("Núñez 0042, x") == "xxxxx 9999, x"


@pytest.mark.parametrize(
    ("average", "answered", "favourable", "top", "text"),
    [
        (1.0, 12, 0, 5, HIDDEN),  # everybody strongly disagrees: the band says at most a fifth is favourable
        (5.0, 30, 30, 5, HIDDEN),
        (3.4, 30, 16, 5, "3.4"),
        (4.5, 30, 27, 5, "4.5"),
        (4.9, 30, 29, 5, HIDDEN),  # 27 of 30, which the band leaves open, cannot reach it
    ],
)
def test_a_mean_is_hidden_where_it_sharpens_the_band(
    average: float, answered: int, favourable: int, top: int, text: str
) -> None:
    assert privacy.survey_mean(average, answered, favourable, top) == text


def test_a_told_mean_leaves_every_count_of_its_band_open() -> None:
    """By going through all answers of ten people on four steps."""
    told: dict[tuple[str, str], set[int]] = {}
    for steps in combinations_with_replacement(range(1, 5), 10):
        favourable = sum(step >= 3 for step in steps)
        seen = privacy.favourable_band(favourable, 10).text, privacy.survey_mean(mean(steps), 10, favourable, 4)
        told.setdefault(seen, set()).add(favourable)
    bands = {band: {c for (other, _m), counts in told.items() if other == band for c in counts} for band, _ in told}
    assert all(counts == bands[band] for (band, figure), counts in told.items() if figure != HIDDEN)
