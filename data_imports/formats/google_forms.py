"""Google Forms responses: a timestamp first, then the questions themselves as headers."""

from django.utils.translation import gettext_lazy

from data_imports.reading import answers, values
from data_imports.reading.contract import Given, Reading
from data_imports.reading.tables import Table, plain

KEY = "google_forms"
TITLE = gettext_lazy("Google Forms survey")
STAMPS = frozenset(plain(name) for name in ("Timestamp", "Marca temporal", "Horodateur", "Zeitstempel"))


def recognise(table: Table) -> float:
    """The first column is the timestamp that Forms writes, with a time of day."""
    if plain(table.header[0]) not in STAMPS or not table.head:
        return 0.0
    stamps = [record.cells[0] for record in table.head[:50]]
    timed = sum(":" in stamp and values.day(stamp) is not None for stamp in stamps)
    return 0.9 if timed >= len(stamps) * 0.9 else 0.2


def read(table: Table, given: Given) -> Reading:
    """Every response; answers become counts at once."""
    records = list(table.records)
    reading = Reading(KEY, rows_read=len(records))
    asked = answers.questions(table.header, skip=frozenset({0}))
    answers.summarise(reading, records, asked)
    reading.survey = answers.facts(records, 0)
    reading.dropped_columns = answers.dropped(table.header, reading)
    return reading
