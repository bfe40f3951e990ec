"""The statements of a merge. They are the same on SQLite and PostgreSQL, but for how a row is written as JSON.

`s` is the staged row, `t` the row that the table has, `j0`, `j1`, … the rows that joins find.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import FloatField, Model

Constants = Mapping[str, Any]
# what a journal calls a line that names another upload rather than a row
BUILDS_ON = "Upload"
# and the end of a table's name where a row went from one student to another
LINKED = ":linked"
SCHOOL = "school_id"


class Counts(NamedTuple):
    """What a merge does, in rows."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0

    def plus(self, other: "Counts") -> "Counts":
        """Both together."""
        return Counts(*(a + b for a, b in zip(self, other, strict=True)))


class Join(NamedTuple):
    """A column that holds the key of another table's row, which staged rows know by a unique column of it."""

    column: str
    model: type[Model]
    by: str


@dataclass(frozen=True)
class Merge:
    """Which columns name a row, which make it different, and which only travel with it.

    A `sticky` column keeps what it has where the new row says nothing: NULL, or for the columns in
    `worded` an empty text. `newest` names a column that must not go back: an older row changes nothing.
    `constant` columns are the same for all rows of one merge and are not staged. `weighed` are the compared
    columns whose change counts as a change of what was reached, not of a flag beside it. `beside` are keys that a
    staged row has beside the table's own columns.
    """

    model: type[Model]
    key: tuple[str, ...]
    compared: tuple[str, ...]
    carried: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    sticky: frozenset[str] = frozenset()
    worded: frozenset[str] = frozenset()
    newest: str = ""
    joins: tuple[Join, ...] = ()
    constant: frozenset[str] = frozenset({"upload_id"})
    weighed: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def by_school(self) -> "Merge":
        """The same for rows of several schools: each staged row brings its own, at the end of what it compares."""
        beside = () if SCHOOL in self.columns else (SCHOOL,)
        return replace(self, constant=self.constant - {SCHOOL}, beside=beside)

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that a merge writes."""
        return (*self.key, *self.compared, *self.carried, *self.once)

    @property
    def staged(self) -> tuple[str, ...]:
        """The columns of a staged row, in order; a joined column holds what it is joined by."""
        return (*(name for name in self.columns if name not in self.constant), *self.beside)

    @property
    def table(self) -> str:
        """The name of the table that takes the rows."""
        return self.model._meta.db_table

    @property
    def name(self) -> str:
        """The name of the model: what a journal calls the table."""
        return self.model.__name__

    @property
    def staging(self) -> str:
        """The name of the temporary table."""
        return f"staged_{self.table}"


def quoted(name: str) -> str:
    """A column's name, also where it is a word of SQL."""
    return connection.ops.quote_name(name)


def listed(names: Iterable[str]) -> str:
    """Names for a statement."""
    return ", ".join(map(quoted, names))


def creating(into: Merge) -> str:
    """A temporary table shaped like the rows to come."""
    joined = {join.column: f"j{place}.{quoted(join.by)}" for place, join in enumerate(into.joins)}
    joined |= dict.fromkeys(into.beside, "CAST(NULL AS bigint)")
    told = ", ".join(f"{joined.get(name, f't.{quoted(name)}')} AS {quoted(name)}" for name in into.staged)
    others = "".join(f", {join.model._meta.db_table} j{place}" for place, join in enumerate(into.joins))
    return f"CREATE TEMPORARY TABLE {into.staging} AS SELECT {told} FROM {into.table} t{others} WHERE 1 = 0"  # noqa: S608 - names from our models


class Statement:
    """Statements of one merge with its constants, each with the parameters that it takes."""

    def __init__(self, into: Merge, constants: Constants) -> None:
        self.into, self.constants = into, constants
        self.joined = {join.column: f"j{place}.id" for place, join in enumerate(into.joins)}

    def new(self, name: str) -> str:
        """What a staged row brings for a column. Constants are ours: whole numbers, or the words of an enum."""
        if name in self.into.constant:
            value = self.constants[name]
            return "NULL" if value is None else str(value) if isinstance(value, int) else f"'{value}'"
        return self.joined.get(name, f"s.{quoted(name)}")

    @property
    def sources(self) -> str:
        """Staged rows with the rows of other tables that they name."""
        joins = "".join(
            f" LEFT JOIN {join.model._meta.db_table} j{place} ON j{place}.{quoted(join.by)} = s.{quoted(join.column)}"
            for place, join in enumerate(self.into.joins)
        )
        return f"{self.into.staging} s{joins}"

    @property
    def both(self) -> str:
        """Staged rows beside the rows that the table has."""
        same = " AND ".join(f"t.{quoted(name)} = {self.new(name)}" for name in self.into.key)
        return f"{self.sources} LEFT JOIN {self.into.table} t ON {same}"

    def counting(self) -> str:
        """Total, created, changed, and changed in what weighs."""
        created = "SUM(CASE WHEN t.id IS NULL THEN 1 ELSE 0 END)"
        changed = f"SUM(CASE WHEN t.id IS NOT NULL AND {self.differs()} THEN 1 ELSE 0 END)"
        weighed = " OR ".join(self.difference(name) for name in self.into.weighed) or "1 = 0"
        heavy = f"SUM(CASE WHEN t.id IS NOT NULL AND {self.differs()} AND ({weighed}) THEN 1 ELSE 0 END)"
        return f"SELECT COUNT(*), {created}, {changed}, {heavy} FROM {self.both}"  # noqa: S608 - names from our models

    def counting_by_school(self) -> str:
        """For each school that staged rows bring: total, created, changed."""
        created = "SUM(CASE WHEN t.id IS NULL THEN 1 ELSE 0 END)"
        changed = f"SUM(CASE WHEN t.id IS NOT NULL AND {self.differs()} THEN 1 ELSE 0 END)"
        return f"SELECT s.{SCHOOL}, COUNT(*), {created}, {changed} FROM {self.both} GROUP BY s.{SCHOOL}"  # noqa: S608 - names from our models

    def weighing_by_school(self) -> str:
        """For each school that has rows: how many would change in what weighs, or go to another school."""
        weighed = " OR ".join([f"s.{SCHOOL} <> t.{SCHOOL}", *map(self.difference, self.into.weighed)])
        told = f"t.id IS NOT NULL AND {self.differs()} AND ({weighed})"
        return f"SELECT t.{SCHOOL}, COUNT(*) FROM {self.both} WHERE {told} GROUP BY t.{SCHOOL}"  # noqa: S608 - names from our models

    def weighing(self) -> str:
        """How many rows change in what weighs."""
        weighed = " OR ".join(self.difference(name) for name in self.into.weighed)
        return f"SELECT COUNT(*) FROM {self.both} WHERE t.id IS NOT NULL AND {self.differs()} AND ({weighed})"  # noqa: S608 - names from our models

    def differing(self, names: tuple[str, ...], most: int) -> str:
        """The first changed rows: old and new values of `names`, alternating."""
        told = ", ".join(f"t.{quoted(name)}, {self.new(name)}" for name in names)
        return f"SELECT {told} FROM {self.both} WHERE t.id IS NOT NULL AND {self.differs()} LIMIT {most}"  # noqa: S608 - names from our models

    def remembering(self, upload: int) -> str:
        """What changed rows were, into the journal."""
        body = as_json(self.into.model, "t", (*self.into.compared, *self.into.carried))
        return (
            f"INSERT INTO data_imports_former (upload_id, {quoted('table')}, {quoted('row')}, former_upload_id, "  # noqa: S608 - names from our models
            f"is_removed, body) SELECT {upload}, '{self.into.name}', t.id, t.upload_id, {false()}, {body} "
            f"FROM {self.both} WHERE t.id IS NOT NULL AND {self.differs()}"
        )

    def building(self, upload: int) -> str:
        """On which earlier uploads this one builds: theirs are the rows that it has unchanged. One row for each."""
        return (
            f"INSERT INTO data_imports_former (upload_id, {quoted('table')}, {quoted('row')}, former_upload_id, "  # noqa: S608 - names from our models
            f"is_removed, body) SELECT DISTINCT {upload}, '{BUILDS_ON}', t.upload_id, t.upload_id, {false()}, '{{}}' "
            f"FROM {self.both} WHERE t.id IS NOT NULL AND t.upload_id <> {upload} AND NOT {self.differs()} "
            "ON CONFLICT DO NOTHING"
        )

    def merging(self) -> str:
        """The one statement that creates and changes."""
        into = self.into
        sets = ", ".join(self.assignment(name) for name in (*into.compared, *into.carried))
        told = ", ".join(self.new(name) for name in into.columns)
        changed = self.differs(new=lambda name: f"excluded.{quoted(name)}", old=into.table)
        return (
            f"INSERT INTO {into.table} ({listed(into.columns)}) SELECT {told} FROM {self.sources} WHERE 1 = 1 "  # noqa: S608 - names from our models
            f"ON CONFLICT ({listed(into.key)}) DO UPDATE SET {sets} WHERE {changed}"
        )

    def said(self, name: str, value: str) -> str:
        """What a row says in a column; NULL where it says nothing."""
        return f"NULLIF({value}, '')" if name in self.into.worded else value

    def assignment(self, name: str) -> str:
        """The new value; what it had, where a sticky column says nothing."""
        new = f"excluded.{quoted(name)}"
        if name in self.into.sticky | self.into.worded:
            return f"{quoted(name)} = COALESCE({self.said(name, new)}, {self.into.table}.{quoted(name)})"
        return f"{quoted(name)} = {new}"

    def differs(self, new: Any = None, old: str = "t") -> str:
        """Whether a compared column is different, and the new row is not older."""
        new = new or self.new
        changed = " OR ".join(self.difference(name, new, old) for name in self.into.compared)
        if not self.into.newest:
            return f"({changed})"
        newest = self.into.newest
        return f"({new(newest)} >= {old}.{quoted(newest)} AND ({changed}))"

    def difference(self, name: str, new: Any = None, old: str = "t") -> str:
        """One column's comparison, in which NULL equals NULL."""
        value = (new or self.new)(name)
        unlike = f"{value} IS DISTINCT FROM {old}.{quoted(name)}"
        if name in self.into.sticky | self.into.worded:
            return f"({self.said(name, value)} IS NOT NULL AND {unlike})"
        return unlike


def false() -> str:
    return "FALSE" if connection.vendor == "postgresql" else "0"


def true() -> str:
    return "TRUE" if connection.vendor == "postgresql" else "1"


def as_json(model: type[Model], alias: str, names: Iterable[str]) -> str:
    """A row's columns as one JSON object. SQLite would round numbers: there they go as text of 20 digits."""
    if connection.vendor == "postgresql":
        pairs = ", ".join(f"'{name}', {alias}.{quoted(name)}" for name in names)
        return f"CAST(jsonb_build_object({pairs}) AS text)"
    return f"json_object({', '.join(_sqlite_pair(model, alias, name) for name in names)})"


def _sqlite_pair(model: type[Model], alias: str, name: str) -> str:
    column = f"{alias}.{quoted(name)}"
    field = next(field for field in model._meta.concrete_fields if field.column == name)
    if isinstance(field, FloatField):
        column = f"CASE WHEN {column} IS NULL THEN NULL ELSE printf('%!.20g', {column}) END"
    return f"'{name}', {column}"
