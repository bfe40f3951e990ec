"""Cells of a filled workbook, row by row, each with the number that the spreadsheet shows."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from teams.problems import Problem

from .layout import GUIDANCE, SHEETS, Sheet, names

MOST_BYTES = 100 * 1024 * 1024
MOST_ROWS = 20_000


@dataclass(frozen=True)
class Row:
    """One filled row. `cells` by the columns' keys; text is stripped, an empty cell is ""."""

    number: int
    cells: dict[str, Any]

    def text(self, key: str) -> str:
        """A cell as a person would read it."""
        return as_text(self.cells.get(key, ""))


@dataclass
class Filled:
    """The rows of each sheet, and what kept the file itself from being read."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def as_text(value: Any) -> str:
    """A cell in words: 101.0 is "101", a moment its day."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).strip()


def read(content: bytes) -> Filled:
    """All rows of all known sheets. A file that is no workbook, or lacks a sheet or heading, is told as a problem."""
    filled = Filled()
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_BYTES:
                return _refused(filled, _("the file is too large when unpacked"))
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, EOFError):
        return _refused(filled, _("this is not an .xlsx workbook"))
    pages = {name.strip().lower(): book[name] for name in book.sheetnames}
    for sheet in SHEETS:
        page = next((pages[name] for name in names(sheet.title) if name in pages), None)
        if page is not None:
            filled.rows[sheet.key] = list(_rows(page, sheet, filled.problems))
    if not filled.rows:
        return _refused(filled, _("none of the sheets has a name that is known here"))
    return filled


def _refused(filled: Filled, found: str) -> Filled:
    expected = _("the workbook that this page gives, with its sheets and headings")
    mend = _("Download the workbook again and copy your rows into it.")
    filled.problems.append(Problem("", 0, "", found, expected, mend))
    return filled


def _rows(page: Any, sheet: Sheet, problems: list[Problem]) -> Iterator[Row]:
    lines = page.iter_rows(values_only=True)
    places = _places(next(lines, ()), sheet, problems)
    if places is None:
        return
    for number, line in enumerate(lines, 2):
        cells = {key: line[at] for key, at in places.items() if at < len(line) and line[at] not in (None, "")}
        is_guidance = any(as_text(value).startswith(GUIDANCE.strip()) for value in cells.values())
        if cells and not is_guidance and any(as_text(value) for value in cells.values()):
            yield Row(number, cells)
        if number > MOST_ROWS:
            expected = _("at most %(n)s rows") % {"n": MOST_ROWS}
            problems.append(Problem(str(sheet.title), number, "", str(number), expected, _("Split the workbook.")))
            return


def _places(head: tuple[Any, ...], sheet: Sheet, problems: list[Problem]) -> dict[str, int] | None:
    """At which place each column stands; None where a needed heading is missing."""
    found = {as_text(title).lower(): at for at, title in enumerate(head)}
    places, missing = {}, False
    for column in sheet.columns:
        at = next((found[name] for name in names(column.title) if name in found), None)
        if at is not None:
            places[column.key] = at
        elif column.is_needed:
            missing = True
            expected = _("a heading “%(title)s” in the first row") % {"title": column.title}
            mend = _("Put the heading back as it was in the empty workbook.")
            problems.append(Problem(str(sheet.title), 1, str(column.title), _("no such heading"), expected, mend))
    return None if missing else places
