"""Days in cells. What could as well be a score is a day only where somebody says that it is one."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

FIRST, LAST = 1990, 2100
LONGEST = 60
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?:[ T,].*)?")
DASHED = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})(?:[ T,].*)?")
ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T].*)?")
DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ T].*)?")
WORDED = re.compile(r"(?:\w+day,? )?([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?: .*)?")
DAY_FIRST = re.compile(r"(\d{1,2})[- ]([A-Za-z]{3,9})[-, ]+(\d{4}|\d{2})(?: .*)?")
MONTH = re.compile(r"(\d{4})-(\d{1,2})")
COMPACT = re.compile(r"\d{5,8}")
EPOCH = re.compile(r"\d{9,10}|\d{12,13}")
SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SHEETS_BEGIN = date(1899, 12, 30)


def day_of(year: str, month: int, day: str) -> date | None:
    """The day, if there is such a one and a school could have written it; two-digit years are of this century."""
    full = int(year) if len(year) == 4 else 2000 + int(year)
    try:
        return date(full, month, int(day)) if FIRST <= full <= LAST else None
    except ValueError:
        return None


def day(cell: str, hint: str = "") -> date | None:
    """The day in a cell, with or without a time; month first, as American exports write it.

    A bare number is a day only with a hint of what it counts: `compact`, `epoch`, `serial` or `month`.
    """
    return day_in(cell.strip(), hint) if len(cell) <= LONGEST else None


@lru_cache(maxsize=20_000)
def day_in(text: str, hint: str) -> date | None:
    """The day in a short text."""
    if found := SLASHED.fullmatch(text) or DASHED.fullmatch(text):
        return day_of(found[3], int(found[1]), found[2])
    if found := ISO.fullmatch(text):
        return day_of(found[1], int(found[2]), found[3])
    if found := DOTTED.fullmatch(text):
        return day_of(found[3], int(found[2]), found[1])
    return worded(text) or (HINTS[hint](text) if hint else None)


def worded(text: str) -> date | None:
    """`Sep 8, 2026` and `8-Sep-26`."""
    if found := WORDED.fullmatch(text):
        return named(found[3], found[1], found[2])
    if found := DAY_FIRST.fullmatch(text):
        return named(found[3], found[2], found[1])
    return None


def named(year: str, month: str, day: str) -> date | None:
    """A day whose month is a word."""
    short = month[:3].lower()
    return day_of(year, MONTHS.index(short) + 1, day) if short in MONTHS else None


def compact_day(cell: str) -> date | None:
    """`MMDDYYYY` and `MMDDYY`, also where a spreadsheet ate the leading zero; `YYYYMMDD` where only that is a day."""
    text = whole(cell)
    if not COMPACT.fullmatch(text):
        return None
    full = text.zfill(8 if len(text) > 6 else 6)
    found = day_of(full[4:], int(full[:2]), full[2:4])
    return found or (day_of(full[:4], int(full[4:6]), full[6:]) if len(text) == 8 else None)


def epoch_day(cell: str) -> date | None:
    """Seconds or milliseconds since 1970, as a day in universal time."""
    text = whole(cell)
    if not EPOCH.fullmatch(text):
        return None
    seconds = int(text) // (1000 if len(text) > 10 else 1)
    found = datetime.fromtimestamp(seconds, UTC).date()
    return found if FIRST <= found.year <= LAST else None


def serial_day(cell: str) -> date | None:
    """The number behind a spreadsheet's date."""
    if (found := SERIAL.fullmatch(cell.strip())) is None:
        return None
    on = SHEETS_BEGIN + timedelta(days=int(found[1]))
    return on if FIRST <= on.year <= LAST else None


def month_day(cell: str) -> date | None:
    """The first day of `2027-06`."""
    found = MONTH.fullmatch(cell.strip())
    return day_of(found[1], int(found[2]), "1") if found else None


def whole(cell: str) -> str:
    """Digits without the point zero of a spreadsheet."""
    return cell.strip().removesuffix(".0")


HINTS = {"compact": compact_day, "epoch": epoch_day, "serial": serial_day, "month": month_day}


def hint_of(cells: Iterable[str]) -> str:
    """Which hint makes days of all these filled cells, of a column that is known to hold days; else empty."""
    filled = [cell for cell in cells if cell.strip()]
    hints = ("", *HINTS)
    return next((hint for hint in hints if filled and all(day(cell, hint) for cell in filled)), "")
