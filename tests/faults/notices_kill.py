"""SIGKILL the worker in the middle of sending: no notice is lost, at most one extra copy for each kill."""

import os
import signal
from collections import Counter
from email.message import EmailMessage

from django.utils import timezone

from reflection_site import processes
from teams.enums import NoticeState
from teams.models import Notice, Person, School
from tests.measuring import measure
from tests.services import Sink, log_of, mail_server, start_worker

APP = "tests.faults.letters"


def broken_promises(sink: Sink, *, letters: int, kills: int) -> int:
    """Send so many letters while so many workers are killed; how many are lost, doubled too often or changed."""
    from tests.faults.letters import KIND

    wanted = _write(KIND, letters)
    every = letters // (kills + 1)
    for number in range(1, kills + 1):
        _until_killed(sink, after=number * every)
        # the lease of the dead worker runs out
        Notice.objects.filter(state=NoticeState.SENDING).update(lease_until=timezone.now())
    _to_the_end(sink)
    copies = Counter(str(message["Message-ID"]) for message in sink.messages)
    lost = wanted - {pk for pk in copies if copies[pk]}
    unmarked = Notice.objects.filter(kind=KIND).exclude(state=NoticeState.SENT).count()
    too_many = max(0, copies.total() - len(copies) - kills)
    return len(lost) + unmarked + too_many + len(copies.keys() - wanted)


def _write(kind: str, letters: int) -> set[str]:
    from teams import notices

    at = timezone.now()
    person, _ = Person.objects.get_or_create(email="fault@example.org", defaults={"name": "Fay Fault"})
    school = School.objects.first()
    Notice.objects.filter(kind=kind).delete()
    for number in range(letters):
        notices.put(kind, thing=person, person=person, due_at=at, at=at, occurrence=str(number), school=school)
    return set(Notice.objects.filter(kind=kind).values_list("message_id", flat=True))


def _until_killed(sink: Sink, *, after: int) -> None:
    """A worker that dies while it waits for the mail server's answer to message number `after`."""
    worker = start_worker(sink, APP)

    def kill(message: EmailMessage) -> None:
        if len(sink.messages) >= after:
            sink.on_message = None
            os.kill(worker.process.pid, signal.SIGKILL)

    sink.on_message = kill
    try:
        _ring()
        died = processes.wait_until(lambda: worker.died, 60)
        assert died, f"never in the middle of sending:\n{log_of('worker').read_text()[-3000:]}"
    finally:
        worker.stop()
        sink.on_message = None


def _to_the_end(sink: Sink) -> None:
    """Rings again and again, as beat does, until nothing is due."""
    worker = start_worker(sink, APP)
    open_rows = Notice.objects.filter(state__in=[NoticeState.DUE, NoticeState.SENDING])
    try:
        for _ in range(20):
            Notice.objects.filter(state=NoticeState.SENDING).update(lease_until=timezone.now())
            _ring()
            if processes.wait_until(lambda: not open_rows.exists(), 5):
                return
    finally:
        worker.stop()


def _ring() -> None:
    from teams.tasks import send_due_notices

    send_due_notices.delay()


@measure("notices.kill", unit="broken promises", against="limit", goal=0, runs=3)
def notices_kill() -> tuple[float, float]:
    """200 letters, 4 kills."""
    with mail_server() as sink:
        return broken_promises(sink, letters=200, kills=4), 0
