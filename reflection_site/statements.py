"""Queries whose words are made once. For what every page asks, making a query takes longer than having it answered."""

from collections.abc import Callable
from copy import copy
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")


class Given(Value):
    """The place in a statement of a value that is given each time: a number, a text, a day, a moment; never a list."""

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        return "%s", [self]


class Statement(Generic[Row]):
    """The rows of a query that differs from one time to the next in what is `Given` only."""

    def __init__(self, make: "Callable[[], QuerySet[Any, Row]]") -> None:
        self._make = make

    def rows(self, **given: Any) -> list[Row]:
        """What the same query would have answered. 1 query."""
        made, compiler, (words, parameters) = self._made
        asked, compiler = made.all(), copy(compiler)
        values = tuple(_put(one, given) for one in parameters)
        # Django makes the words at the moment of asking: here it finds them made
        compiler.as_sql = lambda *_, **__: (words, values)  # type: ignore[method-assign]
        asked.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        return list(asked)

    def first(self, **given: Any) -> Row | None:
        """The first of them, if there is one."""
        return next(iter(self.rows(**given)), None)

    @cached_property
    def _made(self) -> "tuple[QuerySet[Any, Row], SQLCompiler, tuple[str, Any]]":
        made = self._make()
        compiler = made.query.get_compiler(connection=connection)
        words = compiler.as_sql()
        converters = compiler.get_converters(one[0] for one in compiler.select)
        compiler.get_converters = lambda _: converters
        return made, compiler, words


def _put(parameter: Any, given: dict[str, Any]) -> Any:
    if not isinstance(parameter, Given):
        return parameter
    return connection.ops.adapt_unknown_value(given[parameter.value])
