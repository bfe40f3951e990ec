"""Queries whose words are made once. For what every page asks, making a query takes longer than having it answered."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler


class Given(Value):
    """The place in a statement of a value that is given each time: a number, a text, a day, a moment; never a list."""

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        return "%s", [self]


class Statement:
    """Rows of a `values_list` that differs from one time to the next in what is `Given` only."""

    def __init__(self, make: Callable[[], "QuerySet[Any, Any]"]) -> None:
        self._make = make

    def rows(self, **given: Any) -> list[tuple[Any, ...]]:
        """What the same query would have answered, a tuple a row. 1 query."""
        words, parameters, compiler = self._made
        with connection.cursor() as cursor:
            cursor.execute(words, [_put(one, given) for one in parameters])
            found = cursor.fetchall()
        return [tuple(row) for row in compiler.results_iter([found])]

    @cached_property
    def _made(self) -> tuple[str, tuple[Any, ...], SQLCompiler]:
        compiler = self._make().query.get_compiler(connection=connection)
        words, parameters = compiler.as_sql()
        return words, tuple(parameters), compiler


def _put(parameter: Any, given: dict[str, Any]) -> Any:
    if not isinstance(parameter, Given):
        return parameter
    return connection.ops.adapt_unknown_value(given[parameter.value])
