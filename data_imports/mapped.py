"""A file read as people said: with a mapping in hand, with one that is kept, or not without asking."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from data_imports import formats
from data_imports.formats import Unrecognised, drawn_by, roster
from data_imports.reading import layout, mapping
from data_imports.reading.contract import Dropped, Fact, FileRefused, Given, Kept, Row, RowsRead, Skipped
from data_imports.reading.files import tables
from data_imports.reading.mapping.shapes import columns
from data_imports.reading.mapping.words import is_about_people
from data_imports.reading.masking import refuse_masked
from data_imports.reading.responses import Responses
from data_imports.reading.summary import Reading
from data_imports.reading.tables import Record, Table

KEY = "mapped"
MOST_TABLES, MOST_COLUMNS, SHOWN = 4, 400, 3
STRANGE = 0.3
DAMAGED_DAY = re.compile(r"\d{1,2}-[A-Z][a-z]{2}")


@dataclass(frozen=True)
class Said:
    """What people said of columns: of this file, and of earlier ones.

    `is_trusting` uses a suggestion that leaves no doubt; `is_asking` reads nothing and only looks at the file.
    """

    body: dict[str, Any] | None = None
    kept: tuple[mapping.Kept, ...] = ()
    is_trusting: bool = False
    is_asking: bool = False


class NeedsMapping(FileRefused):
    """No format knows the file; `sketches` are what its tables look like, each with a mapping to confirm."""

    def __init__(self, sketches: list[dict[str, Any]]) -> None:
        super().__init__(_("We do not recognize this file. Say what its columns mean, or choose its kind."))
        self.sketches = sketches


def begun(path: Path, key: str, given: Given, said: Said) -> tuple[Reading, Iterator[Kept]]:
    """A reading, and the rows to store; it is complete once they are drawn.

    A mapping in hand goes before a format that is named, that before a mapping that is kept, that before a format that
    is recognised. Refuses what is damaged or empty in one sentence, and with `NeedsMapping` what nobody knows.
    """
    if said.is_asking or said.body is not None:
        found = [mapping.named(table, said.body) for table in tables(path)]
        if said.is_asking:
            raise NeedsMapping([sketch(table, said) for table in found[:MOST_TABLES]])
        return reading_of(said.body or {}, meant(found, said.body or {}), given)
    if said.kept and not key:
        found = [mapping.named(table) for table in tables(path)]
        if (again := mapping.replayed(found, said.kept)) is not None:
            body, table = again
            if mapping.lacking(body, given):
                raise NeedsMapping([sketch(table, replace(said, body=body))])
            return reading_of(body, table, given)
    try:
        return formats.begun(path, key, given)
    except Unrecognised:
        return unrecognised(path, given, said)


def unrecognised(path: Path, given: Given, said: Said) -> tuple[Reading, Iterator[Kept]]:
    """A file that no format knows: as it suggests itself, where that leaves no doubt and somebody trusts it."""
    found = [mapping.named(table) for table in tables(path)]
    if said.is_trusting and len(found) == 1 and is_strange(found[0]):
        suggestion = mapping.suggested(found[0])
        if suggestion.is_sure:
            return reading_of(suggestion.body, found[0], given)
    raise NeedsMapping([sketch(table, said) for table in found[:MOST_TABLES]])


def is_strange(table: Table) -> bool:
    """Whether no format comes near: an export that has changed is asked about, not guessed."""
    return all(known.likeness([table])[0] < STRANGE for known in formats.formats().values())


def meant(found: list[Table], body: Mapping[str, Any]) -> Table:
    """The table that a mapping speaks of: the one with most of its columns, then by its sheet and line."""
    where, headers = body.get("table") or {}, body.get("headers") or []

    def nearness(table: Table) -> tuple[int, bool, bool]:
        has = sum(table.has(str(header)) for header in headers)
        return has, table.sheet == where.get("sheet"), table.header_line == where.get("header_line")

    return max(found, key=nearness)


def reading_of(body: dict[str, Any], table: Table, given: Given) -> tuple[Reading, Iterator[Kept]]:
    """A table read by a mapping. Refuses, in one sentence, a mapping that cannot be used."""
    own = {"headers": [name for name in table.header if name]}
    told = mapping.checked(body, table) | own
    seen = Seen(table.records, table.place(told["columns"].get("student", "")))
    given = replace(given, window=given.window or told["season"], year=given.year or told["season_year"])
    watched = replace(table, records=seen, known_head=table.head)
    facts = with_facts(READERS[told["kind"]](told, watched, given), seen, table, told)
    reading, rows = drawn_by(KEY, watched, facts, given)
    return reading, rows


def with_facts(rows: Iterator[Row], seen: "Seen", table: Table, told: dict[str, Any]) -> Iterator[Row]:
    """The rows; then what a person compares with the file: the mapping itself, and signs of damage."""
    yield from rows
    named = len(table.header) - next((at for at, name in enumerate(reversed(table.header)) if name), 0)
    yield Fact("mapping", told)
    yield Fact("students", len(seen.students))
    yield Fact("columns", named)
    yield Fact("blank_trailing_columns", len(table.header) - named)
    yield Fact("non_ascii_rows", seen.non_ascii)
    yield Fact("excel_date_damage", seen.damaged)


class Seen:
    """Records that are counted as they pass: students, rows beyond ASCII, cells that a spreadsheet made dates of."""

    def __init__(self, records: Iterable[Record], student: int | None) -> None:
        self.records, self.student = records, student
        self.students, self.non_ascii, self.damaged = set[int](), 0, 0

    def __iter__(self) -> Iterator[Record]:
        self.students, self.non_ascii, self.damaged = set[int](), 0, 0
        for record in self.records:
            cells = record.cells
            if self.student is not None and cells[self.student].strip():
                self.students.add(hash(cells[self.student].strip()))
            self.non_ascii += not "".join(cells).isascii()
            self.damaged += sum(len(cell) < 7 and "-" in cell and is_damaged(cell) for cell in cells)
            yield record


def is_damaged(cell: str) -> bool:
    """`2-Jul`, once "2 -7"."""
    return DAMAGED_DAY.fullmatch(cell.strip()) is not None


def results(body: dict[str, Any], table: Table, given: Given) -> Iterator[Row]:
    """Scores of students."""
    return layout.read(mapping.layout_of(body, given), table, given)


def places(body: dict[str, Any], table: Table, given: Given) -> Iterator[Row]:
    """Students and where they belong."""
    at = {name: table.place(header) for name, header in body["columns"].items()}
    names = {"teacher_email": "teacher"}
    where = {names.get(name, name): place for name, place in at.items()}
    blank = dict.fromkeys(roster.Columns._fields)
    return roster.places(roster.Columns(**blank | {name: where[name] for name in blank if name in where}), table, given)


def findings(body: dict[str, Any], table: Table, given: Given) -> Iterator[Row]:
    """Answers, counted; only the questions that were named, and never what tells who answered."""
    wanted = {table.place(name) for name in body["questions"]}
    day = body["columns"].get("taken_on")
    others = frozenset(set(range(len(table.header))) - wanted)
    responses = Responses(table.header, others, table.place(day) if day else None)
    for record in table.records:
        responses.take(record)
    yield from responses.rows()


def nothing(body: dict[str, Any], table: Table, given: Given) -> Iterator[Row]:
    """Rows that are only counted."""
    rows = 0
    for record in table.records:
        rows += 1
        yield Skipped(record.line, _("nothing of this table is kept"))
    yield Dropped(tuple(header for header in table.header if header))
    yield RowsRead(rows)


READERS = {"results": results, "roster": places, "survey": findings, "other": nothing}


def sketch(table: Table, said: Said) -> dict[str, Any]:
    """What a person is shown of a table: its columns with samples and guesses, and a mapping to confirm.

    No sample of a column that names a person. `said` before goes before what is suggested.
    """
    before = mapping.nearest if table.header_line else mapping.alike
    refuse_masked(table)
    earlier = said.body or before(table, said.kept)
    table = mapping.named(table, earlier)
    suggestion = mapping.suggested(table)
    tests = mapping.by_test(mapping.spread(table)) if suggestion.kind == "results" else {}
    shown = [
        {
            "header": column.header,
            "samples": [] if is_about_people(column.header) else samples(column.filled),
            "meaning": guess.meaning,
            "confidence": guess.confidence,
            "why": guess.why,
            "words": sorted(column.counts) if column.repeats and not is_about_people(column.header) else [],
            "span": [min(column.numbers), max(column.numbers)] if column.numbers else [],
        }
        for column, guess in zip(columns(table), suggestion.guesses, strict=True)
    ]
    return {
        "headers": [header for header in table.header if header],
        "columns": shown[:MOST_COLUMNS],
        "more": max(0, len(shown) - MOST_COLUMNS),
        "body": (earlier or suggestion.body) | ({} if table.header_line else {"shapes": mapping.shapes(table)}),
        "is_known": earlier is not None,
        "tests": tests,
        "doubts": suggestion.doubts,
        "confidence": suggestion.confidence(table.header),
    }


def samples(cells: list[str]) -> list[str]:
    """The first three different cells, cut short."""
    return [cell[:60] for cell in list(dict.fromkeys(cells))[:SHOWN]]
