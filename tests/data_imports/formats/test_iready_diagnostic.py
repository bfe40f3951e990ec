"""i-Ready."""

from data_imports.formats import read_file
from data_imports.reading.contract import Given, Score

HEAD = (
    "Student ID,Student Grade,Academic Year,Start Date,Completion Date,Overall Scale Score,Overall Relative Placement"
)
HEAD += ",Quantile Measure,English Language Learner\n"


def rows(*lines: str) -> bytes:
    return (HEAD + "\n".join(lines) + "\n").encode()


def test_levels_and_what_counts_as_met() -> None:
    reading = read_file(
        rows(
            "1,4,2026-2027,9/8/2026,9/8/2026,440,2 Grade Levels Below,,Y",
            "2,K,2026-2027,9/8/2026,9/9/2026,480,Early On Grade Level,,",
            "3,5,2026-2027,9/8/2026,9/9/2026,,Not Assessed,,N",
        )
    )
    assert [(s.grade, s.value, s.level, s.is_met, s.missing) for s in reading.of(Score)] == [
        ("4", 440.0, 2, False, ""),
        ("K", 480.0, 4, True, ""),
        ("5", None, None, None, "Not Assessed"),
    ]
    assert [score.groups.is_multilingual for score in reading.of(Score)] == [True, None, False]
    assert reading.reading.measures["iready.math.overall_scale"] == (2, 460.0, 1)


def test_every_problem_is_told_with_its_cell() -> None:
    reading = read_file(
        rows(
            ",4,2026-2027,9/8/2026,9/8/2026,440,Early On Grade Level,,",
            "2,4,2026-2027,9/8/2026,8.9.26,440,Early On Grade Level,,",
            "3,4,2026-2027,9/8/2026,9/8/2026,4400,Early On Grade Level,,",
            "4,4,2026-2027,9/8/2026,9/8/2026,440,Nearly there,,",
            "5,4,2026-2027,9/8/2026,,,,,",
            "6,4,2026-2027,9/8/2026,9/8/2026,440,Early On Grade Level,,",
            "6,4,2026-2027,9/8/2026,9/8/2026,440,Early On Grade Level,,",
        )
    )
    assert [(p.row, p.column, p.found) for p in reading.reading.problems] == [
        (2, "Student ID", ""),
        (3, "Completion Date", "8.9.26"),
        (4, "Overall Scale Score", "4400"),
        (5, "Overall Relative Placement", "Nearly there"),
    ]
    assert [s.row for s in reading.reading.skipped] == [6, 8]
    assert (reading.reading.rejected, reading.reading.rows_kept) == (4, 1)


def test_the_window_comes_from_the_norming_window_then_the_person_then_the_date() -> None:
    line = "1,4,,9/8/2026,12/1/2026,440,Early On Grade Level,,"
    assert read_file(rows(line)).of(Score)[0].window == "winter"
    assert read_file(rows(line), given=Given(window="fall")).of(Score)[0].window == "fall"
    assert read_file(rows(line)).of(Score)[0].year == "2026-27"
    normed = HEAD.strip() + ",Norming Window\n" + line + ",Spring (March 2 - End of Year)\n"
    assert read_file(normed.encode(), given=Given(window="fall")).of(Score)[0].window == "spring"
