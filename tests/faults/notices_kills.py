"""SIGKILL workers at every step of sending: nothing is lost, at most one extra copy for each kill, folded by its id.

The workers are real ones (Celery, prefork), and so is the mail server. Half of the notices are letters of their own,
the others reminders of which several make one digest.
"""

import contextlib
import os
import random
import re
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import time as clock, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from reflection_site import processes
from teams import notices, tasks
from teams.enums import NoticeState
from teams.models import Notice, NoticeHours, Person, School
from teams.outbox import claims
from tests.faults.letters import LETTER, REMINDER, app
from tests.measuring import measure
from tests.services import Sink, child_env, free_port, log_of

APP = "tests.faults.letters"
KINDS = (LETTER, REMINDER)
OPEN = (NoticeState.DUE, NoticeState.SENDING)
# where the code itself stops, and two places that only the mail server sees
FAILPOINTS = ("notices.claiming", "notices.claimed", "notices.made", "notices.sent", "notices.marked")
BEFORE_TEXT, BEFORE_ANSWER = "mail server: before the text", "mail server: before its answer"
STEPS = (*FAILPOINTS, BEFORE_TEXT, BEFORE_ANSWER)
BATCH = 6
PEOPLE = 40
TOKEN = re.compile(r"#(\d+)#")


@dataclass
class KillingSink(Sink):
    """Kills a worker's process while that waits for an answer: `at` says to which step of the conversation."""

    at: str = ""
    kill: Callable[[], object] = lambda: None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.at == BEFORE_TEXT:
            self.kill()
        envelope.rcpt_tos.append(address)
        return "250 known"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        if self.at == BEFORE_ANSWER:
            self.kill()
        return answer


@dataclass
class Workers:
    """One Celery worker with several processes that send; a killed one is replaced by the next."""

    child: processes.Child
    log: Path
    start: int

    def kill_one(self) -> bool:
        """Whether there was one to be killed."""
        threads = Path(f"/proc/{self.child.process.pid}/task").glob("*/children")
        pids = [int(pid) for path in threads for pid in path.read_text().split()]
        alive = [pid for pid in pids if not _is_dead(pid)]
        if alive:
            os.kill(random.choice(alive), signal.SIGKILL)
        return bool(alive)

    @property
    def kills(self) -> int:
        """How many of its processes were killed so far, by its own log."""
        return self.log.read_bytes()[self.start :].count(b"exited with 'signal 9 (SIGKILL)'")


def _is_dead(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return True


@contextlib.contextmanager
def workers(sink: Sink, count: int, **env: str) -> Iterator[Workers]:
    """A worker with `count` processes, ready to take work; it ends when it has nothing to do any more."""
    log = log_of("worker")
    before = log.stat().st_size if log.exists() else 0
    command = [sys.executable, "-m", "celery", "-A", APP, "worker", "--loglevel", "INFO", "--without-mingle"]
    env = child_env(sink, FAULT_BATCH=str(BATCH), **env)
    child = processes.start("worker", [*command, "--pool", "prefork", "--concurrency", str(count)], env, log)
    try:
        ready = processes.wait_until(lambda: b" ready." in log.read_bytes()[before:], 120, [child])
        assert ready, log.read_text()[-3000:]
        yield Workers(child, log, before)
        app.control.purge()
        if "FAILPOINT" not in env:
            ring()
            processes.wait_until(lambda: not fresh().exists(), 120)
        time.sleep(1.5)
    finally:
        child.stop()


# --- the notices


def prepared() -> list[Person]:
    """People without quiet hours, and no notices."""
    School.objects.get_or_create(code="fault", defaults={"name": "Fault Elementary"})
    Notice.objects.filter(kind__in=KINDS).delete()
    people = []
    for number in range(PEOPLE):
        told = {"name": f"Fay Fault {number}"}
        person, _ = Person.objects.get_or_create(email=f"fault{number}@example.org", defaults=told)
        none = {"digest_at": clock(6, 30), "quiet_from": clock(0), "quiet_to": clock(0)}
        NoticeHours.objects.update_or_create(person=person, defaults=none)
        people.append(person)
    return people


def write(people: list[Person], rows: int, due_at: Any = None) -> None:
    """Half letters, half reminders of which each person gets several at once."""
    at = timezone.now()
    school = School.objects.get(code="fault")
    made = Notice.objects.filter(kind__in=KINDS).count()
    Notice.objects.bulk_create(
        Notice(
            kind=KINDS[number // 3 % 2],
            thing="fault:1",
            person=people[number // 3 % len(people)],
            school=school,
            occurrence=str(made + number),
            due_at=due_at or at,
            created_at=at,
            message_id=notices.new_id(),
        )
        for number in range(rows)
    )


def fresh() -> QuerySet[Notice]:
    """Rows that nobody has tried yet."""
    return Notice.objects.filter(kind__in=KINDS, state=NoticeState.DUE, tries=0)


def expire_leases(older: timedelta = timedelta(0)) -> None:
    """The leases of those who died run out; of the living none, while `older` is longer than a batch takes."""
    now = timezone.now()
    held = Notice.objects.filter(state=NoticeState.SENDING, lease_until__lt=now + claims.LEASE - older)
    held.update(lease_until=now)


def ring() -> None:
    tasks.send_due_notices.delay()


def to_the_end(sink: Sink, count: int = 2) -> None:
    """Workers that live: what the dead held is sent again."""
    rows = Notice.objects.filter(kind__in=KINDS, state__in=OPEN)
    expire_leases()
    with workers(sink, count):
        for _ in range(100):
            ring()
            if processes.wait_until(lambda: not rows.exists(), 3):
                return


# --- what came of it


@dataclass(frozen=True)
class Told:
    """Counted in notices, but for `copies`: messages that came again with an id that was there already."""

    notices: int
    kills: int
    lost: int
    copies: int
    doubled: int
    unmarked: int

    @property
    def broken(self) -> int:
        return self.lost + max(0, self.copies - self.kills) + self.doubled + self.unmarked


def told(messages: list[EmailMessage], kills: int) -> Told:
    """Held against the rows: each is in one message, by id."""
    rows = dict(Notice.objects.filter(kind__in=KINDS).values_list("pk", "state"))
    ids = Counter(str(message["Message-ID"]) for message in messages)
    carried: dict[int, set[str]] = defaultdict(set)
    for message in messages:
        body = message.get_body(("plain",))
        for pk in TOKEN.findall(body.get_content() if body else ""):
            carried[int(pk)].add(str(message["Message-ID"]))
    return Told(
        notices=len(rows),
        kills=kills,
        lost=len(rows.keys() - carried.keys()),
        copies=ids.total() - len(ids),
        doubled=len([pk for pk, found in carried.items() if len(found) > 1]),
        unmarked=len([pk for pk, state in rows.items() if state != NoticeState.SENT]),
    )


# --- killing


def killed_at(sink: KillingSink, step: str, times: int) -> Told:
    """At least so many kills at one step, then workers that live."""
    sink.messages.clear()
    write(prepared(), times * (BATCH + 4) + 60)
    env = {"FAILPOINT": step} if step in FAILPOINTS else {}
    with workers(sink, 3 if env else 1, **env) as crew:
        sink.at, sink.kill = ("" if env else step), crew.kill_one
        _until(lambda: crew.kills >= times, crew)
        sink.at = ""
    to_the_end(sink)
    return told(sink.messages, crew.kills)


def _until(is_enough: Callable[[], bool], crew: Workers) -> None:
    """Ring, as beat and changes do, until there were enough kills."""
    for _ in range(3000):
        if is_enough():
            return
        ring()
        processes.wait_until(is_enough, 0.3)
        assert not crew.child.died
    raise AssertionError(f"never enough kills:\n{log_of('worker').read_text()[-3000:]}")


def killed_at_random(sink: KillingSink, kills: int) -> Told:
    """So many kills while mail flows, rows go on coming and leases run out; then workers that live."""
    sink.messages.clear()
    people = prepared()
    with workers(sink, 4) as crew:
        while crew.kills < kills:
            if fresh().count() < 200:
                write(people, 600)
            expire_leases(timedelta(seconds=30))
            ring()
            ring()
            wanted = len(sink.messages) + random.randrange(1, 8)
            processes.wait_until(lambda wanted=wanted: len(sink.messages) >= wanted, 3)
            time.sleep(random.uniform(0, 0.03))
            crew.kill_one()
    to_the_end(sink)
    return told(sink.messages, crew.kills)


# --- three beats


def rung_by_three(sink: Sink, rows: int) -> Told:
    """Three beats at once, ten rings a second each, four processes that send, rows falling due all the while."""
    sink.messages.clear()
    people = prepared()
    beat = [sys.executable, "-m", "celery", "-A", APP, "beat", "--loglevel", "WARNING"]
    env = child_env(sink, FAULT_BEAT="0.1")
    with workers(sink, 4), contextlib.ExitStack() as stack:
        for number in range(3):
            schedule = Path(settings.VAR_DIR) / f"beat-{number}"
            own = ["--schedule", str(schedule), "--pidfile", str(schedule.with_suffix(".pid"))]
            child = processes.start(f"beat {number}", [*beat, *own], env, log_of(f"beat-{number}"))
            stack.callback(child.stop)
        for _ in range(10):
            write(people, rows // 10)
            time.sleep(0.5)
        waiting = Notice.objects.filter(kind__in=KINDS, state__in=OPEN)
        processes.wait_until(lambda: not waiting.exists(), 180)
    return told(sink.messages, 0)


@contextlib.contextmanager
def killing_server() -> Iterator[KillingSink]:
    """The mail server, in a thread."""
    sink = KillingSink(port=free_port())
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


@measure("notices.kills", unit="broken promises", against="limit", goal=0, runs=1)
def notices_kills() -> tuple[float, float]:
    """50 kills at each of seven steps, 1,000 at random moments, and three beats at once."""
    with killing_server() as sink:
        found = {step: killed_at(sink, step, 50) for step in STEPS}
        found["random"] = killed_at_random(sink, 1000)
        found["beats"] = rung_by_three(sink, 600)
    for step, one in found.items():
        sys.stderr.write(f"{step}: {one}\n")
    return sum(one.broken for one in found.values()), 0
