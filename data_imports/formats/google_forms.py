"""Google Forms responses: a timestamp, and the questions themselves as headers."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from data_imports.reading import values
from data_imports.reading.contract import Fact, Given, Row
from data_imports.reading.responses import Responses, repeated
from data_imports.reading.tables import Table

KEY = "google_forms"
TITLE = gettext_lazy("Google Forms survey")
STAMPS = ("Timestamp", "Marca temporal", "Horodateur", "Zeitstempel")


def recognise(table: Table) -> float:
    """One column is the timestamp that Forms writes, with a time of day."""
    at = table.place(*STAMPS)
    if at is None or not table.head:
        return 0.0
    stamps = [record.cells[at] for record in table.head[:50]]
    timed = sum(":" in stamp and values.day(stamp) is not None for stamp in stamps)
    return 0.9 if timed >= len(stamps) * 0.9 else 0.2


def read(table: Table, given: Given) -> Iterator[Row]:
    """Every response; answers become counts at once."""
    at = table.place(*STAMPS)
    responses = Responses(table.header, frozenset() if at is None else frozenset({at}), at)
    for record in table.records:
        responses.take(record)
    yield from responses.rows()
    yield Fact("header_rows", 1)
    yield Fact("duplicate_names", repeated(table.header))
