"""A table as it stands in a file: a header, and records that know their line."""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice
from typing import Protocol

from django.utils.translation import gettext as _

from data_imports.reading.contract import FileRefused

MOST_COLUMNS = 2_000
HEAD = 200


@dataclass(slots=True)
class Record:
    """One record and the line of the file on which it begins."""

    line: int
    cells: list[str]


class Rows(Protocol):
    """The filled rows of a text file or a sheet, read from disk at every iteration."""

    @property
    def encoding(self) -> str: ...
    @property
    def delimiter(self) -> str: ...
    @property
    def sheet(self) -> str: ...

    def __iter__(self) -> Iterator[Record]: ...


@lru_cache(maxsize=20_000)
def plain(header: str) -> str:
    """A header without case, spaces and punctuation, for comparing."""
    return re.sub(r"[^0-9a-zà-ÿ%]+", "", header.strip().lower())


@dataclass(frozen=True)
class Span:
    """The records of one table among the rows of its file, filled to the table's width."""

    rows: Rows
    first_line: int
    before_line: int | None
    width: int

    def __iter__(self) -> Iterator[Record]:
        width, first, last = self.width, self.first_line, self.before_line or sys.maxsize
        for record in self.rows:
            if first <= record.line < last:
                if len(record.cells) != width:
                    fill(record.cells, width)
                yield record
            elif record.line >= last:
                return


def fill(cells: list[str], width: int) -> None:
    """Blank cells where a row ends early. Refuses a row of more than 2,000 columns."""
    if len(cells) > MOST_COLUMNS:
        raise FileRefused(_("This file has more than 2,000 columns, so it is not one export."))
    cells.extend([""] * (width - len(cells)))


@dataclass(frozen=True)
class Table:
    """A header and its records. Blank records are left out; short ones are filled.

    `records` reads the file anew at every iteration and holds nothing; `head` are the first 200.
    `header_line` is 0 where the file has no header and its columns are only numbered.
    """

    header: tuple[str, ...]
    records: Iterable[Record]
    header_line: int = 1
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    known_head: list[Record] | None = field(default=None, repr=False)

    @cached_property
    def head(self) -> list[Record]:
        """The first records."""
        return list(islice(self.records, HEAD)) if self.known_head is None else self.known_head

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
