"""CMAS."""

from data_imports.formats import read_file
from data_imports.reading.contract import Score
from tests.data_imports.making import SAMPLES


def rows(*lines: str) -> bytes:
    head = "LocalStudentIdentifier,StateStudentIdentifier,GradeLevelWhenAssessed,TestCode,SS,PerfLVL,NotTestedReason,"
    head += "VoidScoreReason,ReportSuppressionAction,Unit1TestStartDateTime,AssessmentYear,StudentwithDisabilities\n"
    return (head + "\n".join(lines) + "\n").encode()


def test_met_is_the_fourth_of_five_levels_and_the_third_of_four() -> None:
    reading = read_file((SAMPLES / "cmas.csv").read_bytes())
    scales = {name: (len(scale.levels), scale.met_from) for name, scale in reading.reading.scales.items()}
    assert scales == {
        "cmas.ela.scale": (5, 4),
        "cmas.math.scale": (5, 4),
        "cmas.sla.scale": (5, 4),
        "cmas.science.scale": (4, 3),
        "cmas.social_studies.scale": (4, 3),
    }
    met = {(score.measure, score.level): score.is_met for score in reading.of(Score) if score.level}
    assert met == {
        ("cmas.ela.scale", 3): False,
        ("cmas.math.scale", 1): False,
        ("cmas.math.scale", 4): True,
        ("cmas.sla.scale", 3): False,
        ("cmas.science.scale", 3): True,
        ("cmas.science.scale", 1): False,
        ("cmas.social_studies.scale", 2): False,
    }


def test_the_file_tells_its_tests_and_who_was_not_tested() -> None:
    reading = read_file((SAMPLES / "cmas.csv").read_bytes()).reading
    facts = reading.facts()
    assert (reading.rows_read, facts["scored_rows"], facts["mean_SS"], facts["not_tested"]) == (10, 7, 647.29, 1)
    assert facts["tests"]["MAT05"] == 2
    assert sum(facts["tests"].values()) == 10
    assert "CANARY" not in repr(reading)


def test_reasons_stand_where_a_score_is_missing() -> None:
    reading = read_file(
        rows(
            "031,5,5,MAT05,,,09,,,,2025-2026,IEP",
            "032,6,5,MAT05,,,,2,,2026-04-14T15:00:00Z,2025-2026,504",
            "033,7,5,MAT05,700,2,,6,,2026-04-14T15:00:00Z,2025-2026,",
            "034,8,5,MAT05,701,2,,,05,2026-04-14T15:00:00Z,2025-2026,",
            "035,9,5,MAT05,702,2,,,01,2026-04-14T15:00:00Z,2025-2026,",
        )
    )
    assert [(score.student, score.value, score.missing, score.groups.has_iep) for score in reading.of(Score)] == [
        ("031", None, "excused by a parent", True),
        ("032", None, "interrupted and not completed", False),
        ("035", 702.0, "", None),
    ]
    assert reading.reading.skipped_reasons() == [
        ("the score is void: not given as prescribed", 1),
        ("the state leaves the score out of reports and aggregates (05)", 1),
    ]
    untested = reading.of(Score)[0]
    assert (untested.year, untested.window, f"{untested.taken_on}") == ("2025-26", "spring", "2026-05-01")


def test_scores_outside_the_scale_are_problems() -> None:
    reading = read_file(rows("1,2,5,MAT05,900,5,,,,,2025-2026,", "1,2,8,SCI08,900,4,,,,,2025-2026,")).reading
    assert [(problem.row, problem.expected) for problem in reading.problems] == [(2, "a score from 650 to 850")]
    assert reading.measures == {"cmas.science.scale": (1, 900.0, 0)}
