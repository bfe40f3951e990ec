"""Where the tables of a sheet begin: banners above, one header line or two, tables stacked, no header at all.

Everything is judged from the first rows. A row of words over columns of numbers or dates is a header;
a row that looks like those below it is data.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext as _

from data_imports.reading.contract import FileRefused
from data_imports.reading.tables import MOST_COLUMNS, Record, plain

COMPLETE = 0.6
TYPED = 0.8
COMPARED = 50
MOST_BANNERS = 60
LONGEST_CODE = 80
KINDS = frozenset({"response", "openendedresponse", "otherpleasespecify"})
MISSING = frozenset({"", "n/a", "na", "null", "none", "*", "**", "-", "--", "- -", ".", "n/a*", "na*"})
NUMBER = re.compile(r"[<>=≤≥ ]*[-+]?[$(]?(\d{1,3}(,\d{3})+|\d+)?([.,]\d+)?\)?\s*[%+]?")
DAY = re.compile(r"\d{1,4}[-/.]\d{1,2}([-/.]\d{1,4})?([T ].*)?|\d{1,2}:\d{2}.*")
CODE = re.compile(r"\S*\d\S*[-a-z_]\S*|\S*[-a-z_]\S*\d\S*|\S+@\S+\.\S+|true|false|https?:\S+", re.IGNORECASE)


class Block(NamedTuple):
    """One table among the rows: its columns' names, and the lines between which its records stand."""

    header: tuple[str, ...]
    header_line: int
    first_line: int
    before_line: int | None
    rows: Sequence[Record]


class Found(NamedTuple):
    """The place of a header: names stand in `names`, and in the rows `above` and `below` it."""

    at: int
    names: tuple[str, ...]
    first: int
    line: int


def shape(cell: str) -> str:
    """What a cell looks like: a number, a day, a code, words, or nothing that tells."""
    return "words" if len(cell) > LONGEST_CODE else short_shape(cell)


@lru_cache(maxsize=50_000)
def short_shape(cell: str) -> str:
    """The shape of a cell that is short enough to be anything."""
    text = cell.strip().lower()
    if text in MISSING:
        return ""
    if NUMBER.fullmatch(text):
        return "number"
    if DAY.fullmatch(text):
        return "day"
    return "code" if CODE.fullmatch(text) else "words"


def filled(row: Record) -> int:
    """How many cells of a row hold something."""
    return sum(bool(cell.strip()) for cell in row.cells)


def blocks(rows: Sequence[Record]) -> list[Block]:
    """The tables that begin in these rows, in their order."""
    if any(len(row.cells) > MOST_COLUMNS for row in rows):
        raise FileRefused(_("This file has more than 2,000 columns, so it is not one export."))
    found: list[Block] = []
    begins = 0
    while begins < len(rows):
        header = headed(rows, begins)
        ends = next((at for at in gaps(rows, header.first + 1) if is_restart(rows, at, header)), len(rows))
        before = rows[ends].line if ends < len(rows) else None
        records = rows[header.first : ends]
        first_line = records[0].line if records else rows[header.at].line + 1
        found.append(Block(header.names, header.line, first_line, before, records))
        begins = ends
    return found


def gaps(rows: Sequence[Record], begins: int) -> list[int]:
    """The rows that follow a blank one."""
    return [at for at in range(max(begins, 1), len(rows)) if rows[at].line > ended(rows[at - 1])]


def ended(row: Record) -> int:
    """The line after a record, whose cells may hold line breaks."""
    everything = " ".join(row.cells)
    is_one_line = "\n" not in everything and "\r" not in everything
    return row.line + 1 if is_one_line else row.line + 1 + len(re.findall(r"\r\n?|\n", everything))


def headed(rows: Sequence[Record], begins: int) -> Found:
    """The header of the table that begins at a row, or numbered columns where there is none."""
    last = min(len(rows), begins + MOST_BANNERS)
    complete = [at for at in range(begins, last) if is_complete(rows, at)]
    if not complete:
        return numbered(rows, begins)
    first = complete[0]
    if not resembles(rows, first):
        return named(rows, begins, fuller(rows, first))
    later = (at for at in complete[1:5] if is_contrast(rows, at) and is_wordy(rows[at]))
    if (at := next(later, None)) is not None:
        return named(rows, begins, at)
    return numbered(rows, first)


def is_complete(rows: Sequence[Record], at: int) -> bool:
    """Whether a row fills most of the columns that the rows after it fill."""
    following = rows[at + 1 : at + 1 + COMPARED]
    stop = next((place for place in gaps(rows[at : at + 1 + COMPARED], 2)), None)
    if stop is not None:
        following = following[: stop - 1]
    width = max((filled(row) for row in (rows[at], *following)), default=0)
    return filled(rows[at]) >= max(width * COMPLETE, min(2, width)) and (width > 1 or is_lone(rows))


def is_lone(rows: Sequence[Record]) -> bool:
    """Whether everything here is a single column."""
    return all(filled(row) <= 1 for row in rows)


def compared(rows: Sequence[Record], at: int) -> tuple[int, int]:
    """In how many typed columns a row is like those below it, and in how many unlike."""
    typed = types(rows[at + 1 : at + 1 + COMPARED])
    pairs = [(shape(cell), typed.get(place, "")) for place, cell in enumerate(rows[at].cells)]
    told = [(mine, theirs) for mine, theirs in pairs if mine and theirs]
    like = sum(mine == theirs for mine, theirs in told)
    return like, len(told) - like


def types(rows: Sequence[Record]) -> dict[int, str]:
    """The columns that hold nearly nothing but numbers, days or codes."""
    counted: dict[int, Counter[str]] = {}
    for row in rows:
        for place, cell in enumerate(row.cells):
            if kind := shape(cell):
                counted.setdefault(place, Counter())[kind] += 1
    commonest = {place: (counts.most_common(1)[0], counts.total()) for place, counts in counted.items()}
    return {
        place: kind for place, ((kind, count), total) in commonest.items() if kind != "words" and count >= total * TYPED
    }


def resembles(rows: Sequence[Record], at: int) -> bool:
    """Whether a row is data: like the rows below it in every typed column."""
    like, unlike = compared(rows, at)
    return like > 0 and unlike == 0


def is_contrast(rows: Sequence[Record], at: int) -> bool:
    """Whether a row stands over numbers or dates with words."""
    like, unlike = compared(rows, at)
    return unlike > like


def is_wordy(row: Record) -> bool:
    """Whether a row could be names: words, codes and years, few of them twice."""
    cells = [cell.strip() for cell in row.cells if cell.strip()]
    names = [cell for cell in cells if shape(cell) in {"words", "code"} or re.fullmatch(r"(19|20)\d\d", cell)]
    return len(names) == len(cells) and len(set(cells)) * 2 > len(cells)


def fuller(rows: Sequence[Record], first: int) -> int:
    """The header row itself where a nearly complete banner stands right above it."""
    for at in range(first + 1, min(first + 4, len(rows))):
        if rows[at].line > ended(rows[at - 1]):
            break
        is_more = filled(rows[at]) > filled(rows[first]) and rows[at].cells[0].strip()
        if is_more and is_wordy(rows[at]) and is_contrast(rows, at):
            return at
    return first


def is_restart(rows: Sequence[Record], at: int, above: Found) -> bool:
    """Whether another table begins after this gap: perhaps a title, then names over other kinds of cells."""
    for place in range(at, min(at + 4, len(rows) - 1)):
        if place > at and filled(rows[place - 1]) > 1:
            return False
        if filled(rows[place]) > 1 and is_complete(rows, place) and is_wordy(rows[place]):
            return is_contrast(rows, place) or is_same(rows[place], above)
    return False


def is_same(row: Record, above: Found) -> bool:
    """Whether a row repeats the names of the table above."""
    known = {plain(name) for name in above.names if name}
    return len(known & {plain(cell) for cell in row.cells}) * 2 > len(known)


def numbered(rows: Sequence[Record], at: int) -> Found:
    """Columns without names."""
    width = max(len(row.cells) for row in rows[at:])
    return Found(at, tuple(_("Column %(number)d") % {"number": n} for n in range(1, width + 1)), at, 0)


def named(rows: Sequence[Record], begins: int, at: int) -> Found:
    """The names of a header row, with those that stand a row higher or lower."""
    names = [tidy(cell) for cell in rows[at].cells]
    above: list[str] = []
    if at > begins and rows[at].line - rows[at - 1].line <= 2 and is_group_line(rows[at - 1]):
        above = [tidy(cell) for cell in rows[at - 1].cells]
    if at + 1 < len(rows) and is_second_line(rows, at):
        above, names = names, [tidy(cell) for cell in rows[at + 1].cells]
        at += 1
    width = max(len(names), len(above))
    names, above = padded(names, width), padded(above, width)
    return Found(at, joined(names, above), at + 1, rows[at].line)


def tidy(cell: str) -> str:
    """A name on one line."""
    return re.sub(r"\s*[\r\n]+\s*", " ", cell).strip()


def padded(cells: list[str], width: int) -> list[str]:
    """Blank cells up to a width."""
    return cells + [""] * (width - len(cells))


def is_group_line(row: Record) -> bool:
    """Whether a row names groups of columns rather than the whole table."""
    return any(cell.strip() for cell in row.cells[1:]) and all(len(cell) < 200 for cell in row.cells)


def is_second_line(rows: Sequence[Record], at: int) -> bool:
    """Whether the row below a header only names the columns that the header leaves to it."""
    upper, lower = rows[at].cells, rows[at + 1].cells
    if rows[at + 1].line != ended(rows[at]) or {plain(cell) for cell in lower} & KINDS:
        return False
    blank = {place for place, cell in enumerate(lower) if not cell.strip() and place < len(upper)}
    left = {
        place for place, cell in enumerate(lower) if cell.strip() and not (upper[place : place + 1] or [""])[0].strip()
    }
    return 0 in blank and bool(left) and is_wordy_lower(rows, at + 1) and bool(upper[0].strip())


def is_wordy_lower(rows: Sequence[Record], at: int) -> bool:
    """Whether a row of names stands over rows that fill its blanks."""
    words = all(shape(cell) in {"words", "code", ""} for cell in rows[at].cells)
    return words and any(row.cells[0].strip() for row in rows[at + 1 : at + 4])


def joined(names: list[str], above: list[str]) -> tuple[str, ...]:
    """One name for each column: what stands higher where nothing stands here, and groups where names repeat."""
    found = [name or higher for name, higher in zip(names, above, strict=True)]
    twice = {name for name, count in Counter(found).items() if name and count > 1}
    group, groups = "", []
    for higher in above:
        group = higher or group
        groups.append(group)
    pairs = zip(found, groups, names, strict=True)
    return tuple(f"{group} {name}" if name in twice and group and own else name for name, group, own in pairs)
