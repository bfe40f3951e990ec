"""Rooms full of people who are signed in, and the servers that they listen to, each in a process of its own."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from reflection_site import processes
from tests import moments
from tests.people import build_people
from tests.services import ROOT, Sink, answers, child_env, free_port, log_of

# after standing still, for what a server does by itself: ours asks the doors anew
WAKE_SECONDS = 2.0


@dataclass(frozen=True)
class Room:
    """A session that meets: its key, its event topic, the sign-ins of its people; the first is the facilitator's."""

    pk: int
    topic: str
    sign_ins: tuple[str, ...]


@contextlib.contextmanager
def rooms(count: int, people: int) -> Iterator[list[Room]]:
    """So many teams of so many people, each with its open meeting, in a database that has nothing else."""
    _empty()
    house = build_people(moments.today())
    try:
        yield [_room(house, number, people) for number in range(count)]
    finally:
        _empty()


def _empty() -> None:
    """Only the rows that migrations made."""
    call_command("flush", verbosity=0, interactive=False)
    for name, function in (
        ("0002_default_templates", "add_default_templates"),
        ("0018_more_protocols", "add_ruled_protocols"),
    ):
        getattr(import_module(f"cycles.migrations.{name}"), function)(apps, connection.schema_editor())


def _room(house: Any, number: int, count: int) -> Room:
    from cycles.meet import actions
    from cycles.plan.models import Cycle
    from teams.enums import Position, Role, TeamKind
    from teams.models import Appointment, Membership, Person, Team
    from tests.cycles.making import open_cycle, schedule

    since = moments.today() - timedelta(days=50)
    team = Team.objects.create(school=house.school, name=f"Team {number}", kind=TeamKind.TEACHER)
    people = Person.objects.bulk_create(
        [Person(email=f"p{number}.{seat}@example.org", name=f"Dana {number} {seat}") for seat in range(count)]
    )
    held = {"school": house.school, "role": Role.STAFF, "starts_on": since}
    Appointment.objects.bulk_create([Appointment(person=person, **held) for person in people])
    place = {"team": team, "position": Position.MEMBER, "starts_on": since}
    Membership.objects.bulk_create([Membership(person=person, **place) for person in people])
    cycle = Cycle.objects.first() or open_cycle(house)
    session = schedule(cycle, team, facilitator=people[0])
    session.invitations.update(has_attended=True)
    actions.open_meeting(session, by=people[0], at=timezone.now())
    return Room(session.pk, session.topic, tuple(_sign_in(person) for person in people))


def _sign_in(person: Any) -> str:
    sign_in = import_module(settings.SESSION_ENGINE).SessionStore()
    sign_in[SESSION_KEY] = str(person.pk)
    sign_in[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    sign_in[HASH_SESSION_KEY] = person.get_session_auth_hash()
    sign_in.create()
    return str(sign_in.session_key)


# --- processes


@contextlib.contextmanager
def server(name: str, *command: str, path: str = "") -> Iterator[tuple[processes.Child, int]]:
    """A server in a process of its own and its port, which takes the place of PORT in the command."""
    port = free_port()
    words = [sys.executable, "-m", *(word.replace("PORT", str(port)) for word in command)]
    address = f"http://localhost:{port}"
    log = log_of(name)
    child = processes.start(name, words, child_env(Sink(port=port), PORT=str(port), SITE_URL=address), log)

    def is_ready() -> bool:
        return answers(address + path) if path else not processes.port_is_free("127.0.0.1", port)

    try:
        assert processes.wait_until(is_ready, 180, [child]), f"{name} did not start:\n{log.read_text()[-2000:]}"
        yield child, port
    finally:
        child.stop()


def ours() -> contextlib.AbstractContextManager[tuple[processes.Child, int]]:
    """The site's web server, as `manage.py serve` starts it."""
    uvicorn = ["uvicorn", "reflection_site.asgi:application", "--host", "127.0.0.1", "--port", "PORT"]
    return server("ours", *uvicorn, "--log-level", "warning", path="/readyz")


@contextlib.contextmanager
def alone(one: processes.Child, everyone: list[processes.Child]) -> Iterator[None]:
    """While it is open, only one of the servers runs."""
    for child in everyone:
        os.kill(child.process.pid, signal.SIGCONT if child is one else signal.SIGSTOP)
    time.sleep(WAKE_SECONDS)
    try:
        yield
    finally:
        for child in everyone:
            os.kill(child.process.pid, signal.SIGCONT)


class Client:
    """The program that listens: the same for every server, told what to do by lines."""

    def __init__(self, program: str) -> None:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen([sys.executable, "-m", program], cwd=ROOT, **pipes)

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()

    def ask(self, verb: str, **said: Any) -> Any:
        """Have it do something; what it answers."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"verb": verb, **said}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, f"the client ended at {verb} {said.get('side')} {said.get('number', '')}"
        return json.loads(line)


def request(address: str, sign_in: str = "", **headers: str) -> str:
    """The words of a GET, for a socket."""
    told = {"Host": "localhost", **({"Cookie": f"sessionid={sign_in}"} if sign_in else {}), **headers}
    return f"GET {address} HTTP/1.1\r\n" + "".join(f"{name}: {text}\r\n" for name, text in told.items()) + "\r\n"


def stream_request(room: Room, sign_in: str) -> str:
    """What a browser asks when it begins to listen."""
    return request(f"/sessions/{room.pk}/stream?seen=1", sign_in, Accept="text/event-stream")


def socket_request() -> str:
    """What opens a web socket."""
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
    return request("/", **upgrade, **{"Sec-WebSocket-Key": "c29sc3RpY2Utc29sc3RpYw=="})
