"""The short version of `suppression.solver`, and proof that it can fail."""

from tests.faults.suppression_solver import primary_only, recovered_cells


def test_no_small_cell_can_be_told_from_what_is_shown() -> None:
    assert recovered_cells(60) == 0


def test_hiding_only_what_is_small_is_caught() -> None:
    assert recovered_cells(60, hide=primary_only) > 60
