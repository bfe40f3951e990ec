"""Workbooks: cells as typed, sheets, and what is refused in one sentence."""

from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from data_imports.reading.contract import FileRefused
from data_imports.reading.files import table_from, tables
from tests.data_imports.reading.corpora import changed, saved, shared, workbook, written

GOOD = workbook([["id", "score"], *([f"00{n}", 400 + n] for n in range(10, 20))])
MOMENT = datetime(2026, 9, 1, 10, 15)  # noqa: DTZ001 - a cell has no zone


def test_cells_read_as_typed() -> None:
    content = workbook([["id", "on", "score", "yes"], ["0042", date(2026, 9, 1), 412.0, True], [], [7, None, 1.5]])
    table = table_from(content)
    assert (table.sheet, table.header) == ("Data", ("id", "on", "score", "yes"))
    assert [(r.line, r.cells) for r in table.records] == [
        (2, ["0042", "2026-09-01", "412", "TRUE"]),
        (4, ["7", "", "1.5", ""]),
    ]


def test_numbers_days_and_errors_read_as_typed() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([f"name {n}" for n in range(9)])
    sheet.append([0.436, 0.1 + 0.2, 1e20, -3.0, MOMENT, time(9, 8), timedelta(hours=30), "#N/A"])
    sheet["A2"].number_format, sheet["I2"] = "0.0%", "=1/0"
    assert table_from(saved(book)).head[0].cells == [
        "0.436", "0.3", "1e+20", "-3", "2026-09-01 10:15:00", "09:08:00", "1 day, 6:00:00", "#N/A", "",
    ]  # fmt: skip


def test_a_number_that_is_no_day_stays_a_number() -> None:
    book = openpyxl.Workbook()
    book.active.append(["id", "on"])
    book.active.append(["a", -412])
    book.active["B2"].number_format = "mm/dd/yyyy"
    assert table_from(saved(book)).head[0].cells == ["a", "-412"]


def test_shared_rich_and_escaped_strings() -> None:
    strings = (
        b'<si><t>id</t></si><si><r><t>sc</t></r><r><t>ore</t></r><rPh sb="0" eb="1"><t>x</t></rPh></si>'
        b"<si><t>0010_x000D_a</t></si><si/>"
    )
    rows = b"".join(
        b'<row r="%d"><c r="A%d" t="s"><v>%d</v></c><c r="B%d"%s</c></row>' % (line, line, at, line, second)
        for line, at, second in ((1, 0, b' t="s"><v>1</v>'), (2, 2, b"><v>4.0</v>"), (4, 3, b"><f>1+1</f><v>2</v>"))
    )
    table = table_from(shared(GOOD, strings, rows))
    assert table.header == ("id", "score")
    assert [(record.line, record.cells) for record in table.records] == [(2, ["0010\ra", "4"]), (4, ["", "2"])]


def test_hidden_sheets_are_left_out_unless_there_is_nothing_else(tmp_path) -> None:
    book = openpyxl.Workbook()
    for title in ("Shown", "Hidden", "Gone"):
        book.create_sheet(title).append(["id", title])
        book[title].append(["a", 1])
    del book["Sheet"]
    book["Hidden"].sheet_state, book["Gone"].sheet_state = "hidden", "veryHidden"
    (table,) = tables(written(tmp_path, saved(book)))
    assert (table.sheet, table.sheets) == ("Shown", ("Shown",))
    content = changed(saved(book), workbook_xml=(b'state="visible"', b'state="hidden"'))
    assert [table.sheet for table in tables(written(tmp_path, content))] == ["Shown", "Hidden", "Gone"]


def test_the_likeliest_of_several_sheets_comes_first(tmp_path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["About these data"])
    for title, rows in (("Few", 2), ("Many", 30)):
        book.create_sheet(title).append(["id", "score", "grade"])
        for number in range(rows):
            book[title].append([f"a{number}", number, 4])
    found = tables(written(tmp_path, saved(book)))
    assert [table.sheet for table in found] == ["Many", "Few", "Sheet"]
    assert found[0].sheets == ("Sheet", "Few", "Many")


def test_merged_and_coloured_cells_are_fine() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Results of winter", None, None])
    sheet.merge_cells("A1:C1")
    sheet.append(["id", "score", "grade"])
    for number in range(5):
        sheet.append([f"a{number}", number, 4])
    sheet["Z900000"].fill = PatternFill("solid", "FFFF00")
    table = table_from(saved(book))
    assert (table.header_line, table.header, len(list(table.records))) == (2, ("id", "score", "grade"), 5)


def test_an_empty_workbook_is_refused() -> None:
    with pytest.raises(FileRefused, match="no filled sheet"):
        table_from(workbook([]))


def far(cell: str) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["id", "score"])
    book.active.append(["a", 1])
    book.active[cell] = "x"
    return saved(book)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (far("XFD2"), "2,000 columns"),
        (far("A1048576"), "row 1048576"),
        (far("XFD1048576"), "2,000 columns"),
        (changed(GOOD, sheet2_xml=(b'<row r="3"', b'<row r="2"')), "row 2"),
        (changed(GOOD, sheet2_xml=(b"</sheetData>", b"")), "damaged"),
        (shared(GOOD, b"<si><t>id</t></si>", b'<row><c t="s"><v>7</v></c></row>'), "damaged"),
        (changed(GOOD, sheet2_xml=(b'r="B3"', b'r="7"')), "damaged"),
        (changed(GOOD, workbook_xml=(b"<sheets>", b"<sheet>")), "damaged"),
        (GOOD[:-100], "damaged"),
    ],
)
def test_bad_sheets_are_refused_in_one_sentence(content: bytes, words: str) -> None:
    with pytest.raises(FileRefused, match=words) as refused:
        list(table_from(content).records)
    assert "\n" not in str(refused.value)
