"""Student growth."""

import pytest

from data_imports.formats import read_file
from data_imports.reading.contract import Given, Score
from tests.data_imports.making import SAMPLES


def test_growth_has_a_median_and_no_mean() -> None:
    reading = read_file((SAMPLES / "cde_growth.csv").read_bytes()).reading
    assert reading.measures["cmas_growth.ela.sgp"] == (2, None, 2)
    assert reading.measures["cmas_growth.math.sgp"] == (3, None, 1)
    assert reading.measures["cmas_growth.ela.scale"] == (3, pytest.approx(765.33, abs=0.01), 1)
    facts = reading.facts()
    assert facts["median_growth"] == {"cmas_growth.ela.sgp": 52.5, "cmas_growth.math.sgp": 35.0}
    assert (facts["with_SGP"], facts["did_not_test"], facts["included"], facts["mean_scale"]) == (7, 2, 5, 747.5)


@pytest.mark.parametrize(
    ("flags", "kept"),
    [
        ("Y,N,N", [("scale", 750.0, ""), ("sgp", 31.0, "")]),
        ("N,Y,N", []),  # not included although there is a percentile
        ("Y,N,Y", []),  # an invalid test
        (",,", [("scale", 750.0, ""), ("sgp", 31.0, "")]),
    ],
)
def test_whom_the_state_excludes_is_in_no_median_and_no_mean(flags: str, kept: list[tuple[str, float, str]]) -> None:
    text = "SASID,SUBJECT,TEST_NAME,SCALE_SCORE,PROFICIENCY_LEVEL,SGP,AGP,REPORTING_YEAR,GRADE_LEVEL,"
    text += "INCLUDED_PFWK_CALCS,EXCLUDED_NO_SGP_YN,EXCLUDED_TEST_INVALID_YN\n"
    text += f"0101,ELA,CMAS,750,4,31,40,2026,004,{flags}\n"
    found = read_file(text.encode())
    assert [(s.measure.split(".")[-1], s.value, s.missing) for s in found.of(Score)] == kept
    assert len(found.reading.skipped) == (0 if kept else 1)


def test_who_only_has_no_percentile_keeps_the_scale_score() -> None:
    scores = read_file((SAMPLES / "cde_growth.csv").read_bytes()).of(Score)
    ela = {s.measure.split(".")[-1]: s.value for s in scores if s.student == "0770000102" and ".ela." in s.measure}
    assert ela == {"scale": 812.0, "sgp": None}


def test_the_year_is_the_one_that_ends_and_codes_keep_their_zeros() -> None:
    reading = read_file((SAMPLES / "cde_growth.csv").read_bytes(), given=Given("2020-21", "fall"))
    scores = reading.of(Score)
    assert {(score.year, score.school, f"{score.taken_on}") for score in scores} == {("2025-26", "0077", "2025-10-01")}
    assert (scores[0].student, scores[0].grade, scores[0].groups.is_multilingual) == ("0770000100", "4", True)
    plain = read_file((SAMPLES / "cde_growth.csv").read_bytes()).of(Score)
    assert {(score.window, f"{score.taken_on}") for score in plain} == {("spring", "2026-05-01")}


def test_who_did_not_test_is_missing_with_the_reason() -> None:
    scores = read_file((SAMPLES / "cde_growth.csv").read_bytes()).of(Score)
    missing = {(score.measure, score.missing) for score in scores if score.student.endswith("103")}
    assert missing == {
        (f"cmas_growth.{subject}.{kind}", "Absent") for subject in ("ela", "math") for kind in ("scale", "sgp")
    }


def test_growth_of_another_test_is_not_mixed_in() -> None:
    text = "SASID,SUBJECT,TEST_NAME,SCALE_SCORE,PROFICIENCY_LEVEL,SGP,AGP,REPORTING_YEAR,GRADE_LEVEL,ON_TRACK\n"
    text += (
        "0101,ELP,ACCESS,,,64,70,2026,004,Y\n0101,ELA,CMAS,750,4,31,40,2026,004,Y\n0102,MATH,CMAS,750,4,0,4,2026,4,\n"
    )
    reading = read_file(text.encode()).reading
    assert reading.facts()["median_growth"] == {"access_growth.overall.sgp": 64.0, "cmas_growth.ela.sgp": 31.0}
    assert [(problem.row, problem.expected) for problem in reading.problems] == [(4, "a score from 1 to 99")]
