"""How fast the outbox drains on PostgreSQL, beside a bare program that builds and hands over the same messages."""

import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from tests import postgres
from tests.measuring import measure
from tests.services import ROOT, Sink, child_env, free_port

KIND = "drain-letter"
NOON = datetime(2026, 10, 14, 18, tzinfo=UTC)  # in Denver
PROCESSES = 2
SLICE = 2000
SCHOOLS = 200


# --- what both programs send


def registered() -> None:
    """A reminder in the house's form; wanted while the person is on the school's staff."""
    from teams import notices
    from teams.models import Appointment, Notice

    def wanted(rows: Sequence[Notice]) -> set[int]:
        held = Appointment.objects.filter(person_id__in=[row.person_id for row in rows], ends_on=None)
        staff = set(held.values_list("person_id", "school_id"))
        return {row.pk for row in rows if (row.person_id, row.school_id) in staff}

    def render(row: Notice) -> notices.Mail:
        return notices.letter(
            row,
            subject="Coming up: Grade 4 reflection, Thu, Oct 15, 3:30 PM",
            lines=["The reflection meeting of Grade 4 is on the next school day."],
            facts=[("When", "Thu, Oct 15, 3:30 PM"), ("How long", "90 minutes"), ("Where", "Room 12")],
            action=("Open the session", f"/sessions/{row.pk}/"),
        )

    notices.register(
        KIND, label="Reminder", still_wanted=lambda row: bool(wanted([row])), wanted_among=wanted, render=render
    )


def prepare(rows: int) -> None:
    """Empty tables, so many people and a notice for each, due since an hour."""
    from django.core.management import call_command
    from django.db import connection

    from teams import notices
    from teams.enums import Role
    from teams.models import Appointment, Notice, Person, School

    call_command("migrate", verbosity=0)
    schools = School.objects.bulk_create(
        [School(code=f"d{number}", name=f"School {number}") for number in range(SCHOOLS)]
    )
    for first in range(0, rows, 5000):
        people = Person.objects.bulk_create(
            [Person(email=f"d{number}@example.org", name=f"Dana {number}") for number in range(first, first + 5000)][
                : rows - first
            ]
        )
        told = [(person, schools[person.pk % SCHOOLS]) for person in people]
        Appointment.objects.bulk_create(
            [
                Appointment(person=person, school=school, role=Role.STAFF, starts_on=NOON.date())
                for person, school in told
            ]
        )
        Notice.objects.bulk_create(
            [
                Notice(
                    kind=KIND,
                    thing="teams.team:1",
                    person=person,
                    school=school,
                    due_at=NOON - timedelta(hours=1),
                    created_at=NOON - timedelta(days=1),
                    message_id=notices.new_id(),
                )
                for person, school in told
            ]
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


# --- the two programs


def ours() -> None:
    from teams import outbox

    outbox.send_due(lambda: NOON)


def bare(number: int) -> None:
    """Every so-manieth row, read in slices: render, build, hand over. No claim, no mark."""
    from teams import notices
    from teams.models import Notice
    from teams.outbox import Post, message

    post, last = Post(), 0
    rows = Notice.objects.alias(share=_share()).filter(kind=KIND, share=number)
    while found := list(rows.filter(pk__gt=last).select_related("person", "school").order_by("pk")[:SLICE]):
        for row in found:
            post.send(message([row], notices.render(row), row.message_id))
        last = found[-1].pk
    post.close()


def _share() -> Any:
    from django.db.models import F
    from django.db.models.functions import Mod

    return Mod(F("pk"), PROCESSES)


def sink(port: int) -> None:
    """A mail server that counts; tells how many distinct messages it has when it is asked."""
    from aiosmtpd.controller import Controller

    ids: list[bytes] = []

    class Counting:
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
            head = envelope.content.partition(b"\r\nMessage-ID: ")[2]
            ids.append(head.partition(b"\r\n")[0])
            return "250 kept"

    controller = Controller(Counting(), hostname="127.0.0.1", port=port)
    controller.start()
    say("ready")
    for _line in sys.stdin:
        say(f"{len(ids)} {len(set(ids))}")
        ids.clear()
    controller.stop()


def say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


def role(name: str, *words: str) -> None:
    """What a child process does: gets ready, waits for the start, works, tells."""
    if name == "sink":
        return sink(int(words[0]))
    import django

    django.setup()
    registered()
    if name == "prepare":
        prepare(int(words[0]))
    elif name in ("ours", "bare"):
        from django.db import connection

        connection.ensure_connection()
        say("ready")
        sys.stdin.readline()
        ours() if name == "ours" else bare(int(words[0]))
    elif name == "left":
        from teams.models import Notice

        say(str(Notice.objects.filter(kind=KIND).exclude(state="sent").count()))
        return None
    say("done")
    return None


# --- the measurement


def started(env: dict[str, str], *words: str) -> subprocess.Popen[str]:
    code = f"from tests.benchmarks.notices_drain import role; role(*{words!r})"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-c", code], env=env, cwd=ROOT, text=True, **pipes)


def asked(child: subprocess.Popen[str], word: str = "") -> str:
    """The child's next line, after it was given one."""
    assert child.stdin
    assert child.stdout
    if word:
        child.stdin.write(word + "\n")
        child.stdin.flush()
    line = child.stdout.readline().strip()
    assert line, "the process ended"
    return line


def seconds(env: dict[str, str], name: str) -> float:
    """From the common start until the last of the processes is done."""
    crew = [started(env, name, str(number)) for number in range(PROCESSES)]
    assert [asked(child) for child in crew] == ["ready"] * PROCESSES
    began = time.perf_counter()
    for child in crew:
        assert child.stdin
        child.stdin.write("go\n")
        child.stdin.flush()
    assert [asked(child) for child in crew] == ["done"] * PROCESSES
    took = time.perf_counter() - began
    for child in crew:
        child.communicate()
    return took


def drained(rows: int) -> tuple[float, float]:
    """Seconds that our workers take, and those of the bare program; every message once in both."""
    port = free_port()
    with postgres.throw_away() as address:
        env = child_env(Sink(port=port)) | {"DATABASE_URL": address}
        server = started(env, "sink", str(port))
        try:
            assert asked(server) == "ready"
            child = started(env, "prepare", str(rows))
            assert asked(child) == "done"
            child.communicate()
            other = seconds(env, "bare")
            assert asked(server, "count") == f"{rows} {rows}"
            own = seconds(env, "ours")
            assert asked(server, "count") == f"{rows} {rows}"
            child = started(env, "left")
            assert asked(child) == "0"
            child.communicate()
        finally:
            server.communicate()
    return own, other


@measure("notices.drain", unit="s", against="peer", goal=0.6, runs=1)
def notices_drain() -> tuple[float, float]:
    """100,000 notices to as many people, two processes each."""
    return drained(100_000)
