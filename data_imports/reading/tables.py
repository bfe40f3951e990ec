"""A table as it stands in a file: a header, and records that know their line."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import gettext as _

from data_imports.reading.contract import FileRefused

MOST_COLUMNS = 2_000


class Record(NamedTuple):
    """One record and the line of the file on which it begins."""

    line: int
    cells: list[str]


def plain(header: str) -> str:
    """A header without case, spaces and punctuation, for comparing."""
    return re.sub(r"[^0-9a-zà-ÿ%]+", "", header.strip().lower())


@dataclass(frozen=True)
class Table:
    """A header and its records. Blank records are left out; short ones are filled."""

    header: tuple[str, ...]
    records: Sequence[Record]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""

    @property
    def head(self) -> list[Record]:
        """The first records, for recognising."""
        return list(self.records[:200])

    @property
    def header_line(self) -> int:
        return 1

    @property
    def sheets(self) -> tuple[str, ...]:
        return (self.sheet,) if self.sheet else ()

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each plain header stands; the first of equal ones."""
        found: dict[str, int] = {}
        for place, header in enumerate(self.header):
            found.setdefault(plain(header), place)
        return found

    def place(self, *names: str) -> int | None:
        """Where the first of these headers stands, however it is written."""
        return next(
            (at for name in names if (at := self.places.get(plain(name))) is not None),
            None,
        )

    def has(self, *names: str) -> bool:
        """Whether every one of these headers is there."""
        return all(plain(name) in self.places for name in names)

    def unused(self, used: Sequence[int | None]) -> tuple[str, ...]:
        """The named columns that nobody asked for."""
        kept = set(used)
        return tuple(header for place, header in enumerate(self.header) if header and place not in kept)


def table_of(text: str, delimiter: str, encoding: str) -> Table:
    """The table in delimited text. Refuses what has no rows or an open quote."""
    rows = filled(text_records(text, delimiter))
    return headed(list(rows), encoding=encoding, delimiter=delimiter)


def headed(rows: list[Record], encoding: str = "", delimiter: str = "", sheet: str = "") -> Table:
    """A table whose first filled row is its header."""
    if not rows:
        raise FileRefused(_("This file is empty."))
    header = tuple(cell.strip() for cell in rows[0].cells)
    if len(header) > MOST_COLUMNS:
        raise FileRefused(_("This file has more than 2,000 columns, so it is not one export."))
    width = len(header)
    for record in rows[1:]:
        if len(record.cells) < width:
            record.cells.extend([""] * (width - len(record.cells)))
    return Table(header, rows[1:], encoding, delimiter, sheet)


def text_records(text: str, delimiter: str) -> Iterator[Record]:
    """Records with the line that each begins on, also when a cell holds line breaks."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    begins = 1
    try:
        for cells in reader:
            yield Record(begins, cells)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise FileRefused(
            _("A quotation mark that opens on line %(line)d never closes. Export the file again.") % {"line": begins}
        ) from error


def filled(records: Iterator[Record]) -> Iterator[Record]:
    """Records in which at least one cell holds something."""
    return (record for record in records if any(cell.strip() for cell in record.cells))
