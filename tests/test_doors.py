"""Every address, every persona, from the tables in `tests/doors/`. An address without a row fails."""

import dataclasses
import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import tests.doors
from tests.doors.table import HERE, PERSONAS, Row

TABLES = sorted(name for _, name, _ in pkgutil.iter_modules(tests.doors.__path__) if name != "table")


def table(name: str) -> ModuleType:
    return importlib.import_module(f"tests.doors.{name}")


def addresses(resolver: URLResolver, namespace: str = "", prefix: str = "") -> Iterator[tuple[str, str]]:
    """(name, pattern) of every address; the name of one without a name is its pattern."""
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from addresses(entry, inner, path)
        elif isinstance(entry, URLPattern):
            yield (f"{namespace}{entry.name}" if entry.name else path), path


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    from django.conf import settings

    rows = {row.name: row for name in TABLES for row in table(name).ROWS}
    known = {name for name, row in rows.items() if settings.DEBUG or not row.debug}
    there = {name for name, _ in addresses(get_resolver())} - {n for n, r in rows.items() if r.debug}
    told = [f"no row for {name}" for name in sorted(there - known)]
    told += [f"no address for the row {name}" for name in sorted(known - there)]
    assert not told, "\n".join(told)


def things_of(module: ModuleType, people: Any) -> dict[str, Any]:
    house = {field.name: getattr(people, field.name) for field in dataclasses.fields(people)}
    return house | (module.things(people) if hasattr(module, "things") else {})


class Asker:
    """Asks as each persona, every time as if nobody had asked before."""

    def __init__(self, people: Any) -> None:
        self.clients = {persona: Client(raise_request_exception=False) for persona in PERSONAS}
        for persona, client in self.clients.items():
            client.force_login(getattr(people, persona))
        self.clients["anonymous"] = Client(raise_request_exception=False)

    def ask(self, persona: str, row: Row, kwargs: Mapping[str, Any]) -> Any:
        client = self.clients[persona]
        session = client.cookies.get("sessionid")
        with transaction.atomic():
            address = f"/{row.name}" if "/" in row.name else reverse(row.name, kwargs=kwargs)
            answer = client.post(address, dict(row.data)) if row.post else client.get(address)
            answer.status = answer.status_code
            transaction.set_rollback(True)
        assert client.cookies.get("sessionid") == session or persona == "anonymous" or row.allauth or row.public
        return answer

    def failures(self, row: Row, things: Mapping[str, Any]) -> Iterator[str]:
        kwargs = row.kwargs(things)
        for persona in PERSONAS:
            yield from self.compare(persona, row, kwargs, row.expected(persona))
        yield from self.sign_in_needed(row, kwargs)
        if row.has_foreign(things):
            for persona in HERE:
                yield from self.compare(
                    persona, row, row.kwargs(things, "foreign_"), frozenset({404}), " of another school"
                )

    def compare(
        self, persona: str, row: Row, kwargs: Mapping[str, Any], wanted: frozenset[int], whose: str = ""
    ) -> Iterator[str]:
        answer = self.ask(persona, row, kwargs)
        wrong = answer.status >= 500 if row.allauth else answer.status not in wanted
        if wrong:
            expected = " or ".join(map(str, sorted(wanted)))
            yield f"{row.method} {row.name}{whose} as {persona}: {told_of(answer)}, expected {expected}"

    def sign_in_needed(self, row: Row, kwargs: Mapping[str, Any]) -> Iterator[str]:
        answer = self.ask("anonymous", row, kwargs)
        sent = answer.status in {302, 303} and answer["Location"].startswith("/accounts/login/")
        if row.public or row.allauth:
            if answer.status >= 500 or (row.public and sent):
                yield f"{row.method} {row.name} as anonymous: {told_of(answer)}, expected a public page"
        elif not sent:
            yield f"{row.method} {row.name} as anonymous: {told_of(answer)}, expected the way to the sign-in"


def told_of(answer: Any) -> str:
    info = getattr(answer, "exc_info", None)
    return f"got {answer.status}" + (f" ({info[0].__name__}: {info[1]})" if info else "")


@pytest.mark.parametrize("name", TABLES)
def test_doors(name: str, people: Any) -> None:
    module = table(name)
    things, asker = things_of(module, people), Asker(people)
    told = [line for row in module.ROWS if not row.debug for line in asker.failures(row, things)]
    assert not told, "\n".join(told)
