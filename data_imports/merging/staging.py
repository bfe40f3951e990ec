"""Rows in a temporary table of this connection alone.

Staging locks nobody out: SQLite keeps temporary tables in a file of their own, so that pages go on writing while a
large file is read. Only the merge takes the lock. A worker that dies leaves nothing behind.
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import connection

from data_imports.merging.statements import Constants, Counts, Merge, Statement, creating, listed, quoted

BATCH = 500
NOTICEABLE = 500
GROWTH = 0.1


class Staging:
    """A temporary table for one kind of row; `with Staging(RESULTS) as staged: staged.take(rows)`."""

    def __init__(self, into: Merge) -> None:
        self.into = into
        self.count = 0
        self.newest_when_all_new: int | None = None

    def __enter__(self) -> "Staging":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {self.into.staging}")
            cursor.execute(creating(self.into))
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        # after a database error inside a transaction nothing more can be said; the rollback drops the table
        if kind is None or not connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP TABLE IF EXISTS {self.into.staging}")

    def take(self, rows: Iterable[Sequence[Any]]) -> None:
        """Stage rows, each with the columns of `Merge.staged`."""
        remaining = iter(rows)
        while batch := list(islice(remaining, BATCH)):
            self.count += len(batch)
            self._copy(batch) if connection.vendor == "postgresql" else self._insert(batch)

    def _copy(self, batch: list[Sequence[Any]]) -> None:
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {self.into.staging} ({listed(self.into.staged)}) FROM STDIN") as copy,
        ):
            for row in batch:
                copy.write_row(row)

    def _insert(self, batch: list[Sequence[Any]]) -> None:
        marks = ", ".join(["%s"] * len(self.into.staged))
        statement = f"INSERT INTO {self.into.staging} ({listed(self.into.staged)}) VALUES ({marks})"  # noqa: S608 - names from our models
        is_alone = not connection.in_atomic_block
        with connection.cursor() as cursor:
            if is_alone:
                # not Django's immediate transaction: this one locks the temporary tables only
                cursor.execute("BEGIN DEFERRED")
            cursor.executemany(statement, batch)
            if is_alone:
                cursor.execute("COMMIT")

    def rename(self, column: str, names: str) -> None:
        """Put in place of a key the one that a temporary table `names` leads to; of rows alike then the first stays."""
        table, own = self.into.staging, quoted(column)
        keys = listed(name for name in self.into.key if name in self.into.staged)
        row = "ctid" if connection.vendor == "postgresql" else "rowid"
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {table} SET {own} = (SELECT n.student FROM {names} n WHERE n.id_hash = {table}.{own}) "  # noqa: S608 - names from our models
                f"WHERE {own} IN (SELECT id_hash FROM {names})"
            )
            if cursor.rowcount > 0:
                first = f"SELECT MIN({row}) FROM {table} GROUP BY {keys}"  # noqa: S608 - names from our models
                cursor.execute(f"DELETE FROM {table} WHERE {row} NOT IN ({first})")  # noqa: S608 - names from our models

    def counts(self, constants: Constants) -> tuple[Counts, int]:
        """What a merge would do, and how many rows would change in what weighs. Reads only."""
        self._ready()
        with connection.cursor() as cursor:
            cursor.execute(Statement(self.into, constants).counting())
            _total, created, changed, heavy = (number or 0 for number in cursor.fetchone())
        return Counts(created, changed, self.count - created - changed), heavy

    def counts_by_school(self, constants: Constants) -> dict[int, Counts]:
        """`counts` for each school that the rows bring. Reads only."""
        self._ready()
        with connection.cursor() as cursor:
            cursor.execute(Statement(self.into, constants).counting_by_school())
            return {
                school: Counts(created, changed, total - created - changed)
                for school, total, created, changed in cursor.fetchall()
            }

    def weighed_by_school(self, constants: Constants) -> dict[int, int]:
        """How many rows of each school would change in what weighs, or go to another school. Reads only."""
        self._ready()
        with connection.cursor() as cursor:
            cursor.execute(Statement(self.into, constants).weighing_by_school())
            return dict(cursor.fetchall())

    def differences(self, constants: Constants, names: tuple[str, ...], most: int) -> list[tuple[Any, ...]]:
        """The first changed rows: old and new value of each of `names`. Reads only."""
        with connection.cursor() as cursor:
            cursor.execute(Statement(self.into, constants).differing(names, most))
            return [tuple(row) for row in cursor.fetchall()]

    def look_ahead(self, constants: Constants) -> None:
        """Before SQLite's lock is taken: where every row is new, the merge need not look for old ones under it."""
        if connection.vendor == "sqlite":
            newest = self._newest()
            counts, _heavy = self.counts({**constants, "upload_id": 0})
            self.newest_when_all_new = newest if counts.created == self.count else None

    def _newest(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COALESCE(MAX(id), 0) FROM {self.into.table}")  # noqa: S608 - names from our models
            return int(cursor.fetchone()[0])

    def merge(self, constants: Constants) -> tuple[Counts, int]:
        """Put the rows in, and remember what changed rows were. Runs in the caller's transaction.

        Gives what `counts` gives, as it was before; every pass over the rows that is not needed is not made.
        """
        self._ready()
        statement, upload = Statement(self.into, constants), int(constants["upload_id"])
        with connection.cursor() as cursor:
            changed, heavy = 0, 0
            # as long as nobody has added a row meanwhile, rows that were all new still are
            if self.newest_when_all_new is None or self.newest_when_all_new != self._newest():
                cursor.execute(statement.remembering(upload))
                changed = cursor.rowcount
            if changed and self.into.weighed:
                cursor.execute(statement.weighing())
                heavy = cursor.fetchone()[0]
            cursor.execute(statement.merging())
            touched = cursor.rowcount
            if touched < self.count:
                cursor.execute(statement.building(upload))
        self._tell_of_growth(touched)
        return Counts(touched - changed, changed, self.count - touched), heavy

    def _tell_of_growth(self, written: int) -> None:
        """Let PostgreSQL know how large the table is now, or it plans the next merge for the small one that it was."""
        if connection.vendor != "postgresql":
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [self.into.table])
            (known,) = cursor.fetchone()
            if written > NOTICEABLE + max(known, 0) * GROWTH:
                cursor.execute(f"ANALYZE {self.into.table}")

    def _ready(self) -> None:
        """Let PostgreSQL know how many rows there are before it plans."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"ANALYZE {self.into.staging}")
