"""Cells to values."""

from datetime import date

import pytest

from data_imports.reading import values


@pytest.mark.parametrize(
    ("cell", "on"),
    [
        ("9/8/2026", date(2026, 9, 8)),
        ("09/08/26", date(2026, 9, 8)),
        ("2026-09-08T10:11:12Z", date(2026, 9, 8)),
        ("9/18/2024 10:15 AM", date(2024, 9, 18)),
        ("31/12/2026", None),
        ("soon", None),
        ("", None),
    ],
)
def test_day(cell: str, on: date | None) -> None:
    assert values.day(cell) == on


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("412", 412.0),
        ("1,5", 1.5),
        ("369,502", 369502.0),
        (" 41% ", 41.0),
        ("-3.5", -3.5),
        ("5+", None),
        ("", None),
        ("1e5", None),
    ],
)
def test_number(cell: str, found: float | None) -> None:
    assert values.number(cell) == found


@pytest.mark.parametrize(
    ("cell", "found"),
    [("K", "K"), ("04", "4"), ("Grade 5", "5"), ("3rd", "3"), ("Eleven", "11"), ("PreK", "PK"), ("0", "K"), ("GV", "")],
)
def test_grade(cell: str, found: str) -> None:
    assert values.grade(cell) == found


def test_years_and_windows() -> None:
    assert [values.school_year(cell) for cell in ("2025-2026", "SY24-25", "2025/26", "2025-27", "x")] == [
        "2025-26", "2024-25", "2025-26", "", "",
    ]  # fmt: skip
    assert [values.window_of(date(2026, *day)) for day in ((9, 1), (11, 16), (3, 1), (3, 2), (7, 1))] == [
        "fall", "winter", "winter", "spring", "fall",
    ]  # fmt: skip
    assert values.school_year_of(date(2026, 6, 30)) == "2025-26"
