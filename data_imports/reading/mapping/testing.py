"""Tables in which one column names the test: each test has its own range and levels, and becomes a score of its own."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from data_imports.reading.mapping import words
from data_imports.reading.mapping.guessing import Guess, guesses
from data_imports.reading.mapping.measures import measures_of, own_dates
from data_imports.reading.mapping.shapes import Column, columns
from data_imports.reading.tables import Record, Table

LIKELY = 0.5
MOST_TESTS, MOST_OF_EACH, MOST_LOOKED_AT = 20, 60, 200_000


def is_naming(header: str) -> bool:
    """Whether a header says that its column names tests or subjects."""
    return max(words.likeness("test", header), words.likeness("subject", header)) >= LIKELY


def is_mixing(column: Column, guess: Guess) -> bool:
    """Whether a column tells several tests or subjects apart that share one column of scores."""
    if guess.meaning not in {"", "test"} or column.is_blank or len(column.counts) < 2:
        return False
    return is_naming(column.header)


def spread(table: Table) -> Table:
    """The table with a head that has rows of every test, wherever in a long file they stand."""
    places = [place for place, header in enumerate(table.header) if header and is_naming(header)]
    if not places:
        return table
    kept: list[Record] = []
    seen: dict[tuple[str, ...], int] = {}
    for count, record in enumerate(table.records):
        test = tuple(record.cells[place].strip() for place in places)
        seen[test] = seen.get(test, 0) + 1
        if seen[test] <= MOST_OF_EACH and len(seen) <= MOST_TESTS:
            kept.append(record)
        if count >= MOST_LOOKED_AT:
            break
    return replace(table, known_head=kept)


def by_test(table: Table) -> dict[str, Any]:
    """The column that names the test, and what the scores of each test seem to be; empty where no column does."""
    found = columns(table)
    best = [guesses(column)[0] for column in found]
    naming = [one for one in found if is_mixing(one, best[one.place]) and len(one.counts) <= MOST_TESTS]
    if not naming:
        return {}
    column = max(naming, key=lambda one: (len(one.counts), -one.place))
    told = [body for word in sorted(column.counts) for body in bodies(found, best, column, word)]
    return {"column": column.header, "measures": told} if told else {}


def bodies(found: Sequence[Column], best: Sequence[Guess], column: Column, word: str) -> list[dict[str, Any]]:
    """The measures of one test, judged by its rows alone."""
    rows = [at for at, cell in enumerate(column.cells) if cell.strip() == word]
    part = [replace(one, cells=[one.cells[at] for at in rows]) for one in found]
    measures = measures_of(part, best, own_dates(part, best), word)
    return [
        measure.body
        | {
            "title": word if len(measures) == 1 else measure.body["title"],
            "level": measure.body["level"] if measure.body["levels"] else "",
            "only": {"column": column.header, "word": word},
            "where_filled": False,
        }
        for measure in measures
    ]
