"""What a person said, checked and used."""

from typing import Any

import pytest

from data_imports.mapped import Said, begun
from data_imports.reading.contract import FileRefused, Given
from data_imports.reading.mapping import checked, layout_of, suggested
from tests.data_imports.mapped import LEVELS, interim, rows

BODY: dict[str, Any] = {
    "title": "Interim",
    "kind": "results",
    "columns": {"student": "Pupil Number", "grade": "Yr Level", "taken_on": "Given On"},
    "measures": [
        {"title": "Math", "score": "Math Points", "level": "Attained", "levels": list(LEVELS),
         "met_from": 3, "lowest": 0, "highest": 50}
    ],
}  # fmt: skip


def measure(**changes: Any) -> dict[str, Any]:
    return BODY | {"measures": [BODY["measures"][0] | changes]}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ([], "must say a kind"),
        (BODY | {"kind": "guess"}, "must say a kind"),
        (BODY | {"columns": []}, "“columns” is not what we expect"),
        (BODY | {"columns": {"grade": "Yr Level"}}, "which column has the student ids"),
        (BODY | {"columns": {"student": "a", "hair": "b"}}, "do not know: hair"),
        (BODY | {"date_shape": "moon"}, "dates are written as one of"),
        (BODY | {"season": "autumn"}, "fall, winter or spring"),
        (BODY | {"season_year": "2026"}, "like 2026-27"),
        (BODY | {"measures": []}, "which column has scores"),
        (BODY | {"measures": BODY["measures"] * 2}, "Two scores are called “Math”"),
        (measure(score="", level=""), "which column has the scores of “Math”"),
        (measure(highest=0), "must be below its highest"),
        (measure(levels=["Met", "met"]), "written twice"),
        (measure(met_from=9), "counts as met"),
        (measure(lowest="0"), "not what we expect"),
        (BODY | {"kind": "survey"}, "survey questions"),
    ],
)
def test_a_body_is_refused_in_one_sentence(body: Any, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        checked(body)


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(FileRefused, match=r"a column “Pupil Number”, which this file does not have\. It has: A, B"):
        checked(BODY, rows("A,B", "1,2", "3,4"))


def test_scores_levels_and_what_is_no_level() -> None:
    layout = layout_of(checked(measure(no_levels=["Pending"])))
    one = layout.measures[0]
    assert (one.key, one.steps["met"], one.steps["pending"], one.met_from) == ("custom.interim.math", 3, 0, 3)


def test_several_values_in_one_cell_are_no_score() -> None:
    layout = layout_of(checked(BODY))
    assert layout.number_of("165         153") is None
    assert layout.missing_of("165         153") == "several values in one cell"
    assert layout.number_of("1 650") == 1650


def test_only_levels_are_results_too(tmp_path: Any) -> None:
    path = tmp_path / "levels.csv"
    path.write_bytes(interim(4))
    reading, kept = begun(path, "", Given(), Said(measure(score="")))
    found = [(row.value, row.level, row.is_met, row.missing) for row in kept]
    assert found[:3] == [
        (None, 1, False, "Below"),
        (None, 2, False, "Approaching"),
        (None, 3, True, "Met"),
    ]
    assert reading.measures["custom.interim.math"].missing == 4


def test_rows_of_one_test_alone(tmp_path: Any) -> None:
    path = tmp_path / "long.csv"
    path.write_text("id,day,test,points\n605001,9/1/2026,Math,20\n605001,9/1/2026,ELA,20\n605002,9/1/2026,ELA,30\n")
    body = suggested(rows("id,day,test,points", "605001,9/1/2026,Math,20", "605001,9/1/2026,ELA,20")).body
    body = body | {"kind": "results", "columns": {"student": "id", "taken_on": "day", "test": "test"}}
    one = {"title": "Points", "score": "points", "lowest": 0, "highest": 50}
    _reading, both = begun(path, "", Given(), Said(body | {"measures": [one]}))
    assert [(row.value, row.sitting) for row in both] == [(20, 1), (20, 2), (30, 1)]
    _reading, ela = begun(
        path, "", Given(), Said(body | {"measures": [one | {"only": {"column": "test", "word": "ELA"}}]})
    )
    assert [row.value for row in ela] == [20, 30]
