"""Every file in this folder is one kind of export; dropping in a file is all it takes.

A format module has `KEY`, `TITLE`, `recognise(table) -> float` from 0 to 1, judged by the content alone, and
`read(table, given) -> Iterator[Row]`, which draws the table row by row and never holds it. A table of results is best
told as a `data_imports.reading.layout.Layout`.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from data_imports.reading.contract import FileRefused, Given, Kept, Row
from data_imports.reading.files import table_from, tables
from data_imports.reading.summary import Collected, Reading, taken
from data_imports.reading.tables import Table

SURE = 0.6
SAMPLE = 3
MOST_TO_MEND = 5_000


class Unrecognised(FileRefused):
    """No format knows this file."""


@dataclass(frozen=True)
class Format:
    """One kind of export."""

    key: str
    title: str
    recognise: Callable[[Table], float]
    read: Callable[[Table, Given], Iterator[Row]]


@cache
def formats() -> dict[str, Format]:
    """All formats in this folder, by key."""
    modules = (importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__))
    return {module.KEY: Format(module.KEY, module.TITLE, module.recognise, module.read) for module in modules}


def recognised(*candidates: Table) -> tuple[Format, Table]:
    """The format that knows one of these tables best. Refuses tables that no format knows with confidence."""
    scored = [(known.recognise(table), known.key, table) for table in candidates for known in formats().values()]
    sure, best, table = max(scored, key=lambda found: found[:2])
    if sure < SURE:
        raise Unrecognised(_("We do not recognize this file. Choose its kind, or export it again."))
    return formats()[best], table


def chosen(key: str, candidates: list[Table]) -> tuple[Format, Table]:
    """The format that a person named, and the table that it fits best."""
    if key not in formats():
        raise FileRefused(
            _("There is no format called %(key)s. Known are: %(known)s.")
            % {"key": key, "known": ", ".join(sorted(formats()))}
        )
    known = formats()[key]
    return known, max(candidates, key=known.recognise)


def begun(path: Path, key: str, given: Given) -> tuple[Reading, Iterator[Kept]]:
    """A reading, and the rows to store; it is complete once they are drawn.

    Refuses, with one sentence, what is damaged, empty or unknown.
    """
    candidates = tables(path)
    known, table = chosen(key, candidates) if key else recognised(*candidates)
    return _drawn(known, table, given)


def read_file(content: bytes, key: str = "", given: Given | None = None) -> Collected:
    """What a small file says, with all its rows."""
    table = table_from(content)
    known, table = chosen(key, [table]) if key else recognised(table)
    reading, rows = _drawn(known, table, given or Given())
    return Collected(reading, list(rows))


def _drawn(known: Format, table: Table, given: Given) -> tuple[Reading, Iterator[Kept]]:
    return drawn_by(known.key, table, known.read(table, given))


def drawn_by(key: str, table: Table, rows: Iterator[Row]) -> tuple[Reading, Iterator[Kept]]:
    """A reading of a table under this key, and the rows to store as they are drawn."""
    reading = Reading(key)
    reading.told = {"header_row": table.header_line, "columns": len(table.header), "sheets": list(table.sheets)}
    return reading, _sampled(reading, table, taken(reading, rows))


def _sampled(reading: Reading, table: Table, rows: Iterator[Kept]) -> Iterator[Kept]:
    """The rows; at their end the kept columns of the first records, and the rows to mend."""
    yield from rows
    if reading.kinds["Score"] or reading.kinds["Place"]:
        kept = [at for at, header in enumerate(table.header) if header and header not in reading.dropped_columns]
        shown = [table.header, *(record.cells for record in table.head[:SAMPLE])]
        reading.sample = tuple(tuple(row[at] for at in kept) for row in shown)
    if reading.rejected_lines:
        wrong = (record.cells for record in table.records if record.line in reading.rejected_lines)
        reading.to_mend = [table.header, *(tuple(cells) for cells in islice(wrong, MOST_TO_MEND))]
