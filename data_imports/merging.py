"""Many rows into a table at once: staged in batches, counted, merged in one statement.

Works alike on SQLite and PostgreSQL. Runs inside the caller's transaction, so that an import is
all or nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Model

BATCH = 500


class Counts(NamedTuple):
    """What a merge did, in rows."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0

    def plus(self, other: "Counts") -> "Counts":
        """Both together."""
        return Counts(*(a + b for a, b in zip(self, other, strict=True)))


@dataclass(frozen=True)
class Merge:
    """Which columns name a row, which make it different, and which only travel with it.

    A `sticky` column keeps what it has where the new row says nothing: NULL, or for the columns in
    `worded` an empty text. `newest` names a column that must not go back: an older row changes nothing.
    """

    model: type[Model]
    key: tuple[str, ...]
    compared: tuple[str, ...]
    carried: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    sticky: frozenset[str] = frozenset()
    worded: frozenset[str] = frozenset()
    newest: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns of a staged row, in order."""
        return (*self.key, *self.compared, *self.carried, *self.once)

    @property
    def table(self) -> str:
        """The name of the table that takes the rows."""
        return self.model._meta.db_table


def merge(into: Merge, rows: Iterable[Sequence[Any]]) -> Counts:
    """Put rows in: new ones are created, others changed where a compared column differs."""
    with connection.cursor() as cursor:
        stage(cursor, into, rows)
        cursor.execute(counting(into))
        total, created, changed = cursor.fetchone()
        cursor.execute(merging(into))
        cursor.execute("DROP TABLE staged_rows")
    return Counts(created or 0, changed or 0, total - (created or 0) - (changed or 0))


def stage(cursor: Any, into: Merge, rows: Iterable[Sequence[Any]]) -> None:
    """Rows in a table of this connection alone, shaped like the one that takes them."""
    names = listed(into.columns)
    cursor.execute("DROP TABLE IF EXISTS staged_rows")
    cursor.execute(f"CREATE TEMPORARY TABLE staged_rows AS SELECT {names} FROM {into.table} WHERE 1 = 0")  # noqa: S608 - names from our models
    marks = ", ".join(["%s"] * len(into.columns))
    for batch in batches(rows):
        cursor.executemany(f"INSERT INTO staged_rows ({names}) VALUES ({marks})", batch)  # noqa: S608 - names from our models


def batches(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    """Rows, at most 500 at a time."""
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        yield batch


def counting(into: Merge) -> str:
    """Total, created and changed."""
    same = " AND ".join(f"t.{quoted(name)} = s.{quoted(name)}" for name in into.key)
    created = "SUM(CASE WHEN t.id IS NULL THEN 1 ELSE 0 END)"
    changed = f"SUM(CASE WHEN t.id IS NOT NULL AND {differs(into, 's', 't')} THEN 1 ELSE 0 END)"
    return f"SELECT COUNT(*), {created}, {changed} FROM staged_rows s LEFT JOIN {into.table} t ON {same}"  # noqa: S608 - names from our models


def merging(into: Merge) -> str:
    """The one statement that creates and changes."""
    names = listed(into.columns)
    sets = ", ".join(assignment(into, name) for name in (*into.compared, *into.carried))
    changed = differs(into, "excluded", into.table)
    return (
        f"INSERT INTO {into.table} ({names}) SELECT {names} FROM staged_rows WHERE 1 = 1 "  # noqa: S608 - names from our models
        f"ON CONFLICT ({listed(into.key)}) DO UPDATE SET {sets} WHERE {changed}"
    )


def said(into: Merge, name: str, row: str) -> str:
    """What a row says in a column; NULL where it says nothing."""
    column = f"{row}.{quoted(name)}"
    return f"NULLIF({column}, '')" if name in into.worded else column


def assignment(into: Merge, name: str) -> str:
    """The new value; what it had, where a sticky column says nothing."""
    if name in into.sticky | into.worded:
        return f"{quoted(name)} = COALESCE({said(into, name, 'excluded')}, {into.table}.{quoted(name)})"
    return f"{quoted(name)} = excluded.{quoted(name)}"


def differs(into: Merge, new: str, old: str) -> str:
    """Whether a compared column is different, and the new row is not older."""
    changed = " OR ".join(difference(into, name, new, old) for name in into.compared)
    if not into.newest:
        return f"({changed})"
    newest = quoted(into.newest)
    return f"({new}.{newest} >= {old}.{newest} AND ({changed}))"


def difference(into: Merge, name: str, new: str, old: str) -> str:
    """One column's comparison, in which NULL equals NULL."""
    unlike = f"{new}.{quoted(name)} IS DISTINCT FROM {old}.{quoted(name)}"
    if name in into.sticky | into.worded:
        return f"({said(into, name, new)} IS NOT NULL AND {unlike})"
    return unlike


def listed(names: Iterable[str]) -> str:
    """Names for a statement."""
    return ", ".join(map(quoted, names))


def quoted(name: str) -> str:
    """A column's name, also where it is a word of SQL."""
    return connection.ops.quote_name(name)
