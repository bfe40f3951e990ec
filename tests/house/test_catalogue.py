"""Every sentence has its Spanish: none missing, none doubtful, none left over, every placeholder kept."""

import re

import pytest
from babel.messages.catalog import Catalog, Message

from reflection_site import catalogue
from tests.house.imports import ROOT

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")


@pytest.fixture(scope="module")
def sources() -> Catalog:
    return catalogue.extract_messages(ROOT)


@pytest.fixture(scope="module")
def spanish() -> Catalog:
    return catalogue.read_catalogue(catalogue.po_path(ROOT, "es"), "es")


def key(message: Message) -> tuple[str, str | None]:
    return (message.id if isinstance(message.id, str) else message.id[0], message.context)


def strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def placeholders(text: str) -> tuple[str, ...]:
    return tuple(sorted(found.group() for found in PLACEHOLDER.finditer(text)))


def test_nothing_is_missing_doubtful_or_left_over(sources: Catalog, spanish: Catalog) -> None:
    wanted = {key(message) for message in sources if message.id}
    there = {key(message): message for message in spanish if message.id}
    told = [f"missing: {name}" for name, _ in sorted(wanted - there.keys(), key=str)]
    told += [f"empty: {name}" for (name, _), message in there.items() if not all(strings(message))]
    told += [f"doubtful: {name}" for (name, _), message in there.items() if message.fuzzy]
    told += [f"left over: {name}" for name, _ in sorted(there.keys() - wanted, key=str)]
    assert not told, f"{len(told)} sentences\n" + "\n".join(told[:60])


def test_placeholders_are_kept(spanish: Catalog) -> None:
    told = []
    for message in spanish:
        if not message.id or not all(strings(message)):
            continue
        originals = [message.id] if isinstance(message.id, str) else list(message.id)
        allowed = {placeholders(text) for text in originals}
        told += [f"{originals[0]!r} -> {text!r}" for text in strings(message) if placeholders(text) not in allowed]
    assert not told, "\n".join(told)
