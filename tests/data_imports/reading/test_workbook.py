"""Workbooks, good and bad."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from data_imports.reading.contract import FileRefused
from data_imports.reading.files import table_from


def workbook(rows: list[list[object]]) -> bytes:
    """A workbook with an empty first sheet."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Data")
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_cells_read_as_typed() -> None:
    content = workbook([["id", "on", "score", "yes"], ["0042", date(2026, 9, 1), 412.0, True], [], [7, None, 1.5]])
    table = table_from(content)
    assert (table.sheet, table.header) == ("Data", ("id", "on", "score", "yes"))
    assert [(r.line, r.cells) for r in table.records] == [
        (2, ["0042", "2026-09-01", "412", "TRUE"]),
        (4, ["7", "", "1.5", ""]),
    ]


def parcel(files: dict[str, bytes]) -> bytes:
    """A zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"xl/worksheets/sheet1.xml": b"0" * 60_000_000}, "unpack"),
        ({f"xl/{n}.xml": b"" for n in range(2_001)}, "unpack"),
        ({"xl/vbaProject.bin": b"x"}, "macros"),
        ({"xl/workbook.xml": b"<workbook"}, "damaged"),
    ],
)
def test_bad_parcels_are_refused(files: dict[str, bytes], words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        table_from(parcel(files))


def test_an_empty_workbook_is_refused() -> None:
    with pytest.raises(FileRefused, match="no filled sheet"):
        table_from(workbook([]))
