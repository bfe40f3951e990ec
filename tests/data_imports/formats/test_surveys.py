"""The four survey tools."""

import pytest

from data_imports.formats import qualtrics, read_file
from data_imports.reading.contract import Finding, Given
from data_imports.reading.tables import Record, Table
from tests.data_imports.making import SAMPLES


@pytest.mark.parametrize(
    ("name", "rows", "kept"),
    [("google_forms.csv", 12, 12), ("qualtrics.csv", 10, 8), ("qualtrics-legacy.csv", 9, 9),
     ("surveymonkey.csv", 9, 9), ("limesurvey.csv", 11, 9)],
)  # fmt: skip
def test_rows(name: str, rows: int, kept: int) -> None:
    reading = read_file((SAMPLES / name).read_bytes())
    assert (reading.reading.rows_read, reading.reading.rows_kept) == (rows, kept)
    assert reading.reading.survey is not None
    assert reading.of(Finding)[0].kind == "scale"
    assert reading.of(Finding)[0].answered <= kept
    assert "CANARY" not in repr(reading.of(Finding))
    assert "CANARY" not in repr(reading.reading.measures)


def test_a_question_over_several_columns_is_named_with_its_option() -> None:
    questions = [finding.question for finding in read_file((SAMPLES / "surveymonkey.csv").read_bytes()).of(Finding)]
    assert questions == ["How often do you... [feel safe?]", "How often do you... [read at home?]"]


def forms(question: str, answers: list[str]) -> bytes:
    """A Google form with one question and the students' ids."""
    lines = [f"11/1/2026 10:00:00,{900 + n % 5},{answer}" for n, answer in enumerate(answers)]
    return "\n".join([f"Timestamp,Student ID,{question}", *lines, ""]).encode()


def test_codes_for_no_answer_and_open_ends_are_out_of_the_mean() -> None:
    reading = read_file(forms("How many books?", ["1", "2", "3"] * 5 + ["-99", "-77", "99", "", "5+"]))
    finding = reading.of(Finding)[0]
    assert (finding.answered, finding.missing, finding.mean) == (15, 5, 2.0)
    facts = reading.reading.facts()
    assert facts["questions"] == {
        "How many books?": {"1": 5, "2": 5, "3": 5, "-99": 1, "-77": 1, "99": 1, "": 1, "5+": 1}
    }
    assert (facts["students"], facts["students_twice"], facts["complete"]) == (5, 5, 20)


def test_ninety_nine_is_a_number_among_large_numbers() -> None:
    assert read_file(forms("How many pages?", ["99", "101", "100"] * 4)).of(Finding)[0].mean == 100.0


def test_decimal_commas_and_half_way_responses_are_told() -> None:
    facts = read_file((SAMPLES / "limesurvey.csv").read_bytes()).reading.facts()
    assert (facts["complete"], facts["header_rows"], facts["duplicate_names"]) == (9, 1, 0)
    counted = next(iter(facts["questions"].values()))
    assert sum(counted.values()) == 11


@pytest.mark.parametrize("above", [0, 1, 2])
def test_qualtrics_is_read_from_whichever_of_its_three_rows_was_taken_for_the_header(above: int) -> None:
    rows = [
        ["EndDate", "Finished", "Q1"],
        ["Enddatum", "Beendet", "I feel safe"],
        ['{"ImportId":"endDate"}', "{'ImportId': 'finished'}", '{"ImportId":"QID1"}'],
        *(["2026-11-01 09:00:00", "1" if n else "0", "Agree" if n % 2 else "Strongly agree"] for n in range(9)),
    ]
    records = [Record(line, cells) for line, cells in enumerate(rows[above + 1 :], start=above + 2)]
    table = Table(tuple(rows[above]), records)
    assert qualtrics.recognise(table) == 0.97
    read = list(qualtrics.read(table, Given()))
    findings = [row for row in read if isinstance(row, Finding)]
    assert [(f.question, f.answered) for f in findings] == [("qid1" if above == 2 else "I feel safe", 8)]


def test_ticked_options_are_counted_one_by_one() -> None:
    chosen = ["Art;Chess", "Chess", "Art;Chess;Band", "Band;Art", "Band", "Art", "Chess;Band", "Art;Band"] * 2
    finding = read_file(forms("Which clubs?", chosen)).of(Finding)[0]
    assert (finding.kind, finding.answered) == ("choice", 16)
    assert dict(finding.counts) == {"Art": 10, "Chess": 8, "Band": 10}


def test_own_words_with_semicolons_stay_out() -> None:
    said = [f"CANARY {n}; and so on {n}" for n in range(20)]
    assert read_file(forms("What helps?", said)).of(Finding) == []
