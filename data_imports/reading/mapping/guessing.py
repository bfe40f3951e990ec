"""What one column means: its header says so, its cells bear it out."""

import re
from collections.abc import Callable
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from data_imports.reading import answers, values
from data_imports.reading.mapping import levels, words
from data_imports.reading.mapping.shapes import MAIL, STATE_ID, Column

NUMBERED = re.compile(r".*\d")
QUESTION = 25
YES_NO = 0.8


class Guess(NamedTuple):
    """A meaning ("" for none), how sure it is from 0 to 1, and why."""

    meaning: str
    confidence: float
    why: str


def says(header: str) -> str:
    return str(_("the header says so")) if header else ""


BORNE_OUT: dict[str, Callable[[Column], bool]] = {
    "student": lambda column: column.is_id or is_code(column),
    "state": lambda column: column.is_id or is_code(column),
    "grade": lambda column: share(column, values.grade) >= 0.5,
    "taken_on": lambda column: bool(column.day_shape),
    "year": lambda column: share(column, values.ending_year) >= 0.9,
    "window": lambda column: share(column, values.window) >= 0.8,
    "school": lambda column: not column.day_shape,
    "section": lambda column: not column.is_numeric,
    "why": lambda column: not column.is_numeric,
    "multilingual": lambda column: is_flag(column),
    "iep": lambda column: is_flag(column),
    "low_income": lambda column: is_flag(column),
    "team": lambda column: not column.is_numeric,
    "teacher_email": lambda column: column.share(MAIL) >= 0.9,
    "course": lambda column: not column.is_switch,
    "test": lambda column: not column.is_numeric,
    "subject": lambda column: not column.is_numeric,
    "score": lambda column: is_measured(column),
    "level": lambda column: is_levelled(column),
}


def guesses(column: Column) -> list[Guess]:
    """Every meaning that a column may have, the likeliest first; never empty."""
    if column.is_blank:
        return [Guess("", 0.9, str(_("the first rows are blank")))]
    if column.is_packed:
        return [Guess("", 0.9, str(_("several values stand in one cell")))]
    if answers.scale_of(column.counts) is not None and not levels.are_known(column.counts):
        return [Guess("question", 0.85, str(_("the cells are answers on a scale")))]
    said = [guess for meaning in BORNE_OUT if (guess := by_header(meaning, column)) is not None]
    if words.is_about_people(column.header) and not any(one.meaning == "teacher_email" for one in said):
        return [Guess("", 0.95, str(_("it names or describes a person")))]
    found = said or [guess for guess in (by_cells(column),) if guess is not None and not is_denied(guess, column)]
    return sorted(found, key=lambda guess: -guess.confidence) or [Guess("", 0.5, str(_("nothing tells what it is")))]


def by_header(meaning: str, column: Column) -> Guess | None:
    """A meaning that the header names and the cells bear out."""
    likeness = words.likeness(meaning, column.header)
    if likeness < 0.5 or not BORNE_OUT[meaning](column):
        return None
    if meaning == "state":
        return Guess("student", round(likeness * 0.95, 2), str(_("the header says a state id")))
    return Guess(meaning, round(likeness, 2), says(column.header))


def by_cells(column: Column) -> Guess | None:
    """What the cells alone tell."""
    filled = column.filled
    if is_asked(column):
        return Guess("question", 0.7, str(_("the header reads like a question")))
    if column.day_shape in {"written", "day_first"} and all(re.search(r"\d", cell) for cell in filled):
        return Guess("taken_on", 0.6, str(_("the cells are dates")))
    if column.repeats and len(column.counts) > 1 and levels.are_known(column.counts):
        return Guess("level", 0.7, str(_("the cells are words for levels")))
    if share(column, values.window) >= 0.9:
        return Guess("window", 0.8, str(_("the cells are seasons")))
    if column.is_id and column.share(STATE_ID) > 0.9 and len(column.counts) > 1:
        return Guess("student", 0.6, str(_("the cells are numbers of nine or ten digits")))
    if column.is_id and len({len(cell) for cell in column.counts}) <= 2:
        return Guess("student", 0.4, str(_("the cells look like ids")))
    if is_measured(column) and (words.subject([column.header]) or words.season(column.header)):
        return Guess("score", 0.65, str(_("the cells are numbers, and the header names a subject or season")))
    if is_measured(column) and len(column.counts) > 4 and not column.is_id:
        return Guess("score", 0.3, str(_("the cells are numbers in a range")))
    return None


def is_denied(guess: Guess, column: Column) -> bool:
    """Whether the header says that it is something else: a date of birth is no test date."""
    return bool(words.NOT.get(guess.meaning, frozenset()) & set(words.tokens(column.header)))


def is_asked(column: Column) -> bool:
    """Whether the header is a sentence that was put to people."""
    header = column.header.strip()
    is_sentence = len(header) > QUESTION and header.count(" ") >= 4 and "_" not in header
    return header.endswith("?") or (is_sentence and column.repeats and not column.is_switch)


def share(column: Column, known: Callable[[str], str]) -> float:
    """Which part of the filled cells a reader knows."""
    told = sum(count for cell, count in column.counts.items() if known(cell))
    return told / len(column.filled) if column.filled else 0.0


def is_code(column: Column) -> bool:
    """Short codes without spaces, such as ids of a small school; no date, no decimals."""
    fine = (len(cell) <= 40 and " " not in cell and "." not in cell.removesuffix(".0") for cell in column.counts)
    return not column.day_shape.startswith("written") and all(fine) and any(map(NUMBERED.match, column.counts))


def is_flag(column: Column) -> bool:
    """Yes and no in one writing or another."""
    return share(column, lambda cell: "" if values.yes(cell) is None else "known") >= YES_NO


def is_measured(column: Column) -> bool:
    """Numbers that could be a score."""
    is_plausible = all(abs(number) < 10_000 for number in column.numbers)
    return column.is_numeric and is_plausible and not column.is_switch and len(column.counts) > 0


def is_levelled(column: Column) -> bool:
    """A few words that come again, or words that are known for levels."""
    known = len(column.counts) <= 12 and levels.are_known(column.counts)
    is_worded = not any("%" in cell for cell in column.counts) and not column.is_switch
    return is_worded and (known or (column.repeats and (not column.is_numeric or len(column.counts) <= 6)))
