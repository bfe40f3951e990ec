"""SurveyMonkey exports: a RespondentID, and a second header row that tells the kind of answer."""

from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext_lazy

from data_imports.reading.contract import Fact, Given, Row
from data_imports.reading.responses import Responses, repeated
from data_imports.reading.tables import Table, plain

KEY = "surveymonkey"
TITLE = gettext_lazy("SurveyMonkey survey")
NUMBER = "RespondentID"
KINDS = frozenset({"response", "openendedresponse", "otherpleasespecify"})
ABOUT_RESPONSE = frozenset(
    {"respondentid", "collectorid", "startdate", "enddate", "datecreated", "datemodified"}
    | {"ipaddress", "emailaddress", "firstname", "lastname", "customdata1", "email"}
)


def recognise(table: Table) -> float:
    """The respondent's number, and `Response` under the questions."""
    if table.place(NUMBER) is None:
        return 0.0
    return 0.95 if has_second_header(table) else 0.8


def has_second_header(table: Table) -> bool:
    """Whether the first record tells kinds of answers or options rather than a person's answers."""
    cells = table.head[0].cells if table.head else []
    at = table.place(NUMBER)
    return bool(cells) and not cells[at or 0].strip() and any(plain(cell) in KINDS for cell in cells)


def read(table: Table, given: Given) -> Iterator[Row]:
    """Every respondent; a question that spreads over columns is named with its option."""
    second = table.head[0].cells if has_second_header(table) else None
    headers = joined(table.header, second) if second else list(table.header)
    about = frozenset(at for at, name in enumerate(table.header) if plain(name) in ABOUT_RESPONSE)
    responses = Responses(headers, about, table.place("End Date", "Start Date", "Date Created"))
    for record in islice(table.records, 1 if second else 0, None):
        responses.take(record)
    yield from responses.rows()
    yield Fact("header_rows", 2 if second else 1)
    yield Fact("duplicate_names", repeated(headers))


def joined(first: tuple[str, ...], second: list[str]) -> list[str]:
    """Question and option in one header; a question's blank followers belong to it."""
    headers, question = [], ""
    for name, kind in zip(first, second, strict=False):
        question = name or question
        option = "" if plain(kind) in KINDS else kind.strip()
        headers.append(f"{question} [{option}]" if option and question else name)
    return headers
