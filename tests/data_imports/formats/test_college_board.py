"""SAT and PSAT."""

import pytest

from data_imports.formats import read_file
from data_imports.reading.contract import Score
from tests.data_imports.making import SAMPLES


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("college_board-sat.csv", {"sat.total": 1025.0, "sat.ebrw": 509.375, "sat.math": 515.625}),
        ("college_board-nmsqt.csv", {"psat_nmsqt.total": 1116.0, "psat_nmsqt.ebrw": 546.0, "psat_nmsqt.math": 570.0}),
        (
            "college_board.csv",
            {"psat_10.total": 980.0, "psat_10.ebrw": 487.5, "psat_10.math": 492.5,
             "psat_8_9.total": 880.0, "psat_8_9.ebrw": 438.0, "psat_8_9.math": 442.0},
        ),
    ],
)  # fmt: skip
def test_each_test_has_its_measures(name: str, means: dict[str, float]) -> None:
    reading = read_file((SAMPLES / name).read_bytes()).reading
    assert {key: measure.mean for key, measure in reading.measures.items()} == means
    assert reading.rejected == 0
    assert "CANARY" not in repr(reading)


def test_the_grade_is_a_code_and_the_benchmark_a_level() -> None:
    scores = read_file((SAMPLES / "college_board.csv").read_bytes()).of(Score)
    told = {(s.student, s.grade, s.level_word, s.is_met) for s in scores if s.measure.endswith(".math")}
    assert told == {
        ("041000", "10", "N", False), ("041001", "10", "Y", True), ("041002", "9", "N", False),
        ("041003", "9", "Y", True), ("041004", "8", "N", False), ("041005", "10", "N", False),
        ("041006", "9", "N", False), ("041007", "10", "Y", True), ("041008", "10", "", None),
        ("041009", "9", "N", False),
    }  # fmt: skip
    assert {score.is_met for score in scores if score.measure.endswith(".total")} == {None}


def test_every_test_has_its_own_range() -> None:
    head = "SECONDARY_ID,CB_ID,AI_CODE,COHORT_YEAR,LATEST_SAT_DATE,LATEST_SAT_GRADE,LATEST_SAT_TOTAL,LATEST_SAT_EBRW,"
    head += "LATEST_SAT_MATH_SECTION\n"
    reading = read_file((head + "1,c,6,2027,2026-04-14,6,390,200,200\n2,c,6,2027,2026-04-14,6,1600,800,800\n").encode())
    assert [(p.row, p.column, p.expected) for p in reading.reading.problems] == [
        (2, "LATEST_SAT_TOTAL", "a score from 400 to 1600")
    ]
    assert [(score.grade, score.value) for score in reading.of(Score)] == [("11", 1600), ("11", 800), ("11", 800)]


def test_the_digital_psat_with_its_knowledge_and_skills() -> None:
    header = "AI_CODE,AI_NAME,COHORT_YEAR,DISTRICT_NAME,NAME_LAST,GENDER,FILLER_7,CB_ID,SECONDARY_ID,"
    header += "DISTRICT_STUDENT_ID,STATE_STUDENT_ID,LATEST_RECORD_LOCATOR,LATEST_PSAT_DATE,LATEST_PSAT_GRADE,"
    header += "LATEST_PSAT_TOTAL,LATEST_PSAT_EBRW,LATEST_PSAT_MATH_SECTION,FILLER_2,LATEST_PSAT_KS_READING_SECTION,"
    header += (
        "LATEST_PSAT_KS_MATH_SECTION,PERCENTILE_NATREP_PSAT_TOTAL,EBRW_CCR_BENCHMARK,MATH_CCR_BENCHMARK,REPORT_DATE\n"
    )
    line = "061999,Juniper High,2030,Juniper,CANARY,F,,125695368,13999,,,FGDM9DWYQ7,2026-10-21,4,470,260,210,,"
    line += "370-410,470-540,1,Y,N,2026-11-25\n"
    reading = read_file((header + line).encode())
    told = [(s.student, s.grade, s.measure, s.value, s.is_met) for s in reading.of(Score)]
    assert told == [
        ("13999", "9", "psat_8_9.total", 470.0, None),
        ("13999", "9", "psat_8_9.ebrw", 260.0, True),
        ("13999", "9", "psat_8_9.math", 210.0, False),
    ]
