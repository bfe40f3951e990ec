"""No small group can be told from what leaves; the attack counts whole numbers, and knows no solver."""

from itertools import product

import pytest
from hypothesis import given, settings, strategies as st

from data_imports import privacy
from data_imports.privacy import HIDDEN, Average, Group, LevelTable, Profile

LEVELS = ("1", "2", "3", "4")


def table(*groups: tuple[int, ...], profile: Profile = Profile.IN_HOUSE) -> LevelTable:
    """Groups a, b, c ... with levels; the third of four counts as met, the second of two."""
    named = [Group("abcdefgh"[at], counts) for at, counts in enumerate(groups)]
    levels = LEVELS if len(groups[0]) == 4 else ("no", "yes")
    return privacy.level_table(named, levels, 3 if len(levels) == 4 else 2, profile)


def told(found: LevelTable) -> list[tuple[str, ...]]:
    """The table in words."""
    rows = [*found.groups, *([found.total] if found.total else [])]
    return [(row.size, *(share.text for share in row.shares)) for row in rows]


def test_holders_of_the_rows_see_every_number() -> None:
    assert told(table((1, 1, 0, 0), profile=Profile.DIRECT)) == [("2", "50%", "50%", "0%", "0%")] * 2


def test_levels_merge_where_one_is_small_and_then_for_all() -> None:
    found = table((2, 6, 9, 6), (8, 9, 10, 8))
    assert found.is_merged
    assert told(found) == [("23", "35%", "65%"), ("35", "49%", "51%"), ("58", "43%", "57%")]


def test_outside_the_same_is_rounded_with_a_range() -> None:
    assert told(table((2, 6, 9, 6), (8, 9, 10, 8), profile=Profile.OUTSIDE))[0] == ("20-39", "30%", "70%")


def test_a_row_is_hidden_where_merging_does_not_mend_it() -> None:
    found = table((0, 3, 8, 7), (10, 10, 10, 10), (12, 12, 12, 12))
    assert [group.is_hidden for group in found.groups] == [True, True, False]


def test_all_or_none_is_a_band() -> None:
    assert told(table((0, 30), (15, 15))) == [("30", "≤10%", "≥90%"), ("30", "50%", "50%"), ("60", "25%", "75%")]


def test_a_hidden_group_takes_the_next_smallest_with_it() -> None:
    found = table((3, 4), (22, 22), (25, 26), (31, 31), profile=Profile.OUTSIDE)
    assert [group.size for group in found.groups] == [HIDDEN, HIDDEN, "40-99", "40-99"]
    assert found.total is not None


def test_two_groups_of_which_one_is_small_show_nothing_but_what_cannot_be_subtracted() -> None:
    found = table((4, 4), (20, 20))
    assert [group.is_hidden for group in found.groups] == [True, True]
    alone = table((4, 4))
    assert (told(alone), alone.total) == ([(HIDDEN, HIDDEN, HIDDEN)], None)


counts = st.tuples(st.integers(0, 14), st.integers(0, 14))


@settings(max_examples=300, deadline=None)
@given(
    groups=st.lists(counts.filter(lambda pair: sum(pair) > 0), min_size=1, max_size=4), profile=st.sampled_from("BC")
)
def test_nobody_is_found_by_counting(groups: list[tuple[int, int]], profile: str) -> None:
    """Every whole-number table that fits what is shown; a hidden group must stay wide open."""
    least = privacy.SMALLEST_GROUP[Profile(profile)]
    found = table(*groups, profile=Profile(profile))
    hidden = [at for at, group in enumerate(found.groups) if group.is_hidden]
    for at, group in enumerate(found.groups):
        if not group.is_hidden:
            assert sum(groups[at]) >= least
            assert all(count == 0 or count >= 4 for count in groups[at])
    if not hidden or found.total is None:
        return
    rest = tuple(sum(groups[at][level] for at in hidden) for level in (0, 1))
    guesses = [pair for pair in product(range(rest[0] + 1), range(rest[1] + 1)) if sum(pair)]
    possible = {sum(pair) for pair in guesses}
    assert len(hidden) > 1
    assert max(possible) - min(possible) >= least - 1
    assert min(rest) >= 4


@settings(max_examples=60, deadline=None)
@given(count=st.integers(0, 400), more=st.integers(0, 400))
def test_outside_every_shown_share_fits_two_counts_at_least(count: int, more: int) -> None:
    n = count + more
    if n < 16:
        return
    shown, size = privacy.share(count, n, Profile.OUTSIDE), privacy.size(n, Profile.OUTSIDE)
    alike = [other for other in range(max(16, n - 20), n + 21) if privacy.size(other, Profile.OUTSIDE) == size]
    fits = {
        guess for other in alike for guess in range(other + 1) if privacy.share(guess, other, Profile.OUTSIDE) == shown
    }
    assert len(fits) >= 2


def test_means_go_with_their_cell_and_totals_with_a_lone_hidden_one() -> None:
    rows = [Average("a", 9, 400.0), Average("b", 40, 450.4)]
    shown, total = privacy.averages_with_total(rows, Average("All", 49, 441.2), Profile.IN_HOUSE)
    assert [(row.text, row.is_hidden) for row in shown] == [(HIDDEN, True), ("450", False)]
    assert total is None
    shown, total = privacy.averages_with_total(rows[1:], Average("All", 40, 450.4), Profile.IN_HOUSE)
    assert (total.text if total else "") == "450"


def test_leap_means_need_ten_teachers_and_tell_no_count() -> None:
    nine, ten = privacy.average_table([Average("LE.1", 9, 4.26), Average("LE.2", 10, 4.26)], Profile.LEAP)
    assert (nine.text, nine.size) == (HIDDEN, HIDDEN)
    assert (ten.text, ten.size) == ("4.3", "")


@pytest.mark.parametrize(
    ("favourable", "answered", "text"),
    [(2, 4, HIDDEN), (5, 5, "≥80%"), (0, 5, "≤20%"), (18, 30, "60-69%"), (299, 300, "≥90%")],
)
def test_survey_shares_are_bands(favourable: int, answered: int, text: str) -> None:
    assert privacy.favourable_band(favourable, answered).text == text


def test_the_strictest_reader_decides() -> None:
    assert privacy.strictest([Profile.DIRECT, Profile.IN_HOUSE]) is Profile.IN_HOUSE
    assert privacy.strictest([Profile.OUTSIDE, Profile.DIRECT]) is Profile.OUTSIDE
    assert privacy.strictest([]) is Profile.OUTSIDE


def test_masking_keeps_the_shape() -> None:
    assert privacy.masked("Núñez 0042, x") == "xxxxx 9999, x"
