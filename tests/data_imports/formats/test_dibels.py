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


ALO = (
    "School Year,District Name,District NCES ID,School Name,School NCES ID,School SIS ID,Class Name,Class SIS ID,"
    "Teacher Primary ID,Teacher SIS ID,Student Number,Student State ID,Student SIS ID,Student Last Name,"
    "Student Grade Level,Benchmark Period,FSF Score,FSF Status,LNF Score,NWF CLS Score,NWF WWR Score,Retell Score,"
    "Maze Adjusted Score,Reading Composite Date,Reading Composite Score,Reading Composite Status,"
    "Reading Composite Pathway,Lexile Reading,ELL Status,Special Education,Free/Reduced Lunch\n"
)


def test_the_export_of_acadience_learning_online_names_its_test_by_its_columns() -> None:
    lines = (
        '2026-2027,Mesa,,Juniper,,0101,Vega 26-27,,V,,14358,,,CANARY,4,beginning,,,,,,9,2,2026-09-01,37,'
        "well below benchmark,,,N,N,Y\n"
        '2026-2027,Mesa,,Juniper,,0101,Vega 26-27,,V,,14359,,,CANARY,4,middle,,,,,,9,2,2027-01-18,402,'
        "above benchmark,above typical,,N,N,\n"
    )  # fmt: skip
    reading = read_file((ALO + "".join(lines)).encode())
    assert (reading.reading.format, list(reading.reading.measures)) == ("dibels", ["acadience.composite"])
    assert [
        (s.student, s.grade, s.section, s.window, f"{s.taken_on}", s.value, s.level, s.groups.is_low_income)
        for s in reading.of(Score)
    ] == [
        ("14358", "4", "Vega 26-27", "fall", "2026-09-01", 37.0, 1, True),
        ("14359", "4", "Vega 26-27", "winter", "2027-01-18", 402.0, 4, None),
    ]


def test_periods_in_brackets_behind_the_composite_are_beside_each_other() -> None:
    text = "Student ID,Grade,School Year,Reading Composite Score (BOY),Reading Composite Status (BOY),"
    text += "FSF Score (BOY),LNF Score (BOY),Reading Composite Score (MOY),Reading Composite Status (MOY)\n"
    text += "7,1,2026-27,113,At Benchmark,20,30,130,Below Benchmark\n"
    found = read_file(text.encode()).of(Score)
    assert [(s.window, s.value, s.level) for s in found] == [("fall", 113.0, 3), ("winter", 130.0, 2)]
