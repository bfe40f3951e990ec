"""Bytes and rows. What a spreadsheet would run as a formula leaves with an apostrophe, and comes back without."""

from io import BytesIO
from itertools import islice
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from tablib import Dataset, UnsupportedFormat
from tablib.exceptions import InvalidDimensions

from teams.workbook.reading import MOST_BYTES, as_text

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
RISKY = ("=", "+", "-", "@", "\t", "\r")
MOST_ROWS = 20_000


class Unreadable(Exception):
    """A file without rows that can be told apart; the text is for the person."""


def harmless(value: Any) -> str:
    """A cell that no spreadsheet runs."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(RISKY) else text


def _as_typed(value: Any) -> str:
    text = as_text(value)
    return text[1:] if text.startswith("'") and text[1:].startswith(RISKY) else text


def rows_of(name: str, content: bytes) -> Dataset:
    """The rows of a file, every cell as text, headings in small letters. Raises `Unreadable`."""
    try:
        lines = _lines_of_workbook(content) if name.lower().endswith(".xlsx") else _lines_of_text(content)
    except (UnsupportedFormat, InvalidDimensions, BadZipFile, KeyError, ValueError, OSError) as error:
        raise Unreadable(_("This file can't be read as rows. Save it again as CSV or XLSX.")) from error
    head = [as_text(cell).lower() for cell in (lines[0] if lines else [])]
    if not any(head):
        raise Unreadable(_("The file has no headings in its first row."))
    if len(lines) > MOST_ROWS:
        raise Unreadable(_("The file has more than 20,000 rows. Split it."))
    dataset = Dataset(headers=head)
    for line in lines[1:]:
        cells = [_as_typed(cell) for cell in line][: len(head)]
        dataset.append(cells + [""] * (len(head) - len(cells)))
    return dataset


def _lines_of_workbook(content: bytes) -> list[list[Any]]:
    with ZipFile(BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MOST_BYTES:
            raise ValueError("swells beyond what a list can be")
    page = load_workbook(BytesIO(content), read_only=True, data_only=True).worksheets[0]
    lines = [list(line) for line in islice(page.iter_rows(values_only=True), MOST_ROWS + 1)]
    while lines and not any(as_text(cell) for cell in lines[-1]):
        lines.pop()
    return lines


def _lines_of_text(content: bytes) -> list[list[Any]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    delimiter = ";" if text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",") else ","
    dataset = Dataset().load(text, format="csv", headers=False, delimiter=delimiter)
    return [list(line) for line in dataset]


def export(dataset: Dataset, kind: str) -> bytes:
    """The rows as a file of `kind` ("csv" or "xlsx"), formulas made harmless."""
    safe = Dataset(headers=dataset.headers)
    for line in dataset:
        safe.append([harmless(cell) for cell in line])
    content = safe.export(kind)
    return content if isinstance(content, bytes) else ("\ufeff" + str(content)).encode()
