"""The short version of `suppression.solver`, and proof that it can fail."""

import random

from tests.faults.suppression_solver import (
    each_by_itself,
    primary_only,
    random_levels,
    recovered_cells,
    recovered_levels,
)


def test_no_small_cell_can_be_told_from_what_is_shown() -> None:
    assert recovered_cells(60) == 0


def test_hiding_only_what_is_small_is_caught() -> None:
    assert recovered_cells(60, hide=primary_only) > 60


def test_levels_that_are_safe_row_by_row_give_others_away() -> None:
    chance = random.Random(3)
    groups = [random_levels(chance) for _ in range(6)]
    naive = sum(recovered_levels(some, each_by_itself) for some in groups)
    assert (sum(map(recovered_levels, groups)), naive > 2) == (0, True)
