"""Renaissance Star."""

import pytest

from data_imports.formats import read_file
from data_imports.reading.contract import FileRefused, Score
from tests.data_imports.making import SAMPLES


@pytest.mark.parametrize(
    ("name", "subject", "n"),
    [("star.csv", "reading", 9), ("star-math.csv", "math", 5), ("star-early_literacy.csv", "early_literacy", 4)],
)
def test_two_scales_of_each_subject(name: str, subject: str, n: int) -> None:
    reading = read_file((SAMPLES / name).read_bytes()).reading
    assert {key: measure.n for key, measure in reading.measures.items()} == {
        f"star.{subject}.scaled": n,
        f"star.{subject}.unified": n,
    }


def test_the_local_day_counts_and_a_deactivated_test_does_not() -> None:
    reading = read_file((SAMPLES / "star.csv").read_bytes())
    assert {(f"{score.taken_on}", score.window) for score in reading.of(Score)} == {
        ("2026-09-01", "fall"),
        ("2027-01-12", "winter"),
    }
    assert reading.reading.skipped_reasons() == [("the test was deactivated: Student did not try", 1)]
    assert reading.reading.facts()["window"] == {"Fall": 9, "Winter": 1}


def test_the_districts_categories_come_before_renaissances() -> None:
    reading = read_file((SAMPLES / "star.csv").read_bytes())
    assert [(s.level, s.is_met) for s in reading.of(Score) if s.measure.endswith(".scaled")][:4] == [
        (4, True),
        (3, False),
        (1, False),
        (2, False),
    ]


def test_the_states_categories_are_lowest_first_and_met_as_the_file_says() -> None:
    reading = read_file((SAMPLES / "star-math.csv").read_bytes())
    scale = reading.reading.scales["star.math.unified"]
    assert scale.levels == ("Does not meet", "Partly meets", "Approaches", "Meets", "Exceeds")
    assert (scale.met_from, scale.lowest, scale.highest) == (4, 200, 1400)
    assert [score.is_met for score in reading.of(Score)[::2]] == [True, False, False, False, True]


def test_renaissances_own_categories_stand_in() -> None:
    scores = read_file((SAMPLES / "star-early_literacy.csv").read_bytes()).of(Score)
    assert [score.level for score in scores[::2]] == [3, 4, 1, 2]


def test_a_file_that_does_not_tell_its_subject_is_refused() -> None:
    text = "RenaissanceClientID,StudentIdentifier,AssessmentID,CompletedDate,ScaledScore,UnifiedScore\n1,2,3,4,5,6\n"
    with pytest.raises(FileRefused, match="does not tell"):
        read_file(text.encode())
    named = text.replace("AssessmentID", "AssessmentName").replace("2,3,4", "2,Star Math,9/8/2026").encode()
    assert list(read_file(named.replace(b"5,6", b"500,900")).reading.measures) == [
        "star.math.scaled",
        "star.math.unified",
    ]
