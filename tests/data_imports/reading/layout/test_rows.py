"""Layouts: which column counts, and what becomes of a row."""

import pytest

from data_imports.reading import layout
from data_imports.reading.contract import Dropped, Fact, FileRefused, Given, Problem, Row, Scale, Score, Skipped
from data_imports.reading.files import table_from
from data_imports.reading.layout import Cells, Layout, Measure

MEASURE = Measure(
    "test.score", "A test", "math", ("Score",), ("Band",), ("Low", "High"), {"tested out": 0}, 2, highest=100
)
LAYOUT = Layout((MEASURE,), student=("Local ID", "State ID"), taken_on=("Day",), year=("Year",), window=("Season",))


def rows(text: str, as_read: Layout = LAYOUT, given: Given | None = None) -> list[Row]:
    return list(layout.read(as_read, table_from(text.encode()), given or Given()))


def of(kind: type, found: list[Row]) -> list[Row]:
    return [row for row in found if isinstance(row, kind)]


def test_of_several_names_the_first_counts_that_holds_anything() -> None:
    found = rows("Local ID,State ID,Score,Day\n,A1,40,9/8/2026\n,A2,41,9/8/2026\n")
    assert [score.student for score in of(Score, found)] == ["A1", "A2"]
    assert of(Fact, found) == [Fact("id_column", "State ID")]
    assert of(Dropped, found) == [Dropped(("Local ID",))]


def test_a_word_that_is_no_level_is_no_problem() -> None:
    found = rows("Local ID,Score,Band,Day\n1,40,Tested out,9/8/2026\n2,41,High,9/8/2026\n3,42,Green,9/8/2026\n")
    assert [(score.level, score.is_met, score.level_word) for score in of(Score, found)] == [
        (None, None, "Tested out"),
        (2, True, "High"),
    ]
    assert [(problem.row, problem.found) for problem in of(Problem, found)] == [(4, "Green")]


def test_one_row_without_a_day_does_not_stop_the_file() -> None:
    found = rows("Local ID,Score,Day\n1,40,9/8/2026\n2,41,\n")
    assert [(problem.row, problem.column) for problem in of(Problem, found)] == [(3, "Day")]
    assert len(of(Score, found)) == 1


def test_a_file_without_days_asks_for_year_and_window() -> None:
    with pytest.raises(FileRefused, match="no test dates"):
        rows("Local ID,Score\n1,40\n")
    found = rows("Local ID,Score\n1,40\n", given=Given("2026-27", "winter"))
    assert [(score.year, score.window, f"{score.taken_on}") for score in of(Score, found)] == [
        ("2026-27", "winter", "2027-01-15")
    ]


def test_reasons_and_rows_left_out_come_from_several_columns() -> None:
    told = Layout(
        (MEASURE,),
        student=("Local ID",),
        season="fall",
        leave_out=lambda cell: "a draft" if cell("Draft", "Unfinished") else "",
        reason=lambda cell: cell("Absent") or cell("Void"),
    )
    text = "Local ID,Score,Draft,Absent,Void,Note\n1,40,x,,,\n2,,,ill,,\n3,,,,cheated,\n4,50,,ill,,\n"
    found = rows(text, told, Given("2026-27"))
    assert of(Skipped, found) == [Skipped(2, "a draft")]
    assert [(score.value, score.missing) for score in of(Score, found)] == [(None, "ill"), (None, "cheated"), (50, "")]
    assert of(Dropped, found) == [Dropped(("Note",))]


def test_a_note_sees_every_record_and_keeps_nothing() -> None:
    seen = list[str]()

    def note(cell: Cells) -> None:
        seen.append(cell("Color") + cell("Shape"))

    table = table_from(b"Local ID,Score,Day,Color\n1,40,9/8/2026,red\n,40,9/8/2026,blue\n")
    found = list(layout.read(LAYOUT, table, Given(), note))
    assert seen == ["red", "blue"]
    assert of(Dropped, found) == [Dropped(("Color",))]


def test_only_measures_that_occur_have_a_scale() -> None:
    two = Layout(
        tuple(Measure(f"test.{name}", name, name, ("Score",), only=(("Kind",), name)) for name in ("math", "art")),
        student=("Local ID",),
        season="fall",
    )
    found = rows("Local ID,Score,Kind\n1,40,Math\n2,41,Chess\n", two, Given("2026-27"))
    assert [scale.measure for scale in of(Scale, found)] == ["test.math"]
    assert of(Skipped, found) == [Skipped(3, "the row holds no result")]


def test_sums_over_measures_of_one_ending() -> None:
    table = table_from(b"Local ID,Score,Day\n1,40,9/8/2026\n2,45,9/8/2026\n3,,9/8/2026\n")
    found = layout.summed(layout.read(LAYOUT, table, Given()), ".score", "mean_score")
    assert of(Fact, list(found))[1:] == [Fact("scored_rows", 2), Fact("mean_score", 42.5)]


def test_a_record_of_several_measures_is_left_out_once() -> None:
    wide = Layout(
        tuple(
            Measure(f"test.{name}", name, name, (name,), is_absent_if_blank=True) for name in ("math", "art", "music")
        ),
        student=("Local ID",),
        season="fall",
    )
    text = "Local ID,Math,Art,Music\n1,40,50,60\n1,40,50,60\n1,40,55,60\n2,,,\n"
    found = rows(text, wide, Given("2026-27"))
    assert [(skipped.row, skipped.reason) for skipped in of(Skipped, found)] == [
        (3, "the same row stands earlier in the file"),
        (5, "the row holds no result"),
    ]
    assert [(score.line, score.measure, score.value, score.sitting) for score in of(Score, found)][3:] == [
        (4, "test.art", 55.0, 2)
    ]
