"""Cells to values."""

from datetime import date

import pytest
from django.utils import translation

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


@pytest.mark.parametrize(
    ("cell", "on"),
    [
        ("9/12/2023 9:08", date(2023, 9, 12)),
        ("2014-01-01T00:00:00Z", date(2014, 1, 1)),
        ("2014-01-01 00:00:00", date(2014, 1, 1)),
        ("Sep 8, 2026", date(2026, 9, 8)),
        ("Tuesday, September 8, 2026 10:15 AM", date(2026, 9, 8)),
        ("8-Sep-26", date(2026, 9, 8)),
        ("08.09.2026", date(2026, 9, 8)),
        ("45000", None),
        ("10162023", None),
        ("2011-12", None),
        ("2-Jul", None),
        ("2/30/2026", None),
        ("9/8/1926", None),
    ],
)
def test_a_day_needs_more_than_a_number(cell: str, on: date | None) -> None:
    assert values.day(cell) == on


@pytest.mark.parametrize(
    ("hint", "cell", "on"),
    [
        ("compact", "10162023", date(2023, 10, 16)),
        ("compact", "6142016", date(2016, 6, 14)),
        ("compact", "042525", date(2025, 4, 25)),
        ("compact", "50916", date(2016, 5, 9)),
        ("compact", "20240918", date(2024, 9, 18)),
        ("compact", "412", None),
        ("compact", "99999999", None),
        ("epoch", "1757311200", date(2025, 9, 8)),
        ("epoch", "1757311200000", date(2025, 9, 8)),
        ("epoch", "412", None),
        ("serial", "45908", date(2025, 9, 8)),
        ("serial", "45908.75", date(2025, 9, 8)),
        ("serial", "412", None),
        ("month", "2027-06", date(2027, 6, 1)),
        ("month", "2027-13", None),
        ("compact", "9/8/2026", date(2026, 9, 8)),
    ],
)
def test_a_hint_makes_days_of_numbers(hint: str, cell: str, on: date | None) -> None:
    assert values.day(cell, hint) == on


def test_a_column_of_days_tells_what_its_numbers_count() -> None:
    assert values.hint_of(["10162023", "", "6142016"]) == "compact"
    assert values.hint_of(["1757311200000"]) == "epoch"
    assert values.hint_of(["45908", "45909.5"]) == "serial"
    assert values.hint_of(["9/8/2026"]) == ""
    assert values.hint_of(["", "words"]) == ""


@pytest.mark.parametrize(
    ("cell", "found"),
    [("004512", "004512"), ("12345.0", "12345"), (" 0880 ", "0880"), ("'0042", "0042"), ("a.0", "a.0"), ("1.5", "1.5")],
)
def test_ids_stay_as_they_are_written(cell: str, found: str) -> None:
    assert values.identifier(cell) == found


def test_european_numbers() -> None:
    assert [values.number(cell) for cell in ("1.234,5", "0,436", "1,234.5", "1.2.3")] == [1234.5, 0.436, 1234.5, None]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (("*", "**", "--", "- -"), "hidden by its source"),
        (("<16", "< 4", "n<16", "LNE"), "too few to show"),
        (("N/A", "NA*", "N/A*", "#N/A", "-"), "not available"),
        (("NULL", ".", "", "Not Provided", "-99", "-999", "-77"), "not given"),
        (("Tested Out",), "tested out"),
        (("Discontinue", "Discontinued"), "stopped by the test's rule"),
        (("Not Assessed",), "not assessed"),
        (("Max Score",), "highest score reached before"),
        (("Surpassed Level",), "level passed before"),
        (("DNS",), "no result reported"),
        (("50 or less", ">= 98%", "5+", "50%-75%", "> 60"), "only a limit is given"),
        (("412", "0", "-3.5", "41%", "Agree", "215L", "-2"), ""),
    ],
)
def test_a_missing_value_has_a_reason_and_is_no_number(cells: tuple[str, ...], reason: str) -> None:
    assert {values.why_missing(cell) for cell in cells} == {reason}
    if reason and reason != "not given":
        assert {values.number(cell) for cell in cells} == {None}


def test_the_reason_is_told_in_the_language_of_the_reader() -> None:
    with translation.override("es"):
        assert isinstance(values.why_missing("LNE"), str)
    assert values.why_missing("LNE") == "too few to show"


@pytest.mark.parametrize(
    ("cell", "bounds"),
    [
        ("50 or less", (None, 50)),
        (">= 98%", (98, None)),
        ("< 4", (None, 4)),
        ("<16", (None, 16)),
        ("5+", (5, None)),
        ("50%-75%", (50, 75)),
        ("> 60", (60, None)),
        ("less than 1,000", (None, 1000)),
        ("412", None),
        ("115L-265L", None),
        ("more than words", None),
    ],
)
def test_censored(cell: str, bounds: tuple[float | None, float | None] | None) -> None:
    assert values.censored(cell) == bounds


@pytest.mark.parametrize(
    ("cells", "is_total", "is_footnote"),
    [
        (["Total", "5", "6", "7"], True, False),
        (["STATE", "", "STATE TOTAL", "905019"], True, False),
        (["Statewide", "2013-14", "36384", "1"], True, False),
        (["", "All Schools", "1", "2"], True, False),
        (["Total Reading Battery", "1", "2", "3"], False, False),
        (["0042", "", "", ""], False, False),
        (["Individuals not assigned to a school are left out", "", "", ""], False, True),
        (["Note: 16 students at least", "", "", ""], False, True),
        (["* The value is hidden", "", "", ""], False, True),
        (["*", "5", "6", "7"], False, False),
    ],
)
def test_totals_and_remarks(cells: list[str], is_total: bool, is_footnote: bool) -> None:
    assert (values.is_total(cells), values.is_footnote(cells)) == (is_total, is_footnote)
