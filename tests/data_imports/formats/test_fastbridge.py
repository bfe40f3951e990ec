"""FastBridge."""

from data_imports.formats import read_file
from data_imports.reading.contract import Score
from tests.data_imports.making import SAMPLES


def test_a_season_is_a_result_and_an_empty_one_is_none() -> None:
    reading = read_file((SAMPLES / "fastbridge.csv").read_bytes())
    told = [(s.student, s.grade, s.window, s.value, s.level, f"{s.taken_on}") for s in reading.of(Score)]
    assert told[:3] == [
        ("093000", "3", "fall", 210.5, 2, "2026-09-02"),
        ("093000", "3", "winter", 215.25, 3, "2027-01-13"),
        ("093001", "3", "fall", 198.0, 1, "2026-09-02"),
    ]
    assert told[6:8] == [
        ("093004", "K", "winter", 190.0, 2, "2027-01-14"),
        ("093005", "5", "spring", 226.0, 3, "2027-06-02"),
    ]
    assert len(told) == 11
    assert reading.reading.skipped_reasons() == [("the row holds no result", 2)]
    assert reading.reading.measures["fastbridge.amath.score"].n == 11


def test_the_file_tells_grades_risks_and_gaps() -> None:
    facts = read_file((SAMPLES / "fastbridge.csv").read_bytes()).reading.facts()
    assert facts["grades"] == {
        "Three": 2, "Four": 2, "Five": 2, "Kindergarten": 1, "Six": 1, "Seven": 1, "Eight": 1,
    }  # fmt: skip
    assert facts["risk"] == {"lowRisk": 3, "highRisk": 1, "": 3, "someRisk": 2, "collegePathway": 1}
    assert (facts["na_star"], facts["fall_scored"], facts["mean_fall_theta"]) == (1, 5, 213.1)


def test_an_early_test_has_its_own_measure() -> None:
    reading = read_file((SAMPLES / "fastbridge-early.csv").read_bytes()).reading
    assert reading.measures == {"fastbridge.earlyreading.score": (3, 42.0, 0)}
    assert (reading.rows_read, reading.left_out, reading.rejected) == (3, 1, 0)


def test_what_is_counted_is_not_kept() -> None:
    dropped = set(read_file((SAMPLES / "fastbridge.csv").read_bytes()).reading.dropped_columns)
    assert {"Fall aMath Percentile at School", "First Name", "FAST ID"} <= dropped
