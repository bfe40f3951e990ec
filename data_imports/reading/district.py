"""A file of the whole district: each row goes to its own school, or is left out with the reason."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from data_imports.reading.contract import (
    FileRefused,
    Finding,
    Given,
    Observation,
    Place,
    Problem,
    Row,
    SameStudent,
    Score,
    Skipped,
)
from data_imports.reading.summary import Part, Reading
from data_imports.reading.values import window_of


def by_school(reading: Reading, rows: Iterable[Row], given: Given) -> Iterator[Row]:
    """The rows whose school is known, and for every other record why it is left out; `reading.parts` counts by school.

    Refuses, with one sentence, a file that does not say which school a row belongs to.
    """
    last, is_named, is_silent = 0, False, False
    for row in rows:
        if isinstance(row, Finding):
            raise nameless()
        if not isinstance(row, Score | Place | Observation | SameStudent):
            note(reading, row, given)
            yield row
            continue
        is_named, is_silent = is_named or bool(row.school), is_silent or not row.school
        if key := given.school_key(row.school):
            cover(reading.parts.setdefault(key, Part()), row)
            yield row
        elif row.line != last:
            last = row.line
            yield Skipped(row.line, why_out(row.school, is_known=key == 0))
    if is_silent and not is_named:
        raise nameless()


def note(reading: Reading, row: Row, given: Given) -> None:
    """Count a row that is left out, or kept out, for its school."""
    if not isinstance(row, Problem | Skipped) or not (key := given.school_key(row.school)):
        return
    part = reading.parts.setdefault(key, Part())
    if isinstance(row, Skipped):
        part.skipped += 1
    elif row.row not in reading.rejected_lines:
        part.rejected += 1


def cover(part: Part, row: Score | Place | Observation | SameStudent) -> None:
    """Note for which window a school has what; a place is for the year."""
    if isinstance(row, Score):
        part.covers.add((row.measure, row.window))
    elif not isinstance(row, SameStudent):
        part.covers.add(("", window_of(row.observed_on) if isinstance(row, Observation) else ""))


def why_out(school: str, *, is_known: bool) -> str:
    """Why a row goes to no school, and how to mend that."""
    if not school:
        return _("the row does not say which school it belongs to: fill in the school")
    told = {"school": school[:80]}
    if is_known:
        return _("several schools are called “%(school)s”: put the school's code into the file") % told
    return _("no school here has the code or name “%(school)s”: correct it in the file, or on the page Set up") % told


def nameless() -> FileRefused:
    """The refusal of a file without schools."""
    return FileRefused(_("This file does not say which school a row belongs to: choose a school."))
