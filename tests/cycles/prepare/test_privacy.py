"""What is said in confidence stays there: canaries in every answer, every byte of every page for every persona."""

import importlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cycles.prepare import actions
from cycles.prepare.models import Answer, Reflection
from teams.models import AuditEntry, Notice
from tests.cycles.making import begin_meeting, hand_in, join, write
from tests.doors.table import PERSONAS
from tests.test_doors import TABLES, things_of

AUDIENCES = {"me": 1, "lead": 2, "named": 3, "unnamed": 4}


ALONE = ("cycles_after", "cycles_people")  # they make the same cycle in another state, so they have a test of their own


def made(people: Any, *tables: str) -> dict[str, dict[str, Any]]:
    return {name: things_of(importlib.import_module(f"tests.doors.{name}"), people) for name in tables}


def pages(things: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Every address of the site that is a page, asked for with the same things as its door."""
    for name in things:
        for row in importlib.import_module(f"tests.doors.{name}").ROWS:
            if not (row.post or row.allauth or row.debug or "/" in row.name or row.name.endswith("stream")):
                yield reverse(row.name, kwargs=row.kwargs(things[name]))


def seen(people: Any, addresses: list[str]) -> dict[str, set[str]]:
    """Which canaries reach which persona, anywhere."""
    found: dict[str, set[str]] = {audience: set() for audience in AUDIENCES}
    for persona in PERSONAS:
        client = Client(raise_request_exception=False)
        client.force_login(getattr(people, persona))
        for address in addresses:
            with transaction.atomic():
                answer = client.get(address)
                body = (b"".join(answer.streaming_content) if answer.streaming else answer.content) + repr(
                    answer.headers
                ).encode()
                transaction.set_rollback(True)
            for audience in AUDIENCES:
                if f"canary-{audience}-".encode() in body:
                    found[audience].add(persona)
    return found


def test_every_answer_reaches_its_audience_and_nobody_else(people: Any) -> None:
    things = made(people, *(name for name in TABLES if name not in ALONE))
    session = things["cycles"]["session"]
    others = [join(session, name) for name in ("Ana", "Ben", "Cleo", "Dev")]
    for audience, position in AUDIENCES.items():
        write(session, people.teacher, f"canary-{audience}-x", audience, position=position)
    everywhere, addresses = sorted(set(pages(things))), sorted(set(pages({"cycles": things["cycles"]})))
    assert reverse("cycles:prepare-shared", args=[session.pk]) in addresses

    # typed and not handed in: the author alone
    assert seen(people, addresses) == {audience: {"teacher"} for audience in AUDIENCES}

    reflection = Reflection.objects.get(person=people.teacher, session=session)
    actions.submit_reflection(reflection, by=people.teacher, at=reflection.started_at)
    for person in (people.member, *others):
        hand_in(session, person)
    readers = {"lead", "leader", "facilitator"}
    expected = {"me": {"teacher"}, "lead": {"teacher", "lead"}, "named": {"teacher", *readers}, "unnamed": {"teacher"}}
    assert seen(people, everywhere) == expected

    # once people meet, the lines without a name appear
    begin_meeting(session)
    assert seen(people, addresses) == {**expected, "unnamed": {"teacher", *readers}}


@pytest.mark.parametrize("table", ALONE)
def test_nothing_of_it_reaches_the_other_pages(people: Any, table: str) -> None:
    things = made(people, table)
    for audience, position in AUDIENCES.items():
        if audience != "unnamed":
            write(things[table]["session"], people.teacher, f"canary-{audience}-x", audience, position=position)
    reflection = Reflection.objects.get(person=people.teacher)
    actions.submit_reflection(reflection, by=people.teacher, at=reflection.started_at)
    assert seen(people, sorted(set(pages(things)))) == {audience: set() for audience in AUDIENCES}


def test_nothing_of_it_is_kept_elsewhere(people: Any, session: Any) -> None:
    write(session, people.teacher, "canary-audit", "named")
    hand_in(session, people.member, "canary-audit", "named")
    assert Answer.objects.count() == 3
    kept = [*AuditEntry.objects.values_list(), *Notice.objects.values_list()]
    assert "canary" not in repr(kept)
