"""Qualtrics exports: three header rows (names, questions, ImportId) or, older, two (V1 and questions).

Any of these rows may have been taken for the header of the table; the others then stand among the first records, or
are lost above it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from django.utils.translation import gettext as _, gettext_lazy

from data_imports.reading import values
from data_imports.reading.contract import Fact, FileRefused, Given, Row
from data_imports.reading.responses import Responses, repeated
from data_imports.reading.tables import Table, plain

KEY = "qualtrics"
TITLE = gettext_lazy("Qualtrics survey")
ABOUT_RESPONSE = frozenset(
    {"startdate", "enddate", "status", "ipaddress", "progress", "durationinseconds", "duration", "finished"}
    | {"recordeddate", "responseid", "recordid", "responseset", "recipientlastname", "recipientfirstname"}
    | {"recipientemail", "externalreference", "externaldatareference", "locationlatitude", "name"}
    | {"locationlongitude", "locationaccuracy", "distributionchannel", "userlanguage"}
    | {"emailaddress"}
)
IMPORT_ID = re.compile(r"""['"]ImportId['"]\s*:\s*['"]([^'"]+)['"]""")
OWN = ("ResponseId", "StartDate", "EndDate", "Finished")


class Layout(NamedTuple):
    """What the columns are to Qualtrics, how they are named and worded, and how many records are headers still."""

    columns: tuple[str, ...]
    names: tuple[str, ...]
    labels: tuple[str, ...]
    above: int
    header_rows: int


def recognise(table: Table) -> float:
    """The ImportId row, or the pair V1 and ResponseID, is Qualtrics' own."""
    if any(has_import_ids(cells) for cells in first_rows(table)):
        return 0.97
    if is_legacy(table):
        return 0.95
    return 0.75 if table.has(*OWN) else 0.0


def first_rows(table: Table) -> list[Sequence[str]]:
    """The rows that may be headers, as wide as the table."""
    return [table.header, *(record.cells[: len(table.header)] for record in table.head[:2])]


def has_import_ids(cells: Sequence[str]) -> bool:
    """Whether this is the row of ImportIds, well-formed or not."""
    return sum("ImportId" in cell for cell in cells) >= 2


def is_legacy(table: Table) -> bool:
    """V1, V2, ... over ResponseID, ResponseSet, ..."""
    at = table.place("V1")
    return at is not None and bool(table.head) and plain(table.head[0].cells[at]) == "responseid"


def layout(table: Table) -> Layout:
    """Names and labels, wherever the header of the table was found."""
    rows = first_rows(table)
    if is_legacy(table):
        labels = tuple(rows[1])
        return Layout(tuple(map(plain, labels)), table.header, labels, 1, 2)
    ids = next((at for at, cells in enumerate(rows) if has_import_ids(cells)), None)
    if ids is None:
        return Layout(tuple(map(plain, table.header)), table.header, table.header, 0, 1)
    found = (IMPORT_ID.search(cell) for cell in rows[ids])
    own = tuple(plain(match[1]) if match else "" for match in found)
    labels = own if ids == 0 else tuple(rows[ids - 1])
    named = [name if name in ABOUT_RESPONSE else plain(header) for name, header in zip(own, table.header, strict=False)]
    return Layout(tuple(named), table.header, labels, ids, 3)


def read(table: Table, given: Given) -> Iterator[Row]:
    """Finished responses; the others are skipped with that reason. Refuses a file without answers."""
    found = layout(table)
    if len(table.head) <= found.above:
        raise FileRefused(_("This survey export holds no answers yet."))
    about = frozenset(at for at, name in enumerate(found.columns) if name in ABOUT_RESPONSE)
    finished, responses = (
        place(found.columns, "finished"),
        Responses(found.labels, about, place(found.columns, "enddate")),
    )
    for record in islice(table.records, found.above, None):
        if finished is None or is_finished(record.cells[finished]):
            responses.take(record)
        else:
            yield responses.leave(record)
    yield from responses.rows()
    yield Fact("header_rows", found.header_rows)
    yield Fact("duplicate_names", repeated(found.names))


def place(columns: tuple[str, ...], name: str) -> int | None:
    """Where a column of Qualtrics' own stands."""
    return next((at for at, found in enumerate(columns) if found == name), None)


def is_finished(cell: str) -> bool:
    """Numeric and worded exports both."""
    return values.yes(cell) is not False
