"""The four survey tools."""

import pytest

from data_imports.formats import read_file
from data_imports.reading.contract import Finding
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
