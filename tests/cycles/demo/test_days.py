"""Nobody meets on Thanksgiving, in whatever year the demo is made."""

from datetime import date, timedelta

import pytest

from cycles.demo.days import thanksgiving, workday


@pytest.mark.parametrize(
    ("year", "day"),
    [(2024, date(2024, 11, 28)), (2026, date(2026, 11, 26)), (2027, date(2027, 11, 25)), (2029, date(2029, 11, 22))],
)
def test_thanksgiving_is_the_fourth_thursday(year: int, day: date) -> None:
    assert thanksgiving(year) == day


def test_a_day_of_school_is_found_in_either_direction() -> None:
    thursday = thanksgiving(2026)
    expected = {
        0: (thursday + timedelta(days=4), thursday - timedelta(days=1)),
        -1: (thursday - timedelta(days=1),) * 2,
    }
    assert {
        back: (workday(thursday + timedelta(days=back)), workday(thursday + timedelta(days=back), -1))
        for back in expected
    } == expected
