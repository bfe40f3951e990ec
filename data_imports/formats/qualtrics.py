"""Qualtrics exports: three header rows (names, questions, ImportId) or, older, two (V1 and questions)."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _, gettext_lazy

from data_imports.reading import answers, values
from data_imports.reading.contract import FileRefused, Given, Row, RowsRead, Skipped
from data_imports.reading.tables import Record, Table, plain

KEY = "qualtrics"
TITLE = gettext_lazy("Qualtrics survey")
ABOUT_RESPONSE = frozenset(
    {"startdate", "enddate", "status", "ipaddress", "progress", "durationinseconds", "finished"}
    | {"recordeddate", "responseid", "responseset", "recipientlastname", "recipientfirstname"}
    | {"recipientemail", "externalreference", "externaldatareference", "locationlatitude", "name"}
    | {"locationlongitude", "locationaccuracy", "distributionchannel", "userlanguage"}
    | {"emailaddress"}
)


class Layout(NamedTuple):
    """How many rows stand above the answers, and what they say."""

    names: tuple[str, ...]
    labels: tuple[str, ...]
    rows: list[Record]


def recognise(table: Table) -> float:
    """The ImportId row, or the pair V1 and ResponseID, is Qualtrics' own."""
    if any(has_import_ids(record) for record in table.head[:2]):
        return 0.97
    if is_legacy(table):
        return 0.95
    return 0.75 if table.has("ResponseId", "StartDate", "EndDate", "Finished") else 0.0


def has_import_ids(record: Record) -> bool:
    """Whether this is the row of ImportIds, well-formed or not."""
    return sum("ImportId" in cell for cell in record.cells) >= 2


def is_legacy(table: Table) -> bool:
    """V1, V2, ... over ResponseID, ResponseSet, ..."""
    first = table.head[0].cells if table.head else [""]
    return table.header[0] == "V1" and plain(first[0]) == "responseid"


def layout(table: Table) -> Layout:
    """Names, labels and the rows of answers. Refuses a file without answers."""
    records = list(table.records)
    if is_legacy(table):
        labels = tuple(records[0].cells[: len(table.header)])
        found = Layout(labels, labels, records[1:])
    else:
        ids = next((at for at, record in enumerate(records[:2]) if has_import_ids(record)), None)
        labels = tuple(records[0].cells[: len(table.header)]) if ids == 1 else table.header
        found = Layout(table.header, labels, records if ids is None else records[ids + 1 :])
    if not found.rows:
        raise FileRefused(_("This survey export holds no answers yet."))
    return found


def read(table: Table, given: Given) -> Iterator[Row]:
    """Finished responses; the others are skipped with that reason."""
    names, labels, rows = layout(table)
    finished, complete = place(names, "finished"), []
    for row in rows:
        if finished is None or is_finished(row.cells[finished]):
            complete.append(row)
        else:
            yield Skipped(row.line, _("the survey was not finished"))
    about = frozenset(at for at, name in enumerate(names) if plain(name) in ABOUT_RESPONSE)
    asked = answers.questions(labels, skip=about)
    yield from answers.summarised(complete, asked, labels, place(names, "enddate"))
    yield RowsRead(len(rows))


def place(names: tuple[str, ...], name: str) -> int | None:
    """Where a column of Qualtrics' own stands."""
    return next((at for at, found in enumerate(names) if plain(found) == name), None)


def is_finished(cell: str) -> bool:
    """Numeric and worded exports both."""
    return values.yes(cell) is not False
