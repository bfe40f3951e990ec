"""Delimiters, fixed width, lines and quotes."""

import csv
import io

import pytest

from data_imports.reading.contract import FileRefused
from data_imports.reading.delimited import delimiter_of
from data_imports.reading.files import table_from


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_that_makes_even_rows(delimiter: str) -> None:
    rows = [["Question, with comma; and more", "b", "c"], ["1", "2", "3"], ["4", "5,5", "6"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    assert delimiter_of(text)[0] == delimiter


@pytest.mark.parametrize("ending", ["\n", "\r", "\r\n"])
def test_lines_end_as_they_like(ending: str) -> None:
    table = table_from(f'a,b{ending}1,"two{ending}lines"{ending}{ending}3,4{ending}'.encode())
    assert [(record.line, record.cells) for record in table.records] == [
        (2, ["1", f"two{ending}lines"]),
        (5, ["3", "4"]),
    ]


def test_mixed_endings() -> None:
    table = table_from(b"a,b\r\n1,2\n3,4\r5,6")
    assert [(record.line, record.cells[0]) for record in table.records] == [(2, "1"), (3, "3"), (4, "5")]


def test_mixed_quotes_survive() -> None:
    table = table_from(b'\'local_id\',\'note\'\n"100","NWF: 90,ORF: 70"\n101,5" pipe\n')
    assert table.header == ("'local_id'", "'note'")
    assert table.place("local_id") == 0
    assert [record.cells for record in table.records] == [["100", "NWF: 90,ORF: 70"], ["101", '5" pipe']]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('a,b\n1,2\n3,"open\n5,6\n', 3),
        ('a,b\n1,2\n3,"open\n5,"6"\n7,"8"\n', 3),
        ('a,b\n1,"' + "x" * 140_000, 2),
    ],
)
def test_an_open_quote_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(FileRefused, match=f"on line {line} never closes"):
        list(table_from(text.encode()).records)


FIXED = """\
ID      NAME            DATE      SCORE
004512  Canary, Ann     09082026    412
004513  Canary, Bob     09092026    415
004514  Canary, Cleo                500
004515  Canary, Dee     09112026
"""


def test_columns_of_fixed_width() -> None:
    table = table_from(FIXED.encode())
    assert (table.delimiter, table.header) == ("", ("ID", "NAME", "DATE", "SCORE"))
    assert [(record.line, record.cells) for record in table.records][2:] == [
        (4, ["004514", "Canary, Cleo", "", "500"]),
        (5, ["004515", "Canary, Dee", "09112026", ""]),
    ]


def test_words_are_no_columns() -> None:
    assert table_from(b"Comment\nI like it here\nwe did a lot\nso much more of it\n").header == ("Comment",)


def test_records_are_read_from_disk_each_time_and_never_held() -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["id", "score"], *([f"a{n}", n] for n in range(5_000))])
    table = table_from(out.getvalue().encode())
    assert len(table.head) == 200
    assert [sum(1 for _ in table.records) for _ in range(2)] == [5_000, 5_000]
    first = iter(table.records)
    assert next(first).cells == next(iter(table.records)).cells == ["a0", "0"]


def test_more_than_2000_columns_are_refused() -> None:
    wide = ",".join(str(n) for n in range(2_001)).encode()
    with pytest.raises(FileRefused, match="2,000 columns"):
        table_from(wide)
    with pytest.raises(FileRefused, match="2,000 columns"):
        list(table_from(b"a,b\n" + b"c,1\n" * 3_000 + wide).records)
