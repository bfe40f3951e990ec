"""SurveyMonkey exports: RespondentID first, and a second header row that tells the kind of answer."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from data_imports.reading import answers
from data_imports.reading.contract import Given, Row, RowsRead
from data_imports.reading.tables import Record, Table, plain

KEY = "surveymonkey"
TITLE = gettext_lazy("SurveyMonkey survey")
KINDS = frozenset({"response", "openendedresponse", "otherpleasespecify"})
ABOUT_RESPONSE = frozenset(
    {"respondentid", "collectorid", "startdate", "enddate", "datecreated", "datemodified"}
    | {"ipaddress", "emailaddress", "firstname", "lastname", "customdata1", "email"}
)


def recognise(table: Table) -> float:
    """The respondent's number, and `Response` under the questions."""
    if plain(table.header[0]) != "respondentid":
        return 0.0
    return 0.95 if table.head and is_second_header(table.head[0]) else 0.8


def is_second_header(record: Record) -> bool:
    """Whether this row tells kinds of answers or options rather than a person's answers."""
    return not record.cells[0].strip() and any(plain(cell) in KINDS for cell in record.cells)


def read(table: Table, given: Given) -> Iterator[Row]:
    """Every respondent; a question that spreads over columns is named with its option."""
    records = list(table.records)
    second = records.pop(0) if records and is_second_header(records[0]) else None
    headers = joined(table.header, second.cells) if second else list(table.header)
    about = frozenset(at for at, name in enumerate(table.header) if plain(name) in ABOUT_RESPONSE)
    days = table.place("End Date", "Start Date", "Date Created")
    yield from answers.summarised(records, answers.questions(headers, skip=about), headers, days)
    yield RowsRead(len(records))


def joined(first: tuple[str, ...], second: list[str]) -> list[str]:
    """Question and option in one header; a question's blank followers belong to it."""
    headers, question = [], ""
    for name, kind in zip(first, second, strict=False):
        question = name or question
        option = "" if plain(kind) in KINDS else kind.strip()
        headers.append(f"{question} [{option}]" if option and question else name)
    return headers
