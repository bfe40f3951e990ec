"""SIGKILL the worker in the middle of staging and of the merge: it begins again by itself and ends the same."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.utils import timezone

from data_imports import actions
from data_imports.enums import UploadState
from data_imports.models import Former, Measure, Result, Scale, Student, Upload
from reflection_site import processes
from teams.models import Network, Person, School
from tests.data_imports.making import iready, received_upload
from tests.measuring import measure
from tests.services import Sink, log_of, mail_server, start_worker

STAGING, MERGING = "import.staging", "import.merging"
RESULT = (
    "student__id_hash", "measure__key", "year", "window", "taken_on", "sitting", "grade", "value", "level", "is_met",
    "missing", "section", "is_baseline", "is_most_recent", "school__code",
)  # fmt: skip
STUDENT = ("id_hash", "grade", "is_multilingual", "has_iep", "is_low_income", "seen_on", "school__code")


def broken_promises(sink: Sink, *, students: int) -> int:
    """Store a file over another one while three workers are killed; how many promises about that are broken."""
    school, person, first, second = prepared(students)
    stored_at_once(school, person, first)
    undone = stored_at_once(school, person, second)
    wanted = tables()
    actions.undo_upload(undone, by=person, at=timezone.now())
    actions.take_back_upload(fresh(undone), at=timezone.now())
    before = tables()
    upload = received_upload(school, person, second, at=timezone.now())
    killed(sink, upload, STAGING)
    told = [tables() == before, state(upload) == UploadState.READING]
    resumed(upload)
    actions.read_upload(fresh(upload), at=timezone.now())
    actions.confirm_upload(fresh(upload), by=person, at=timezone.now(), knowingly=True)
    for place in (STAGING, MERGING):
        killed(sink, upload, place)
        told += [tables() == before, state(upload) == UploadState.STORING]
        resumed(upload)
    to_the_end(sink, upload)
    told += [before != wanted, tables() == wanted, fresh(upload).formers.exists()]
    return told.count(False)


def prepared(students: int) -> tuple[School, Person, bytes, bytes]:
    """An empty school, who imports, a file, and one that changes half of it and brings as much again."""
    for table in (Former, Result, Student, Scale, Measure, Upload):
        table.objects.all().delete()
    network, _ = Network.objects.get_or_create(code="fault", defaults={"name": "Fault Network"})
    told = {"name": "Fault Elementary", "network": network}
    school, _ = School.objects.get_or_create(code="fault", defaults=told)
    person, _ = Person.objects.get_or_create(email="fault@example.org", defaults={"name": "Fay Fault"})
    half = students // 2
    return school, person, iready(half, windows=("fall", "winter")), iready(students, windows=("winter",), seed=2)


def stored_at_once(school: School, person: Person, content: bytes) -> Upload:
    """A file stored in this process, as it should end."""
    upload = received_upload(school, person, content, at=timezone.now())
    actions.read_upload(fresh(upload), at=timezone.now())
    actions.confirm_upload(fresh(upload), by=person, at=timezone.now(), knowingly=True)
    actions.store_upload(fresh(upload), at=timezone.now())
    return fresh(upload)


def tables() -> list[list[tuple[Any, ...]]]:
    """Everything but the keys, which every attempt draws anew."""
    return [
        sorted(Result.objects.values_list(*RESULT), key=repr),
        sorted(Student.objects.values_list(*STUDENT), key=repr),
        sorted(Measure.objects.values_list("key", "title", "subject")),
        sorted(Scale.objects.values_list("measure__key", "year", "lowest", "highest", "met_from")),
    ]


def fresh(upload: Upload) -> Upload:
    return Upload.objects.select_related("school", "by").get(pk=upload.pk)


def state(upload: Upload) -> str:
    return fresh(upload).state


@contextmanager
def failing_at(place: str) -> Iterator[None]:
    os.environ["FAILPOINT"] = place
    try:
        yield
    finally:
        del os.environ["FAILPOINT"]


def killed(sink: Sink, upload: Upload, place: str) -> None:
    """A worker that takes the file up and dies at a place."""
    with failing_at(place):
        worker = start_worker(sink)
    try:
        died = processes.wait_until(lambda: worker.died, 60)
        assert died, f"never at {place}:\n{log_of('worker').read_text()[-3000:]}"
    finally:
        worker.stop()


def resumed(upload: Upload) -> None:
    """What beat does every minute, two minutes after the worker fell silent."""
    actions.resume_uploads(at=fresh(upload).state_at + timedelta(minutes=2, seconds=1))


def to_the_end(sink: Sink, upload: Upload) -> None:
    """A worker that lives, until the file is stored."""
    worker = start_worker(sink)
    try:
        arrived = processes.wait_until(lambda: state(upload) == UploadState.APPLIED, 60)
        assert arrived, f"still {state(upload)}:\n{log_of('worker').read_text()[-3000:]}"
    finally:
        worker.stop()


@measure("import.kill", unit="broken promises", against="limit", goal=0, runs=1)
def import_kill() -> tuple[float, float]:
    """20,000 rows, 3 kills."""
    with mail_server() as sink:
        return broken_promises(sink, students=20_000), 0
