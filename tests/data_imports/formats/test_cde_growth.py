"""Student growth."""

from data_imports.formats import read_file
from data_imports.reading.contract import Given, Score
from tests.data_imports.making import SAMPLES


def test_growth_has_a_median_and_no_mean() -> None:
    reading = read_file((SAMPLES / "cde_growth.csv").read_bytes()).reading
    assert reading.measures["cmas_growth.ela.sgp"] == (3, None, 2)
    assert reading.measures["cmas_growth.math.sgp"] == (4, None, 1)
    assert reading.measures["cmas_growth.ela.scale"] == (4, 749.5, 1)
    facts = reading.facts()
    assert facts["median_growth"] == {"cmas_growth.ela.sgp": 44.0, "cmas_growth.math.sgp": 42.5}
    assert (facts["with_SGP"], facts["did_not_test"], facts["included"], facts["mean_scale"]) == (7, 2, 5, 741.5)


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
