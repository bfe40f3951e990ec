"""What an unknown table seems to be."""

from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from data_imports.mapped import Said, sketch
from data_imports.reading.files import table_from
from data_imports.reading.mapping import checked, named, suggested
from data_imports.reading.tables import Record, Table
from tests.data_imports.mapped import interim, rows, table

IDS = [f"6050{number:02}" for number in range(12)]


def results(header: str, *cells: str) -> Table:
    """Twelve students with the same cells behind their ids; `{n}` is a number that differs."""
    return rows(header, *(f"{one},{','.join(cells).format(n=200 + at)}" for at, one in enumerate(IDS)))


def meanings(found: Table) -> dict[str, str]:
    return {header: guess.meaning for header, guess in zip(found.header, suggested(found).guesses, strict=True)}


def test_a_plain_table_of_results_leaves_no_doubt() -> None:
    found = results("PS_StudentID,Grade,DateTaken,Overall Score", "4", "9/15/2026", "{n}")
    suggestion = suggested(found)
    assert (suggestion.kind, suggestion.doubts) == ("results", [])
    assert suggestion.body["columns"] == {"student": "PS_StudentID", "grade": "Grade", "taken_on": "DateTaken"}
    measure = suggestion.body["measures"][0]
    assert (measure["score"], measure["lowest"], measure["highest"]) == ("Overall Score", 0, 500)
    assert checked(suggestion.body, found)["kind"] == "results"


def test_spanish_headers_and_misspelled_ones() -> None:
    found = results("ID Estudiante,Grado,Fecha,Puntaje", "4", "9/15/2026", "{n}")
    assert list(meanings(found).values()) == ["student", "grade", "taken_on", "score"]
    found = results("Studnet Number,Grade Levl,Date Testd,Scale Scroe", "4", "9/15/2026", "{n}")
    assert list(meanings(found).values()) == ["student", "grade", "taken_on", "score"]


def test_names_births_and_packed_cells_mean_nothing() -> None:
    header = "Last Name,DOB,Gender,Student ID,Test Date,Score,Standard Scores"
    lines = [f"Vega,7/28/2017,F,{one},9/15/2026,{200 + at},165        153" for at, one in enumerate(IDS)]
    found = meanings(rows(header, *lines))
    assert [name for name, meaning in found.items() if not meaning] == ["Last Name", "DOB", "Gender", "Standard Scores"]


def test_seasons_in_headers_become_windows_of_one_measure() -> None:
    found = results("Student ID,Fall Score,Fall Level,Winter Score,Winter Level", "{n}", "Met", "{n}", "Below")
    measures = suggested(found).body["measures"]
    assert [(one["title"], one["score"], one["level"], one["window"]) for one in measures] == [
        ("Score", "Fall Score", "Fall Level", "fall"),
        ("Score", "Winter Score", "Winter Level", "winter"),
    ]
    assert measures[0]["levels"] == measures[1]["levels"] == ["Below", "Approaching", "Met", "Exceeds"]


def test_each_score_has_its_own_date_and_level() -> None:
    header = "Student ID,RLN_v1,RLN_v1_Date,CP_RLN_v1,RLN_v1_1,PA_v2,PA_v2_Date"
    found = results(header, "{n}", "9/12/2023 9:08", "On Track", "1", "{n}", "9/13/2023 9:08")
    measures = suggested(found).body["measures"]
    assert [(one["score"], one["taken_on"], one["level"], one["where_filled"]) for one in measures] == [
        ("RLN_v1", "RLN_v1_Date", "CP_RLN_v1", True),
        ("PA_v2", "PA_v2_Date", "", True),
    ]
    assert "taken_on" not in suggested(found).body["columns"]


@pytest.mark.parametrize(
    ("cell", "shape"),
    [
        ("09152026", "compact"),
        ("091526", "compact"),
        ("1789430400", "epoch"),
        ("46280", "serial"),
        ("15/9/2026", "day_first"),
    ],
)
def test_dates_in_every_writing(cell: str, shape: str) -> None:
    assert suggested(results("Student ID,Test Date,Score", cell, "{n}")).body["date_shape"] == shape


def test_a_column_of_tests_is_a_doubt() -> None:
    lines = [f"{one},5/15/2026,{200 + at},{'Math' if at % 2 else 'ELA'}" for at, one in enumerate(IDS)]
    suggestion = suggested(rows("local_id,test_date,scale_score,test_subject", *lines))
    assert suggestion.doubts == ["test_subject names several tests, whose scores may not compare."]


def test_a_file_without_a_header_is_told_by_its_cells() -> None:
    lines = [f"60500{at:05},9/{1 + at}/2026,{200 + 3 * at}.5" for at in range(12)]
    suggestion = suggested(table("\n".join(lines) + "\n"))
    assert [guess.meaning for guess in suggestion.guesses] == ["student", "taken_on", "score"]
    assert suggestion.body["names"] == ["Column 1", "Column 2", "Column 3"]
    assert not suggestion.is_sure


def test_a_roster_and_a_survey() -> None:
    assert suggested(results("Student ID,Grade,Course", "4", "Math")).kind == "roster"
    asked = [
        f"10/{1 + at}/2026,{'Agree' if at % 3 else 'Strongly agree'},{'Agree' if at % 2 else 'Disagree'}"
        for at in range(12)
    ]
    suggestion = suggested(rows("Sent,I feel safe here,My teacher listens", *asked))
    assert (suggestion.kind, suggestion.body["questions"]) == ("survey", ["I feel safe here", "My teacher listens"])


def test_no_sample_of_a_name_is_shown() -> None:
    found = named(table_from(interim(3, header="Last Name,Grade,Test Date,Score,Level")))
    assert [column["samples"][:1] for column in sketch(found, Said())["columns"]] == [
        [],
        ["3"],
        ["10/1/2026"],
        ["20"],
        ["Below"],
    ]


CELLS = st.sampled_from(
    ["", "12", "0", "9/1/2026", "Met", "605000", "1 2 3", "\u00e9", "5.5", "NULL", "Yes", "12345678"]
) | st.text(max_size=12)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_any_table_has_a_suggestion(data: Any) -> None:
    width = data.draw(st.integers(1, 8))
    words = st.sampled_from(["Score", "Level", "Student ID", "Date", "Fall Score", "Grade", "Level?", ""]) | st.text(
        max_size=12
    )
    header = data.draw(st.lists(words, min_size=width, max_size=width))
    lines = data.draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=12))
    records = [Record(at, cells) for at, cells in enumerate(lines, start=2)]
    found = named(Table(tuple(header), records, data.draw(st.integers(0, 1))))
    suggestion = suggested(found)
    assert len(suggestion.guesses) == width
    assert all(0 <= guess.confidence <= 1 for guess in suggestion.guesses)
    if suggestion.is_sure:
        checked(suggestion.body, found)
