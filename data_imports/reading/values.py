"""Cells to values: dates, numbers, grades, school years, windows, and why a value is missing."""

import re
from datetime import date
from functools import lru_cache

from data_imports.reading.days import compact_day, day, epoch_day, hint_of, month_day, serial_day
from data_imports.reading.missing import censored, is_footnote, is_total, why_missing

__all__ = [
    "censored",
    "compact_day",
    "day",
    "ending_year",
    "epoch_day",
    "grade",
    "grade_order",
    "hint_of",
    "identifier",
    "is_footnote",
    "is_nothing",
    "is_total",
    "month_day",
    "number",
    "school_year",
    "school_year_of",
    "serial_day",
    "student_id",
    "why_missing",
    "window",
    "window_day",
    "window_of",
    "yes",
]  # fmt: skip

NOTHING = frozenset(
    {
        "",
        "null",
        "n/a",
        "na",
        "na*",
        "n/a*",
        "none",
        "-",
        "--",
        "- -",
        ".",
        "*",
        "no answer",
    }
    | {"not provided", "-99", "-999", "-77", "#n/a"}
)
LONGEST, LONGEST_NUMBER = 60, 25
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)", re.ASCII)
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?", re.ASCII)
DECIMAL_COMMA = re.compile(r"[+-]?(\d+|\d{1,3}(\.\d{3})+),\d+", re.ASCII)
GRADE_WORDS = {
    "pk": "PK", "prek": "PK", "pre-k": "PK", "prekindergarten": "PK", "k": "K", "kg": "K",
    "kindergarten": "K", "0": "K", "00": "K",
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
}  # fmt: skip
GRADES = ("PK", "K", *(str(number) for number in range(1, 13)))
TRUE = frozenset({"y", "yes", "true", "t", "1", "x"})
FALSE = frozenset({"n", "no", "false", "f", "0"})


def is_nothing(cell: str) -> bool:
    """Whether a cell says that there is no value."""
    return cell.strip().lower() in NOTHING


def number(cell: str) -> float | None:
    """The number in a cell: thousands commas, decimal comma, per cent sign and spaces allowed."""
    return number_in(cell) if len(cell) <= LONGEST else None


@lru_cache(maxsize=50_000)
def number_in(cell: str) -> float | None:
    """The number in a short cell."""
    text = cell.strip().replace("\u00a0", "").replace(" ", "").removesuffix("%")
    if THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    elif DECIMAL_COMMA.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    return float(text) if len(text) <= LONGEST_NUMBER and NUMBER.fullmatch(text) else None


def identifier(cell: str) -> str:
    """An id as text: leading zeros stay, the point zero that a spreadsheet added goes."""
    text = cell.strip().replace("\u00a0", "").removeprefix("'")
    return text[:-2] if text.endswith(".0") and text[:-2].isdecimal() else text


@lru_cache(maxsize=500)
def grade(cell: str) -> str:
    """PK, K or 1 to 12; empty where the cell names none."""
    text = cell.strip().lower().removeprefix("grade").strip()
    text = re.sub(r"(st|nd|rd|th)?( grade)?$", "", text)
    if text in GRADE_WORDS:
        return GRADE_WORDS[text]
    text = text.lstrip("0")
    return text if text in GRADES else ""


def grade_order(name: str) -> int:
    """Grades in the order of a school."""
    return GRADES.index(name) if name in GRADES else len(GRADES)


def yes(cell: str) -> bool | None:
    """Yes, no, or not said."""
    text = cell.strip().lower()
    return True if text in TRUE else False if text in FALSE else None


@lru_cache(maxsize=500)
def school_year(cell: str) -> str:
    """`2025-26` from `2025-2026`, `SY25-26` or `2025/26`; empty where there is no year."""
    found = re.search(r"(?<!\d)(\d{4}|\d{2})\s*[-/\u2013]\s*(\d{4}|\d{2})(?!\d)", cell)
    if found is None:
        return ""
    begins, ends = int(found[1]) % 100, int(found[2]) % 100
    return f"20{begins:02d}-{ends:02d}" if ends == (begins + 1) % 100 else ""


def school_year_of(on: date) -> str:
    """The school year of a day; it turns on July 1."""
    begins = on.year if on.month >= 7 else on.year - 1
    return f"{begins}-{(begins + 1) % 100:02d}"


def window_of(on: date) -> str:
    """Fall until November 15, winter until March 1, then spring: the norming windows of i-Ready."""
    if (7, 1) <= (on.month, on.day) <= (11, 15):
        return "fall"
    return "winter" if on.month >= 11 or (on.month, on.day) <= (3, 1) else "spring"


def window(cell: str) -> str:
    """`fall`, `winter` or `spring` from a season's words or a benchmark period; else empty."""
    text = cell.strip().lower()
    words = {
        "fall": "fall",
        "autumn": "fall",
        "boy": "fall",
        "winter": "winter",
        "moy": "winter",
    }
    words |= {"mid": "winter", "spring": "spring", "eoy": "spring"}
    return next((name for word, name in words.items() if text.startswith(word)), "")


WINDOW_DAYS = {"fall": (10, 1), "winter": (1, 15), "spring": (5, 1)}


def window_day(year: str, window: str) -> date:
    """The day that stands for a window of a school year where a file has none: October 1, January 15, May 1."""
    month, number = WINDOW_DAYS[window]
    begins = int(year[:4])
    return date(begins if month >= 7 else begins + 1, month, number)


def ending_year(cell: str) -> str:
    """`2025-26` from the year in which it ends, as state files name it ("2026"); else as `school_year`."""
    text = cell.strip()
    if re.fullmatch(r"20\d\d", text):
        return f"{int(text) - 1}-{text[2:]}"
    return school_year(cell)


def student_id(cell: str) -> str:
    """An id as text: leading zeros stay, the ".0" that spreadsheets add goes."""
    text = cell.strip()
    return text[:-2] if text.endswith(".0") and text[:-2].isdigit() else text
