"""What the cells of a column look like: ids, days, grades, numbers, words that repeat."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from data_imports.reading import values
from data_imports.reading.tables import Table

FEW = 12
NEARLY = 0.9
ID = re.compile(r"(?=.*\d)[A-Za-z]{0,4}\d{4,12}|[0-9a-f]{32}")
STATE_ID = re.compile(r"\d{9,10}")
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w+")
SEVERAL = re.compile(r"[\d.\-]+(?:\s{2,}[\d.\-]+)+|[\d.\-]+(?: (?!\d{3}(?:\D|$))[\d.\-]+)+")


@dataclass(frozen=True)
class Column:
    """One column of a table, judged by its first records."""

    place: int
    header: str
    cells: Sequence[str]

    @cached_property
    def filled(self) -> list[str]:
        """The cells that hold something."""
        return [cell.strip() for cell in self.cells if not values.is_nothing(cell)]

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each cell stands here."""
        return Counter(self.filled)

    @cached_property
    def numbers(self) -> list[float]:
        """The numbers in the filled cells; none of a cell with several."""
        found = (number(cell) for cell in self.filled)
        return [one for one in found if one is not None]

    @cached_property
    def day_shape(self) -> str:
        """How days are written here; "" where they are none."""
        sample = self.filled[:50]
        return next((name for name, day in DAY_SHAPES.items() if sample and all(map(day, sample))), "")

    @property
    def is_blank(self) -> bool:
        return not self.filled

    @property
    def is_numeric(self) -> bool:
        """Nearly all filled cells are numbers."""
        return bool(self.filled) and len(self.numbers) >= NEARLY * len(self.filled) - 2 * (len(self.filled) < FEW)

    @property
    def is_packed(self) -> bool:
        """Cells hold several numbers, as fixed-width exports write them."""
        return sum(is_packed(cell) for cell in self.filled) * 2 > len(self.filled)

    @property
    def is_switch(self) -> bool:
        """Only 0 and 1, or yes and no: an answer or a flag, no score."""
        return bool(self.filled) and all(values.yes(cell) is not None for cell in self.counts)

    @property
    def is_id(self) -> bool:
        """Every filled cell is a code of one student or thing."""
        return self.share(ID) >= NEARLY and len(self.counts) > 1

    @property
    def repeats(self) -> bool:
        """A few words that come again and again."""
        few = len(self.counts) <= FEW and len(self.counts) <= max(1, int(len(self.filled) * 0.7))
        return bool(self.filled) and few and max(map(len, self.counts)) <= 60

    def share(self, pattern: re.Pattern[str]) -> float:
        """Which part of the filled cells has a form."""
        known = sum(count for cell, count in self.counts.items() if pattern.fullmatch(cell))
        return known / len(self.filled) if self.filled else 0.0


def columns(table: Table) -> list[Column]:
    """Every column of a table, with the cells of its first records."""
    head = table.head
    return [
        Column(place, header, [record.cells[place] for record in head if place < len(record.cells)])
        for place, header in enumerate(table.header)
    ]


def shapes(table: Table) -> list[str]:
    """What the cells of each column look like, in one word; "" for a blank column, which fits every other."""
    return [shape_of(column) for column in columns(table)]


def shape_of(column: Column) -> str:
    """A day, an address, an id, a number, a few words that repeat, or text; "" for a blank column."""
    if column.is_blank:
        return ""
    if column.day_shape in {"written", "day_first"}:
        return "day"
    if column.share(MAIL) >= NEARLY:
        return "mail"
    if column.share(ID) >= NEARLY:
        return "id"
    return "number" if column.is_numeric else "words" if column.repeats else "text"


def number(cell: str) -> float | None:
    """The number in a cell, and none where several stand in it."""
    return None if is_packed(cell) else values.number(cell)


def is_packed(cell: str) -> bool:
    """Whether several numbers stand in one cell."""
    return SEVERAL.fullmatch(cell.strip()) is not None


def day_first(cell: str) -> date | None:
    """`25/4/2026`: the day before the month."""
    found = re.fullmatch(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[ T].*)?", cell)
    return values.day(f"{found[2]}/{found[1]}/{found[3]}") if found else None


DAY_SHAPES: dict[str, Callable[[str], date | None]] = {
    "written": values.day,
    "day_first": day_first,
    "compact": values.compact_day,
    "epoch": values.epoch_day,
    "serial": values.serial_day,
}
