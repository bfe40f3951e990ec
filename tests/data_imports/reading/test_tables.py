"""Rows and lines."""

from data_imports.reading.files import table_from


def test_short_rows_are_filled_and_headers_found_however_written() -> None:
    table = table_from(b"Student ID,Overall  scale-score,c\n1\n")
    assert table.head[0].cells == ["1", "", ""]
    assert table.place("overall Scale Score") == 1
    assert table.place("nothing") is None
    assert table.unused([0, None]) == ("Overall  scale-score", "c")
