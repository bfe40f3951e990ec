"""XLSX sheets to rows, a row at a time, cells as a person would have typed them."""

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import IO, Any
from xml.etree.ElementTree import Element, iterparse

from django.utils.translation import gettext as _
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.datetime import from_excel
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from data_imports.reading.contract import FileRefused
from data_imports.reading.parcels import damaged, member
from data_imports.reading.tables import MOST_COLUMNS, Record
from data_imports.reading.text import Opener

MOST_BLANK = 10_000
MAIN = f"{{{SHEET_MAIN_NS}}}"
ROW, CELL, VALUE, INLINE, TEXT, RUN = (f"{MAIN}{name}" for name in ("row", "c", "v", "is", "t", "r"))
ITEM, PHONETIC = f"{MAIN}si", f"{MAIN}rPh"
DIGITS = "0123456789"
LETTERS = re.compile(r"[A-Z]{1,3}")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class Sheet:
    """A sheet's name, and the part of the parcel that holds its rows."""

    name: str
    part: str
    is_hidden: bool


@dataclass(frozen=True)
class Book:
    """What cells of every sheet need: strings, and which styles are dates."""

    opener: Opener
    sheets: tuple[Sheet, ...]
    strings_part: str
    epoch: datetime
    date_styles: frozenset[int]
    duration_styles: frozenset[int]

    @cached_property
    def strings(self) -> list[str]:
        """The strings that cells share; read once for all sheets."""
        return list(shared(self.opener, self.strings_part)) if self.strings_part else []


@contextmanager
def readable() -> Iterator[None]:
    """Whatever is wrong inside a workbook is one sentence for the person who chose it."""
    try:
        yield
    except (FileRefused, MemoryError, GeneratorExit):
        raise
    except Exception as error:
        raise damaged() from error


def opened_book(opener: Opener) -> Book:
    """The sheets of a workbook; hidden ones only where there are no others."""
    with readable(), warnings.catch_warnings(), opener() as file:
        warnings.simplefilter("ignore")  # of styles and extensions that nobody asks for
        reader = ExcelReader(file, read_only=True, data_only=True, keep_links=False)
        with reader.archive:
            return book_of(reader, opener)


def book_of(reader: Any, opener: Opener) -> Book:
    """Manifest, sheets and styles, as openpyxl reads them; its strings and rows would all be held in memory."""
    reader.read_manifest()
    reader.read_workbook()
    apply_stylesheet(reader.archive, reader.wb)
    found = [
        Sheet(sheet.name, relation.target, sheet.state != "visible")
        for sheet, relation in reader.parser.find_sheets()
        if relation.Type.endswith("/worksheet") and relation.target in reader.valid_files
    ]
    shown = [sheet for sheet in found if not sheet.is_hidden] or found
    strings = reader.package.find(SHARED_STRINGS)
    book = reader.wb
    return Book(
        opener,
        tuple(shown),
        strings.PartName[1:] if strings is not None else "",
        book.epoch,
        frozenset(book._date_formats),
        frozenset(book._timedelta_formats),
    )


def shared(opener: Opener, part: str) -> Iterator[str]:
    """The strings of a workbook in their order."""
    with member(opener, part) as stream:
        for element in elements(stream, ITEM):
            yield words(element)


def elements(stream: IO[bytes], tag: str) -> Iterator[Element]:
    """Every element of one kind; those that were given are dropped again."""
    events = iterparse(stream, events=("start", "end"))  # noqa: S314 - see the import
    parents: list[Element] = []
    for event, element in events:
        if event == "start":
            parents.append(element)
            continue
        parents.pop()
        if element.tag == tag:
            yield element
            element.clear()
            if parents:
                parents[-1].clear()


def words(element: Element) -> str:
    """The text of a string, its runs joined, without the pronunciation that some languages add."""
    if len(element) == 1 and element[0].tag == TEXT:
        text = element[0].text or ""
    else:
        runs = (child if child.tag == TEXT else child.find(TEXT) for child in element if child.tag != PHONETIC)
        text = "".join((run.text or "") for run in runs if run is not None)
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


@dataclass(frozen=True)
class SheetRows:
    """The filled rows of one sheet, with their row numbers."""

    book: Book
    sheet_part: str
    sheet: str
    encoding: str = ""
    delimiter: str = ""

    def __iter__(self) -> Iterator[Record]:
        with readable(), member(self.book.opener, self.sheet_part) as stream:
            reader = CellReader(self.book)
            last = filled = number = 0
            for row in elements(stream, ROW):
                number = int(row.get("r") or number + 1)
                cells = reader.cells(row)
                if not cells:
                    continue
                if number <= last or number - last > MOST_BLANK + filled:
                    raise astray(number)
                last, filled = number, filled + 1
                yield Record(number, cells)


def astray(number: int) -> FileRefused:
    """The one sentence for a cell far below everything else."""
    words = _("This workbook has a cell far outside its table, in row %(row)d. Delete it, or save the table as CSV.")
    return FileRefused(words % {"row": number})


class CellReader:
    """Cells of one workbook to text."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.strings = book.strings

    def cells(self, row: Element) -> list[str]:
        """The cells of a row, each in its place, without the empty tail that formatting leaves."""
        found: list[str] = []
        place = -1
        for cell in row:
            reference = cell.get("r")
            place = column(reference.rstrip(DIGITS)) if reference else place + 1
            if not (text := self.text(cell)):
                continue
            if place >= MOST_COLUMNS:
                raise FileRefused(_("This file has more than 2,000 columns, so it is not one export."))
            if place > len(found):
                found.extend([""] * (place - len(found)))
            found[place:] = [text]
        return found

    def text(self, cell: Element) -> str:
        """A cell as a person would have typed it; of a formula, the value that was last seen."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find(INLINE)
            return "" if inline is None else words(inline).strip()
        value = cell.findtext(VALUE)
        if not value:
            return ""
        if kind == "n":
            return self.number(value, int(cell.get("s", 0)))
        if kind == "s":
            return self.strings[int(value)].strip()
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        return moment_text(datetime.fromisoformat(value)) if kind == "d" else value.strip()

    def number(self, value: str, style: int) -> str:
        """A number, or the day or time that its style makes of it."""
        if style in self.book.date_styles:
            return dated(value, self.book.epoch, is_duration=style in self.book.duration_styles)
        return numeral(value)


@lru_cache(maxsize=20_000)
def column(letters: str) -> int:
    """The place of a column named by up to three letters, from 0."""
    if not LETTERS.fullmatch(letters):
        raise ValueError("a cell without a column")
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


@lru_cache(maxsize=100_000)
def numeral(value: str) -> str:
    """A number without the point zero and the sixteenth digit that files keep."""
    text = value.strip()
    if text.isdecimal() or text.removeprefix("-").isdecimal():
        return text
    number = float(text)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else f"{number:.15g}"


@lru_cache(maxsize=20_000)
def dated(value: str, epoch: datetime, *, is_duration: bool) -> str:
    """A day, a moment or a duration; a number where no day has it."""
    serial = float(value)
    try:
        return moment_text(from_excel(serial, epoch, timedelta=is_duration)) if serial >= 0 else numeral(value)
    except (OverflowError, ValueError):
        return numeral(value)


def moment_text(value: datetime | date | time | timedelta) -> str:
    """A date cell without the midnight that spreadsheets add."""
    if isinstance(value, datetime):
        is_midnight = value.time() == time(0)
        return value.date().isoformat() if is_midnight else value.isoformat(sep=" ", timespec="seconds")
    return str(value) if isinstance(value, timedelta) else value.isoformat()
