"""Survey cross-tabs such as those of Panorama: a row a question, for each group a favourable share and a count.

Only the counts are known, not the answers: the favourable count is the share of those who answered. Nothing is kept
of groups but "All", whose suppression is the vendor's own. What the vendor hides stays out, with that reason.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _, gettext_lazy

from data_imports.reading import values
from data_imports.reading.answers import cleaned
from data_imports.reading.contract import (
    Dropped,
    Fact,
    FileRefused,
    Finding,
    Given,
    Measured,
    Problem,
    Row,
    RowsRead,
    Skipped,
    Statistic,
    SurveyFacts,
)
from data_imports.reading.tables import Record, Table

KEY = "panorama"
TITLE = gettext_lazy("Survey cross-tab")
SHARE = re.compile(
    r"(.*?)[\s:|\u2013-]*(% ?favou?rable|percent favou?rable|favou?rable ?%?|% ?positive)\W*", re.IGNORECASE
)
COUNT = re.compile(
    r"(.*?)[\s:|\u2013-]*\b(n|n ?size|n ?count|count|(number of )?(responses?|respondents?)|answered)\W*",
    re.IGNORECASE,
)
WHOLE = frozenset(
    {"", "all", "overall", "total", "school", "all students", "all respondents", "everyone", "whole school"}
)
QUESTION = ("Question", "Survey Question", "Item", "Question Text", "Prompt")
TOPIC = ("Topic", "Scale", "Construct", "Category", "Domain", "Theme")


class Columns(NamedTuple):
    """Where questions stand, and the share and count of everyone; `groups` are the other groups' names."""

    question: int | None
    topic: int | None
    share: int | None
    n: int | None
    groups: tuple[str, ...]


def columns(table: Table) -> Columns:
    """The columns by their words, a group's name before each."""
    question, topic = table.place(*QUESTION), table.place(*TOPIC)
    shares, counts = grouped(table, SHARE, ()), grouped(table, COUNT, (question, topic))
    groups = tuple(name for name in shares if name.lower() not in WHOLE)
    return Columns(question, topic, of_all(shares), of_all(counts), groups)


def grouped(table: Table, pattern: re.Pattern[str], taken: tuple[int | None, ...]) -> dict[str, int]:
    """The columns that say one thing of each group."""
    found: dict[str, int] = {}
    for at, header in enumerate(table.header):
        if at not in taken and (match := pattern.fullmatch(header.replace("_", " ").strip())):
            found.setdefault(match[1].strip(" ()"), at)
    return found


def of_all(found: dict[str, int]) -> int | None:
    """The column of everyone."""
    return next((at for name, at in found.items() if name.lower() in WHOLE), None)


def recognise(table: Table) -> float:
    """Questions or topics down, favourable shares and counts across."""
    where = columns(table)
    if (where.question is None and where.topic is None) or where.share is None:
        return 0.0
    return 0.93 if where.n is not None else 0.3


def read(table: Table, given: Given) -> Iterator[Row]:
    """Every question with what everyone answered. Refuses a table that does not say how many answered."""
    where = columns(table)
    if where.share is None or where.n is None or (where.question is None and where.topic is None):
        raise FileRefused(_("A survey cross-tab needs questions, the favorable share of all, and how many answered."))
    rows, most, shown, full = 0, 0, dict[str, int](), whole(table, where.share)
    for record in table.records:
        row = finding(record, where, rows, full)
        rows += 1
        yield row
        if isinstance(row, Finding):
            most = max(most, row.answered)
            shown[row.question] = row.answered
            yield Statistic(row.question, Measured(row.answered, None, 0))
    yield SurveyFacts(most, None, None)
    yield Dropped(table.unused([where.question, where.topic, where.share, where.n]))
    yield RowsRead(rows)
    yield Fact("groups", list(where.groups))
    yield Fact("answered", shown)


def whole(table: Table, share: int) -> float:
    """What a full share is in this file: 1 or 100."""
    found = (values.number(record.cells[share]) for record in table.head)
    return 100 if max((number for number in found if number is not None), default=0) > 1 else 1


def finding(record: Record, where: Columns, position: int, full: float) -> Finding | Problem | Skipped:
    """One question, or why it says nothing."""
    cells = record.cells
    words = said(cells, where.question) or said(cells, where.topic)
    share_cell, n_cell = said(cells, where.share), said(cells, where.n)
    share, n = values.number(share_cell), values.number(n_cell)
    if not words or values.is_footnote(cells) or sum(bool(cell.strip()) for cell in cells) <= 1:
        return Skipped(record.line, _("it is a heading or a footnote"))
    if share is None or n is None:
        return Skipped(record.line, _("the survey's own report hides it"))
    if not 0 <= share <= full or n < 1:
        expected = _("a share from 0 to 100 percent")
        return Problem(record.line, _("Favorable"), share_cell, expected, _("Correct the cell or export again."))
    answered = round(n)
    return Finding(position, words, "scale", answered, 0, (), None, round(answered * share / full))


def said(cells: list[str], place: int | None) -> str:
    """A cell on one line; empty where the table has no such column."""
    return "" if place is None else cleaned(cells[place])
