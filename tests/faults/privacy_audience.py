"""Stated audience = effective audience: a canary in every private field, and every byte that anybody is sent.

People of a made-up school write, change their minds, hand in and meet at random (`audience_world`). Then every persona
asks for every address and presses every button (`audience_posts`; a part of them in a short round, all of them over
the long ones), all mail of the coming weeks is sent, and the event bus, the logs, the database and Redis are read: each
word must have reached exactly those whom the chip named, and lie nowhere in the open.
"""

import dataclasses
import importlib
import io
import logging
import os
import random
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import redis
from django.conf import settings
from django.db import connection, transaction
from django.test import Client, TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from cycles.plan import letters
from cycles.plan.models import ReflectionSession
from teams import outbox
from tests.cycles.making import open_cycle, schedule
from tests.doors.table import PERSONAS
from tests.faults.audience_fields import AUDIENCE, fields_of, text_fields
from tests.faults.audience_posts import press_for_good, pressed, unmeant
from tests.faults.audience_talks import Talks
from tests.faults.audience_world import SIZES, World
from tests.measuring import measure
from tests.people import build_people
from tests.services import Sink, mail_server
from tests.test_doors import TABLES, things_of

# they make the same cycle, or the same maps, so they have a round of their own
ALONE = ("cycles_after", "cycles_confer", "cycles_people", "cycles_room")
TOGETHER = tuple(name for name in TABLES if name not in ALONE)
TALKING = tuple(name for name in TOGETHER if name != "cycles_listen")
# of all buttons, each round presses one in so many (no multiple of how many personas there are); and so many for good
LONG, SHORT, KEPT = 7, 121, 20
# written for a group that will see them: kept back on every page until then, not encrypted
PLAIN = ("cycles_card", "cycles_prediction")
ILT_PAGES = ("prepare", "prepare-mine", "prepare-shared", "session", "session-plan")


def broken(people: Any, tables: tuple[str, ...], *, seed: int, sink: Sink, parts: int = SHORT) -> list[str]:
    """Every part of a reflection that reached somebody whom it was not meant for, or did not reach whom it was."""
    dice = random.Random(seed)
    with listening() as heard, TestCase.captureOnCommitCallbacks(execute=True):
        things, session = made(people, tables)
        world = World(people, session, dice, SIZES[seed % len(SIZES)]).build()
        more = [reverse(f"cycles:{page}", args=[one.pk]) for one in (world.ilt, session) for page in ILT_PAGES]
        got, meant = pages_seen(people, {*addresses(things), *more}, list(world.may_read())), world.may_read()
        back = pressed(people, pool(people, world.things()), list(meant), dice, parts=parts)
        told = unmeant(back, meant, world.may_read(is_begun=True), {}) + missing_fields()
        press_for_good(people, pool(people, world.things()), dice, count=KEPT)
        mailed(sink)
    return different(meant, got) + told + spilled(heard, sink)


def broken_talks(people: Any, tables: tuple[str, ...], *, seed: int, sink: Sink, parts: int = SHORT) -> list[str]:
    """The same for what is said in confidence beside it."""
    with listening() as heard, TestCase.captureOnCommitCallbacks(execute=True):
        things, session = made(people, tables)
        dice = random.Random(seed)
        talks = Talks(people, session, dice).build()
        words = list(talks.may_read())
        got = pages_seen(people, {*addresses(things), *talks.addresses()}, words)
        back = pressed(people, pool(people, talks.things()), words, dice, parts=parts)
        press_for_good(people, pool(people, talks.things()), dice, count=KEPT)
        mailed(sink)
    told = different(talks.may_read(), got) + spilled(heard, sink, talks.links)
    told += unmeant(back, talks.may_read(), talks.later, talks.said_through)
    return told + [f"nothing was written into {name}" for name in talks.unwritten()]


def pool(people: Any, made: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """What can be pressed about: the people, the school and its teams, and what was made."""
    house = {field.name: [getattr(people, field.name)] for field in dataclasses.fields(people)}
    return house | made


def made(people: Any, tables: tuple[str, ...]) -> tuple[dict[str, dict[str, Any]], ReflectionSession]:
    """The things of some tables of doors, and a meeting of the teacher's team."""
    things = {name: things_of(importlib.import_module(f"tests.doors.{name}"), people) for name in tables}
    if not things:
        return {}, schedule(open_cycle(people), people.team, facilitator=people.facilitator)
    return things, things["cycles" if "cycles" in things else tables[0]]["session"]


def different(meant: dict[str, set[str]], got: dict[str, set[str]]) -> list[str]:
    return [
        f"{text} reached {sorted(got.get(text, set()))}, meant for {sorted(wanted)}"
        for text, wanted in meant.items()
        if got.get(text, set()) != wanted
    ]


def spilled(heard: list[tuple[str, str]], sink: Sink, links: dict[str, str] | None = None) -> list[str]:
    """Private words in mails, logs, events, the database, Redis; links in them, but for the mail of who was asked."""
    mails = [(str(mail["To"]), words_of(mail)) for mail in sink.messages]
    told = [f"a mail to {to} has a canary" for to, text in mails if "canary" in text]
    for place, text in (*heard, *stored()):
        told += [f"{place} has {what}" for what in ("canary", *(links or ())) if what in text]
    for token, address in (links or {}).items():
        told += [f"a mail to {to} has the link of {address}" for to, text in mails if token in text and to != address]
    return told


def words_of(mail: EmailMessage) -> str:
    """Headers and every part of it, decoded."""
    parts = [part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart()]
    return repr(mail.items()) + "".join(part.decode("utf-8", "replace") for part in parts)


def addresses(things: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Every address that answers to a look, asked for with the same things as its door."""
    for name, made in things.items():
        for row in importlib.import_module(f"tests.doors.{name}").ROWS:
            if not (row.post or row.allauth or row.debug or "/" in row.name or row.name.endswith("stream")):
                yield reverse(row.name, kwargs=row.kwargs(made))


def pages_seen(people: Any, asked: set[str], words: list[str]) -> dict[str, set[str]]:
    """Which canaries reach which persona, anywhere; nothing that is asked for changes anything."""
    found: dict[str, set[str]] = {}
    secrets = never_told()
    for persona in (*PERSONAS, ""):
        client = Client(raise_request_exception=False)
        if persona:
            client.force_login(getattr(people, persona))
        for address in sorted(asked):
            with transaction.atomic():
                body = body_of(client.get(address))
                transaction.set_rollback(True)
            for word in words if "canary" in body else ():
                if word in body:
                    found.setdefault(word, set()).add(persona or "nobody")
            for secret in secrets:
                assert secret not in body, f"{address} tells {persona} what nobody is told"
    return found


def body_of(answer: Any) -> str:
    """Everything that was sent, what is packed unpacked."""
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if raw.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            raw = b"\n".join(packed.read(name) for name in packed.namelist())
    return raw.decode("utf-8", "replace") + repr(answer.headers)


def never_told() -> list[str]:
    """What stands in the fields that are meant for nobody."""
    found: list[str] = []
    for name, field in text_fields():
        if AUDIENCE[name] == "NOBODY":
            values = field.model._base_manager.values_list(field.attname, flat=True)[:20]
            found += [value[-40:] for value in values if isinstance(value, str) and len(value) >= 16]
    return found


def missing_fields() -> list[str]:
    """Private fields into which the world put no canary: the round says nothing about them."""
    told = []
    for name, field in text_fields():
        if name in fields_of("ANSWER", "EXAMPLE"):
            values = field.model._base_manager.values_list(field.attname, flat=True)
            if not any("canary" in value for value in values):
                told.append(f"nothing was written into {name}")
    return told


# --- the other channels


def mailed(sink: Sink) -> None:
    """Everything that is due in the coming five weeks is sent."""
    told = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "127.0.0.1"}
    with override_settings(**told, EMAIL_PORT=sink.port):
        for days in range(0, 36):
            moment = timezone.now() + timedelta(days=days)
            outbox.send_due(lambda moment=moment: moment)
            letters.send_due(lambda moment=moment: moment)


@contextmanager
def listening() -> Iterator[list[tuple[str, str]]]:
    """What is written to the logs and said on the event bus meanwhile."""
    heard: list[tuple[str, str]] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(("a line of the log", record.getMessage()))

    ear, root = Ear(level=logging.INFO), logging.getLogger()
    level = root.level
    root.addHandler(ear)
    root.setLevel(logging.INFO)
    client = redis.Redis.from_url(settings.REDIS_URL)
    bus = client.pubsub()
    bus.psubscribe("*")
    try:
        yield heard
    finally:
        while message := bus.get_message(timeout=0.05):
            heard.append(("an event", repr(message)))
        bus.close()
        client.close()
        root.removeHandler(ear)
        root.setLevel(level)


def stored() -> Iterator[tuple[str, str]]:
    """The whole database as a dump would have it, and Redis."""
    with connection.cursor() as cursor:
        for table in set(connection.introspection.table_names(cursor)) - {*PLAIN}:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 (a table's own name)
            yield f"the table {table}", repr(cursor.fetchall())
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        for key in client.scan_iter("*"):
            kind = client.type(key)
            yield f"Redis at {key!r}", repr(client.dump(key) if kind != b"string" else client.get(key))


def rounds(seed: int) -> list[tuple[Callable[..., list[str]], tuple[str, ...]]]:
    if seed % 6:
        return [(broken, ("cycles",)), (broken_talks, ("cycles",))]
    return [(broken, TOGETHER), *((broken, (name,)) for name in ALONE), (broken_talks, TALKING)]


@measure("privacy.audience", unit="broken promises", against="limit", goal=0, runs=1)
def privacy_audience() -> tuple[float, float]:
    """Eighteen schools, each with reflections and with talks; in every sixth every address of the site is asked for."""
    told: list[str] = []
    with mail_server() as sink:
        for seed in range(int(os.environ.get("AUDIENCE_ROUNDS", "18"))):
            for asked, tables in rounds(seed):
                with transaction.atomic():
                    told += asked(build_people(timezone.now().date()), tables, seed=seed, sink=sink, parts=LONG)
                    transaction.set_rollback(True)
                sink.messages.clear()
    sys.stderr.writelines(f"{line}\n" for line in told)
    return len(told), 0
