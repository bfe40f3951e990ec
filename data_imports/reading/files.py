"""What a file is, and the tables that it holds; its name is never asked."""

import io
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from typing import IO, Literal

from django.utils.translation import gettext as _

from data_imports.reading import parcels
from data_imports.reading.contract import FileRefused
from data_imports.reading.delimited import text_rows
from data_imports.reading.headers import Block, blocks
from data_imports.reading.tables import Record, Rows, Span, Table
from data_imports.reading.text import Opener
from data_imports.reading.workbook import SheetRows, opened_book

MOST_BYTES = 200 << 20
LOOKED_AT = 2_000
CELLS_LOOKED_AT = 400_000
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
PACKED = (b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
PICTURED = (b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"{\\rtf", b"II*\x00", b"MM\x00*", b"BM6", b"RIFF")
MARKED_UP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<head", b"<body", b"<meta", b"<style", b"<workbook")
PROGRAMS = (b"\x7fELF", b"MZ\x90", b"SQLite format 3", b"PAR1")


@dataclass(frozen=True)
class Opened:
    """A file that was looked through: what it is, and how many bytes it really unpacks to.

    Up to here memory is small whatever the file holds; `rows` may take what a child process is allowed.
    """

    kind: Literal["text", "workbook", "parcel", "folder"]
    inflated: int
    parts: tuple[tuple[str, Opener], ...]

    @cached_property
    def rows(self) -> tuple[Rows, ...]:
        """The rows of each sheet or text."""
        if self.kind != "workbook":
            return tuple(text_rows(opener, name) for name, opener in self.parts)
        book = opened_book(self.parts[0][1])
        return tuple(SheetRows(book, sheet.part, sheet.name) for sheet in book.sheets)

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of its sheets or members."""
        return tuple(rows.sheet for rows in self.rows if rows.sheet)


def opened(path: Path) -> Opened:
    """A CSV or fixed-width text, a workbook, a zip of texts or a folder of them.

    Refuses, with one sentence, what is empty, over 200 MB, damaged, locked, dangerous or no table.
    """
    if path.is_dir():
        return opened_folder(path)
    if not path.is_file():
        raise FileRefused(_("There is no readable file at %(path)s.") % {"path": path})
    return opened_content(partial(on_disk, path), path.stat().st_size)


def opened_folder(path: Path) -> Opened:
    """Every text file that stands in a folder, by name."""
    files = [file for file in sorted(path.iterdir()) if file.is_file() and not file.name.startswith(".")]
    if not files:
        raise FileRefused(_("This folder holds no file."))
    size = sum(file.stat().st_size for file in files)
    parts = [text_part(file.name, partial(on_disk, file), size) for file in files]
    return Opened("folder", size, tuple(parts))


def opened_content(opener: Opener, size: int) -> Opened:
    """Content that can be opened again and again."""
    if kind_of(head_of(opener), size) == "text":
        return Opened("text", size, (("", opener),))
    names, inflated = parcels.inspected(opener, size)
    if is_workbook(names):
        return Opened("workbook", inflated, (("", opener),))
    shown = [name for name in names if not name.startswith("__MACOSX/") and not name.rpartition("/")[2].startswith(".")]
    if not shown:
        raise FileRefused(_("This zip file is empty."))
    parts = [
        text_part(name.rpartition("/")[2], partial(parcels.member, opener, name), inflated) for name in sorted(shown)
    ]
    return Opened("parcel", inflated, tuple(parts))


def text_part(name: str, opener: Opener, size: int) -> tuple[str, Opener]:
    """One text of several. Refuses every other kind."""
    if kind_of(head_of(opener), size) != "text":
        raise FileRefused(_("A folder or zip file may hold CSV files only."))
    return name, opener


def head_of(opener: Opener) -> bytes:
    """The first bytes, by which a kind is known."""
    with opener() as file:
        return file.read(1_000)


def kind_of(head: bytes, size: int) -> str:
    """`text` or `parcel`, from the first bytes. Refuses what is neither."""
    if size > MOST_BYTES:
        raise FileRefused(_("This file is larger than 200 MB. Export one school year at a time."))
    if head.startswith(OLD_OFFICE):
        raise FileRefused(_("This workbook has a password or an old format. Save it as XLSX without a password."))
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "parcel"
    if head.startswith(PACKED):
        raise FileRefused(_("This file is packed in a way we do not open. Unpack it and upload what is inside."))
    if head.startswith(PICTURED):
        raise FileRefused(_("This is a document or picture. Export the data as CSV or XLSX."))
    if head.startswith(PROGRAMS):
        raise FileRefused(_("This is not a table. Export the data as CSV or XLSX."))
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(MARKED_UP):
        raise FileRefused(_("This is a web page or XML under another name. Open it and save it as XLSX or CSV."))
    if not head.strip():
        raise FileRefused(_("This file is empty."))
    return "text"


def is_workbook(names: Iterable[str]) -> bool:
    """Whether a parcel is a workbook. Refuses macros and the other things that offices put in parcels."""
    lower = {name.lower() for name in names}
    if any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in lower):
        raise FileRefused(_("This workbook holds macros. Save it as XLSX without macros, or as CSV."))
    if "mimetype" in lower or any(name.startswith(("word/", "ppt/")) or name == "xl/workbook.bin" for name in lower):
        raise FileRefused(_("This is an office file of another kind. Save the table as XLSX or CSV."))
    return "[content_types].xml" in lower or any(name.startswith("xl/") for name in lower)


def tables(path: Path) -> list[Table]:
    """Every table that a file may hold, the likeliest first; only the first rows of each are read."""
    return tables_of(opened(path))


def tables_of(file: Opened) -> list[Table]:
    """The tables of a file that was opened."""
    found = [table for rows in file.rows for table in tables_in(rows, file.sheets)]
    if not found:
        empty = _("This workbook has no filled sheet.") if file.kind == "workbook" else _("This file is empty.")
        raise FileRefused(empty)
    return sorted(found, key=likeliness, reverse=True)


def likeliness(table: Table) -> int:
    """More rows and more columns make a likelier table; beyond some, more tell nothing."""
    return min(len(table.head), 20) * min(len(table.header), 4)


def tables_in(rows: Rows, sheets: tuple[str, ...]) -> list[Table]:
    """The tables that stand below each other in one sheet or text."""
    return [table_of(block, rows, sheets) for block in blocks(first_rows(rows))]


def first_rows(rows: Rows) -> list[Record]:
    """So many rows as tell where tables begin."""
    found, cells = [], 0
    for record in islice(rows, LOOKED_AT):
        found.append(record)
        cells += len(record.cells)
        if cells > CELLS_LOOKED_AT:
            break
    return found


def table_of(block: Block, rows: Rows, sheets: tuple[str, ...]) -> Table:
    """A block of rows as a table that reads on from disk."""
    span = Span(rows, block.first_line, block.before_line, len(block.header))
    return Table(
        block.header,
        span,
        block.header_line,
        rows.encoding,
        rows.delimiter,
        rows.sheet,
        sheets,
    )


def table_from(content: bytes) -> Table:
    """The likeliest table in the bytes of a file."""
    return tables_of(opened_content(partial(in_memory, content), len(content)))[0]


def on_disk(path: Path) -> AbstractContextManager[IO[bytes]]:
    """A file as it lies on disk."""
    return path.open("rb")


def in_memory(content: bytes) -> AbstractContextManager[IO[bytes]]:
    """Bytes as a file."""
    return io.BytesIO(content)
