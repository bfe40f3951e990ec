"""DIBELS and Acadience."""

import pytest

from data_imports.formats import read_file
from data_imports.reading.contract import Score
from tests.data_imports.making import SAMPLES


def test_bands_periods_and_what_is_no_score() -> None:
    reading = read_file((SAMPLES / "dibels.csv").read_bytes())
    told = [(s.window, s.value, s.level, s.is_met, s.missing) for s in reading.of(Score)]
    assert told == [
        ("fall", 38.0, 4, True, ""),
        ("fall", 20.0, 2, False, ""),
        ("fall", 113.0, 3, True, ""),
        ("fall", 99.0, 1, False, ""),
        ("fall", 289.0, 3, True, ""),
        ("winter", 330.0, 3, True, ""),
        ("winter", 386.0, 2, False, ""),
        ("winter", None, None, None, "tested out"),
        ("winter", None, None, None, "stopped by the test's rule"),
        ("spring", 155.0, 3, True, ""),
    ]
    assert reading.reading.measures == {"acadience.composite": (8, 178.75, 2)}


def test_periods_beside_each_other_make_one_result_each() -> None:
    reading = read_file((SAMPLES / "dibels-wide.csv").read_bytes())
    assert [(s.student, s.window, s.value, s.level, f"{s.taken_on}") for s in reading.of(Score)] == [
        ("081000", "fall", 310.0, 3, "2026-09-08"),
        ("081000", "winter", 402.0, 4, "2027-01-15"),
        ("081001", "fall", 288.0, 2, "2026-09-08"),
        ("081001", "winter", 371.0, 2, "2027-01-15"),
        ("081002", "fall", 250.0, 1, "2026-09-08"),
        ("081003", "winter", 390.0, 3, "2027-01-15"),
    ]


@pytest.mark.parametrize(
    ("assessment", "parts", "key"),
    [
        ("DIBELS 8th Edition", "LNF,WRF", "dibels_8"),
        ("DIBELS Next", "LNF,FSF", "dibels_next"),
        ("Acadience Reading K-6", "LNF,FSF", "acadience"),
        ("Spring screening", "LNF,NWF-WRC", "dibels_8"),
        ("Spring screening", "FSF,Daze", "dibels_next"),
    ],
)
def test_editions_are_different_measures(assessment: str, parts: str, key: str) -> None:
    text = f"Student ID,Grade,School Year,Benchmark Period,Assessment,Composite Score,Composite Level,{parts}\n"
    text += f"7,2,2026-27,MOY,{assessment},301,At Benchmark,1,2\n"
    assert list(read_file(text.encode()).reading.measures) == [f"{key}.composite"]
