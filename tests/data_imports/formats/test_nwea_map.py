"""MAP Growth."""

import pytest

from data_imports.formats import read_file
from data_imports.reading.contract import Score
from tests.data_imports.making import SAMPLES


@pytest.mark.parametrize(
    ("name", "counts", "when"),
    [
        ("nwea_map.csv", {"reading": 4, "language_usage": 1, "math": 3, "science": 1}, ("2025-26", "winter")),
        ("nwea_map-older.csv", {"reading": 2, "language_usage": 1, "math": 2, "science": 1}, ("2024-25", "fall")),
    ],
)
def test_both_layouts_by_subject(name: str, counts: dict[str, int], when: tuple[str, str]) -> None:
    reading = read_file((SAMPLES / name).read_bytes())
    assert {key: measure.n for key, measure in reading.reading.measures.items()} == {
        f"nwea.{subject}.rit": n for subject, n in counts.items()
    }
    assert {(score.year, score.window) for score in reading.of(Score)} == {when}
    assert reading.of(Score)[0].student == "061000"


def test_quintiles_are_levels_and_the_growth_flag_tells_which_test_counts() -> None:
    reading = read_file((SAMPLES / "nwea_map.csv").read_bytes())
    read = [score for score in reading.of(Score) if score.student == "061002" and score.measure == "nwea.reading.rit"]
    assert [(score.value, score.level, score.is_met, score.is_most_recent) for score in read] == [
        (188.0, 1, None, True),
        (191.0, 1, None, False),
    ]
    facts = reading.reading.facts()
    assert facts["subjects"] == {"Mathematics": 4, "Language Arts": 5, "Science": 1}
    assert (facts["students"], facts["mean_RIT"], facts["growth_tests"]) == (5, 212.78, 8)


def test_percentiles_are_not_kept() -> None:
    dropped = read_file((SAMPLES / "nwea_map.csv").read_bytes()).reading.dropped_columns
    assert {"TestPercentile", "Goal1RitScore"} <= set(dropped)


def test_a_score_off_the_scale_is_a_problem() -> None:
    text = "StudentID,TermName,Subject,TestStartDate,TestRITScore,TestName,TestPercentile,TestStandardError\n"
    text += "1,Fall 2026-2027,Mathematics,9/8/2026,12,M,1,3\n2,Fall 2026-2027,Mathematics,9/8/2026,--,M,1,3\n"
    reading = read_file(text.encode())
    assert [(p.row, p.column, p.found) for p in reading.reading.problems] == [(2, "TestRITScore", "12")]
    assert [score.value for score in reading.of(Score)] == [None]
