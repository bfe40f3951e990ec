"""Every file in this folder is one kind of export; dropping in a file is all it takes.

A format module has `KEY`, `TITLE`, `recognise(table) -> float` from 0 to 1, judged by the content alone, and
`read(table, given) -> Iterator[Row]`, which draws the table row by row and never holds it. A table of results is best
told as a `data_imports.reading.layout.Layout`. A format whose tables only make sense together also has
`main(tables) -> Table`, the one whose rows a person mends; its `recognise` and `read` then take all tables of a file.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from data_imports.reading.contract import FileRefused, Given, Kept, Row
from data_imports.reading.district import by_school
from data_imports.reading.files import in_memory, opened_content, tables, tables_of
from data_imports.reading.masking import refuse_masked
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
    recognise: Callable[[Any], float]
    read: Callable[[Any, Given], Iterator[Row]]
    main: Callable[[Sequence[Table]], Table] | None = None

    def likeness(self, candidates: Sequence[Table]) -> tuple[float, Table]:
        """How well it knows these tables, and the one that it knows best."""
        if self.main is not None:
            return self.recognise(candidates), self.main(candidates)
        return max(((self.recognise(table), table) for table in candidates), key=lambda found: found[0])


@cache
def formats() -> dict[str, Format]:
    """All formats in this folder, by key."""
    modules = (importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__))
    return {
        module.KEY: Format(module.KEY, module.TITLE, module.recognise, module.read, getattr(module, "main", None))
        for module in modules
    }


def recognised(*candidates: Table) -> tuple[Format, Table]:
    """The format that knows one of these tables best. Refuses tables that no format knows with confidence."""
    scored = [(*known.likeness(candidates), known) for known in formats().values()]
    sure, table, best = max(scored, key=lambda found: (found[0], found[2].key))
    if sure < SURE:
        raise Unrecognised(_("We do not recognize this file. Choose its kind, or export it again."))
    return best, table


def chosen(key: str, candidates: Sequence[Table]) -> tuple[Format, Table]:
    """The format that a person named, and the table that it fits best."""
    if key not in formats():
        raise FileRefused(
            _("There is no format called %(key)s. Known are: %(known)s.")
            % {"key": key, "known": ", ".join(sorted(formats()))}
        )
    known = formats()[key]
    return known, known.likeness(candidates)[1]


def begun(path: Path, key: str, given: Given) -> tuple[Reading, Iterator[Kept]]:
    """A reading, and the rows to store; it is complete once they are drawn.

    Refuses, with one sentence, what is damaged, empty or unknown.
    """
    candidates = tables(path)
    known, table = chosen(key, candidates) if key else recognised(*candidates)
    return _drawn(known, table, candidates, given)


def read_file(content: bytes, key: str = "", given: Given | None = None) -> Collected:
    """What a small file says, with all its rows."""
    candidates = tables_of(opened_content(partial(in_memory, content), len(content)))
    known, table = chosen(key, candidates) if key else recognised(*candidates)
    reading, rows = _drawn(known, table, candidates, given or Given())
    return Collected(reading, list(rows))


def _drawn(known: Format, table: Table, candidates: Sequence[Table], given: Given) -> tuple[Reading, Iterator[Kept]]:
    source = table if known.main is None else candidates
    return drawn_by(known.key, table, known.read(source, given), given, candidates)


def drawn_by(
    key: str, table: Table, rows: Iterator[Row], given: Given, candidates: Sequence[Table] = ()
) -> tuple[Reading, Iterator[Kept]]:
    """A reading of a table under this key, and the rows to store as they are drawn."""
    refuse_masked(table)
    reading = Reading(key)
    found = sorted((other.sheet, other.header_line) for other in candidates or (table,))
    reading.told = {"header_row": table.header_line, "columns": len(table.header), "sheets": list(table.sheets)}
    reading.told["tables"] = [{"sheet": sheet, "header_row": line} for sheet, line in found]
    told = rows if given.schools is None else by_school(reading, rows, given)
    return reading, _sampled(reading, table, taken(reading, told))


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
