"""LimeSurvey exports with question text: Response ID, Date submitted, Last page, Start language."""

from collections.abc import Iterator

from django.utils.translation import gettext as _, gettext_lazy

from data_imports.reading import values
from data_imports.reading.contract import Fact, FileRefused, Given, Row
from data_imports.reading.responses import Responses, repeated
from data_imports.reading.tables import Table, plain

KEY = "limesurvey"
TITLE = gettext_lazy("LimeSurvey survey")
ABOUT_RESPONSE = frozenset(
    {"responseid", "datesubmitted", "lastpage", "startlanguage", "seed", "datestarted"}
    | {"datelastaction", "accesscode", "token", "ipaddress", "referrerurl"}
)


def recognise(table: Table) -> float:
    """LimeSurvey's own columns stand before the questions."""
    if not table.has("Response ID", "Date submitted"):
        return 0.0
    return 0.95 if table.place("Last page", "Start language", "Seed") is not None else 0.7


def read(table: Table, given: Given) -> Iterator[Row]:
    """Submitted responses; a blank submission date means that it was left half-way."""
    submitted = table.place("Date submitted")
    if submitted is None:
        raise FileRefused(_("A LimeSurvey export needs the column Date submitted."))
    about = frozenset(at for at, name in enumerate(table.header) if plain(name) in ABOUT_RESPONSE)
    responses = Responses(table.header, about, submitted)
    for record in table.records:
        if values.is_nothing(record.cells[submitted]):
            yield responses.leave(record)
        else:
            responses.take(record)
    yield from responses.rows()
    yield Fact("header_rows", 1)
    yield Fact("duplicate_names", repeated(table.header))
