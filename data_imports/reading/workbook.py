"""XLSX to a table, with a look at the parcel before it is opened."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.worksheet.worksheet import Worksheet

from data_imports.reading.contract import FileRefused
from data_imports.reading.tables import MOST_COLUMNS, Record, Table, headed

OLD_OFFICE = b"\xd0\xcf\x11\xe0"
MOST_PARTS = 2_000
MOST_INFLATED = 600 * 1024 * 1024
MOST_SWELLING = 150
MOST_BLANK = 10_000


def workbook_table(content: bytes) -> Table:
    """The first sheet that holds rows. Refuses damaged, locked, macro and swelling workbooks."""
    check_parcel(content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            if rows := list(sheet_records(sheet)):
                return headed(rows, sheet=sheet.title)
    except FileRefused:
        raise
    except Exception as error:
        raise damaged() from error
    raise FileRefused(_("This workbook has no filled sheet."))


def damaged() -> FileRefused:
    """The one sentence for a workbook that does not open."""
    return FileRefused(_("This workbook is damaged and does not open. Export it again, or save it as CSV."))


def check_parcel(content: bytes) -> None:
    """Refuse before anything is inflated."""
    if content.startswith(OLD_OFFICE):
        raise FileRefused(_("This workbook has a password or an old format. Save it as XLSX without a password."))
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise damaged() from error
    check_parts(parts, len(content))


def check_parts(parts: list[zipfile.ZipInfo], packed: int) -> None:
    """Counts and sizes as the parcel states them; inflating stops at what it states."""
    inflated = sum(part.file_size for part in parts)
    swells = inflated > packed * MOST_SWELLING and inflated > 50 * 1024 * 1024
    if len(parts) > MOST_PARTS or inflated > MOST_INFLATED or swells:
        raise FileRefused(_("This workbook would unpack to far more than it should. Save it as CSV."))
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise FileRefused(_("This workbook holds macros. Save it as XLSX without macros, or as CSV."))
    if not any(part.filename.startswith("xl/") for part in parts):
        raise FileRefused(_("This is a zip file but not a workbook. Upload the file inside it."))


def sheet_records(sheet: Worksheet) -> Iterator[Record]:
    """Filled rows with their row number; stops where only blank rows follow."""
    blank = 0
    for line, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        if len(values) > MOST_COLUMNS and any(v is not None for v in values[MOST_COLUMNS:]):
            raise FileRefused(_("This file has more than 2,000 columns, so it is not one export."))
        cells = [cell_text(value) for value in values[:MOST_COLUMNS]]
        if any(cells):
            blank = 0
            yield Record(line, trimmed(cells))
        elif (blank := blank + 1) > MOST_BLANK:
            return


def trimmed(cells: list[str]) -> list[str]:
    """Cells without the empty tail that formatting leaves."""
    last = max((at for at, cell in enumerate(cells) if cell), default=-1)
    return cells[: last + 1]


def cell_text(value: object) -> str:
    """A cell as a person would have typed it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return moment_text(value)
    return value.isoformat() if isinstance(value, date | time) else str(value).strip()


def moment_text(value: datetime) -> str:
    """A date cell without the midnight that spreadsheets add."""
    midnight = value.time() == time(0)
    return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="seconds")
