"""The life of an uploaded file: received, read, confirmed, stored, deleted."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from data_imports import tasks
from data_imports.actions.importing import apply, narrow, note
from data_imports.enums import STEPS, UNDER_WAY, UploadState
from data_imports.formats import read_file
from data_imports.models import Upload
from data_imports.reading.contract import FileRefused, Given, Reading
from data_imports.storing import Source, store
from reflection_site.encryption import encrypt
from reflection_site.events import announce
from teams import audit
from teams.models import Person, School

KEPT_FOR = timedelta(days=30)
PATIENCE = timedelta(minutes=10)
RING_AGAIN = timedelta(minutes=1)


class UploadMoved(Exception):
    """Somebody was faster; the text says so."""

    def __init__(self) -> None:
        super().__init__(_("This file has moved on in the meantime. This is how it stands now."))


@transaction.atomic
def receive_upload(
    file: "File[bytes]",
    *,
    school: School,
    given: Given,
    by: Person,
    at: datetime,
    format_key: str = "",
) -> Upload:
    """Keep a chosen file and have it read; nothing is stored until somebody confirms."""
    content = file.read()
    upload = Upload(
        school=school,
        by=by,
        at=at,
        state_at=at,
        file_name=(file.name or "")[:200],
        digest=hashlib.sha256(content).hexdigest(),
        size=len(content),
        given_format=format_key,
        given_year=given.year,
        given_window=given.window,
    )
    upload.file.save(upload.digest[:32], ContentFile(content))
    audit.record("upload received", upload, by=by, at=at, school=school)
    ring(tasks.read_upload, upload)
    return upload


def read_upload(upload: Upload, *, at: datetime) -> None:
    """Read a received file and note what storing it would do. A second call finds nothing to do."""
    if not step(upload, UploadState.RECEIVED, UploadState.READING, at=at):
        return
    try:
        reading = understood(upload)
    except FileRefused as refusal:
        refuse(upload, refusal, at=at)
        return
    with transaction.atomic():
        rehearse(upload, reading, at=at)
        upload.state, upload.state_at = UploadState.UNDERSTOOD, at
        upload.save()
        announce(topic(upload), upload.pk)


def rehearse(upload: Upload, reading: Reading, *, at: datetime) -> None:
    """What storing would do, found by doing it and taking it back."""
    on = at.astimezone(upload.school.zone).date()
    with transaction.atomic():
        stored = store(reading, Source(upload.school, upload.pk, on, given(upload)))
        transaction.set_rollback(True)
    note(upload, reading, stored)
    upload.understood["sample"] = encrypt(json.dumps(reading.sample)) if reading.sample else ""


@transaction.atomic
def confirm_upload(upload: Upload, *, by: Person, at: datetime) -> None:
    """Have an understood file stored. Refused where it was confirmed or put aside meanwhile."""
    if not step(upload, UploadState.UNDERSTOOD, UploadState.QUEUED, at=at):
        raise UploadMoved
    audit.record("upload confirmed", upload, by=by, at=at, school=upload.school)
    ring(tasks.store_upload, upload)
    announce(topic(upload), upload.pk)


@transaction.atomic
def cancel_upload(upload: Upload, *, by: Person, at: datetime) -> None:
    """Put an understood file aside; its copy is deleted."""
    if not step(upload, UploadState.UNDERSTOOD, UploadState.CANCELLED, at=at):
        raise UploadMoved
    drop_file(upload)
    audit.record("upload put aside", upload, by=by, at=at, school=upload.school)


def store_upload(upload: Upload, *, at: datetime) -> None:
    """Store a confirmed file, all of it or nothing. A second call finds nothing to do."""
    if not step(upload, UploadState.QUEUED, UploadState.STORING, at=at):
        return
    try:
        reading = understood(upload)
        with transaction.atomic():
            apply(reading, upload, given=given(upload), at=at)
            announce(topic(upload), upload.pk)
    except FileRefused as refusal:
        refuse(upload, refusal, at=at)


def resume_uploads(*, at: datetime) -> None:
    """Ring again for files whose doorbell was lost, and take back those of a worker that died."""
    waiting = Upload.objects.filter(state__in=(UploadState.RECEIVED, UploadState.QUEUED), state_at__lt=at - RING_AGAIN)
    for upload in waiting:
        bell = tasks.read_upload if upload.state == UploadState.RECEIVED else tasks.store_upload
        ring(bell, upload)
    dead = Upload.objects.filter(state_at__lt=at - PATIENCE)
    dead.filter(state=UploadState.READING).update(state=UploadState.RECEIVED, state_at=at)
    dead.filter(state=UploadState.STORING).update(state=UploadState.QUEUED, state_at=at)


def purge_uploads(*, at: datetime) -> int:
    """Delete the files, and the cells quoted from them, of uploads older than 30 days."""
    stale = list(Upload.objects.stale((at - KEPT_FOR).date()).exclude(state__in=UNDER_WAY))
    for upload in stale:
        drop_file(upload)
        upload.problems.update(found="")
    return len(stale)


def drop_file(upload: Upload) -> None:
    """Delete the kept copy and the sample of its rows."""
    upload.file.delete(save=False)
    upload.understood.pop("sample", None)
    upload.save(update_fields=["file", "understood"])


def ring(bell: Any, upload: Upload) -> None:
    """Tell a worker, once the transaction stands; a bell that is not heard is rung again later."""
    bell.delay_on_commit(upload=upload.pk)


def step(upload: Upload, before: UploadState, after: UploadState, *, at: datetime) -> bool:
    """Move to the next state if nobody was faster."""
    if after not in STEPS[before]:
        raise ValueError(f"{before} does not lead to {after}")
    moved = Upload.objects.filter(pk=upload.pk, state=before).update(state=after, state_at=at)
    if moved:
        upload.state, upload.state_at = after, at
    return bool(moved)


def refuse(upload: Upload, refusal: FileRefused, *, at: datetime) -> None:
    """Write down why the file cannot be used."""
    upload.state, upload.state_at, upload.refusal = UploadState.REFUSED, at, str(refusal)[:300]
    upload.save(update_fields=["state", "state_at", "refusal"])
    announce(topic(upload), upload.pk)


def understood(upload: Upload) -> Reading:
    """The file read again, with the rows of other schools left out."""
    with upload.file.open("rb") as file:
        reading = read_file(file.read(), upload.given_format, given(upload))
    narrow(reading, upload.school)
    return reading


def given(upload: Upload) -> Given:
    """What the person said beside the file."""
    return Given(upload.given_year, upload.given_window)


def topic(upload: Upload) -> str:
    """Where pages listen for this file."""
    return f"upload.{upload.pk}"
