"""LEAP observations."""

from data_imports.formats import read_file
from data_imports.reading.contract import Observation

HEAD = "Observation ID,Employee Number,Teacher Email,Observed At,Published,Measurement,Score,Overall Score,Text Box\n"


def rows(*lines: str) -> bytes:
    return (HEAD + "\n".join(lines) + "\n").encode()


def test_drafts_repetitions_and_blanks_stay_out_with_their_reason() -> None:
    reading = read_file(
        rows(
            "o1,004512,,9/18/2026 10:15 AM,Yes,LE.1,5,4.5,",
            "o1,004512,,9/18/2026 10:15 AM,Yes,LE.1,5,4.5,",
            "o1,004512,,9/18/2026 10:15 AM,Yes,LE.2,,4.5,",
            "o2,004513,,9/18/2026 10:15 AM,No,LE.1,1,1.0,",
        )
    )
    assert [(row.employee_number, row.indicator, row.score) for row in reading.of(Observation)] == [
        ("004512", "LE.1", 5)
    ]
    assert sorted(reading.reading.skipped_reasons()) == [
        ("not observed", 1),
        ("the observation is a draft", 1),
        ("the same row stands earlier", 1),
    ]
    assert reading.reading.measures["leap.indicator_score"] == (1, 5.0, 1)
    assert reading.reading.measures["leap.overall"] == (1, 4.5, 0)


def test_what_is_no_score_is_a_problem() -> None:
    reading = read_file(
        rows(
            "o1,004512,,9/18/2026,Yes,LE.1,8,,",
            "o1,004512,,9/18/2026,Yes,LE.2,4.5,,",
            "o1,,,9/18/2026,Yes,LE.3,4,,",
            "o1,004512,,later,Yes,LE.4,4,,",
            "o1,004512,,9/18/2026,Yes,Smile,4,,",
            "o1,004512,,9/18/2026,Yes,I.1,4,,",
            "o1,004512,,9/18/2026,Yes,I.1,5,,",
        )
    )
    assert [(p.row, p.column) for p in reading.reading.problems] == [
        (2, "Score"), (3, "Score"), (4, "Employee Number"), (5, "Observed At"), (6, "Measurement"), (8, "Score"),
    ]  # fmt: skip
    assert [row.indicator for row in reading.of(Observation)] == ["I.1"]
