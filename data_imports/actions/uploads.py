"""The life of an uploaded file: received, read, confirmed, stored, deleted."""

import hashlib
import json
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from data_imports import tasks
from data_imports.actions.importing import fill, record_stored, source_of
from data_imports.actions.mappings import mapping_of, said_of
from data_imports.actions.noting import note
from data_imports.actions.owning import aside
from data_imports.actions.progress import Cancelled, begin
from data_imports.drawing import Drawing
from data_imports.enums import CANCELLABLE, STEPS, UNDER_WAY, UploadState
from data_imports.mapped import NeedsMapping
from data_imports.models import Upload
from data_imports.reading.contract import FileRefused, Given
from data_imports.storing import IdsMoved, OtherLevels, Source, Store
from reflection_site.encryption import encrypt
from reflection_site.events import announce
from teams import audit, retention
from teams.models import Person, School

KEPT_FOR = timedelta(days=30)
# a worker tells every half second that it lives
PATIENCE = timedelta(minutes=2)
RING_AGAIN = timedelta(minutes=1)
MOST_TRIES = 3
BELLS = {
    UploadState.RECEIVED: tasks.read_upload,
    UploadState.QUEUED: tasks.store_upload,
    UploadState.UNDOING: tasks.undo_upload,
}

# where a worker begins again after another has died
AGAIN = {UploadState.READING: UploadState.RECEIVED, UploadState.STORING: UploadState.QUEUED}


class Braked(Exception):
    """So much would change that it must be confirmed knowingly; the text says how much."""


class UploadMoved(Exception):
    """Somebody was faster; the text says so."""

    def __init__(self) -> None:
        super().__init__(_("This file has moved on in the meantime. This is how it stands now."))


@transaction.atomic
def receive_upload(
    file: "File[bytes]",
    *,
    school: School | None,
    given: Given,
    by: Person,
    at: datetime,
    format_key: str = "",
) -> Upload:
    """Keep a chosen file and have it read; nothing is stored until somebody confirms.

    Without a school it is a file of the whole district, whose rows go to their own schools.
    """
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    upload = Upload(
        school=school,
        by=by,
        at=at,
        state_at=at,
        file_name=(file.name or "")[:200],
        digest=digest.hexdigest(),
        size=file.size,
        given_format=format_key,
        given_year=given.year,
        given_window=given.window,
        given_asked=given.asked,
        given_respondents=given.respondents,
    )
    upload.file.save(upload.digest[:32], file)
    audit.record("upload received", upload, by=by, at=at, school=school)
    ring(tasks.read_upload, upload)
    return upload


def read_upload(upload: Upload, *, at: datetime) -> None:
    """Read a received file and note what storing it would do. A second call finds nothing to do."""
    if not step(upload, UploadState.RECEIVED, UploadState.READING, at=at):
        return
    with told_to(upload), Store(source(upload, at=at)) as store:
        try:
            drawing = drawn(upload, store)
            stored = store.preview(drawing.reading)
        except NeedsMapping as unknown:
            ask(upload, unknown, at=at)
            return
        except OtherLevels as other:
            ask(upload, sketched(upload, store, str(other)), at=at)
            return
        except FileRefused as refusal:
            refuse(upload, refusal, at=at)
            return
        except Cancelled:
            return
        with transaction.atomic():
            note(upload, drawing.reading, stored)
            upload.mapping = mapping_of(drawing.reading)
            finish(upload, UploadState.READING, UploadState.UNDERSTOOD, at=at)


@transaction.atomic
def confirm_upload(upload: Upload, *, by: Person, at: datetime, knowingly: bool = False) -> None:
    """Have an understood file stored.

    Refused where it was confirmed or put aside meanwhile, and where the brake holds it and `knowingly` is not said.
    """
    if upload.braked and not knowingly:
        raise Braked(upload.braked)
    if not step(upload, UploadState.UNDERSTOOD, UploadState.QUEUED, at=at):
        raise UploadMoved
    audit.record("upload confirmed", upload, by=by, at=at, school=upload.school)
    ring(tasks.store_upload, upload)
    announce(topic(upload), upload.pk)


@transaction.atomic
def cancel_upload(upload: Upload, *, by: Person, at: datetime) -> None:
    """Put a file aside that waits or is being worked on; its copy is deleted and nothing of it is stored."""
    moved = Upload.objects.filter(pk=upload.pk, state__in=(UploadState.UNMAPPED, UploadState.UNDERSTOOD, *CANCELLABLE))
    if not moved.update(state=UploadState.CANCELLED, state_at=at):
        raise UploadMoved
    upload.refresh_from_db()
    drop_file(upload)
    audit.record("upload put aside", upload, by=by, at=at, school=upload.school)
    announce(topic(upload), upload.pk)


def store_upload(upload: Upload, *, at: datetime) -> None:
    """Store a confirmed file, all of it or nothing. A second call finds nothing to do."""
    if not step(upload, UploadState.QUEUED, UploadState.STORING, at=at):
        return
    with told_to(upload), Store(source(upload, at=at)) as store:
        try:
            drawing = drawn(upload, store)
            store.prepare()
            with transaction.atomic():
                hold(upload)
                stored = store.store(drawing.reading, upload.pk)
                note(upload, drawing.reading, stored)
                upload.applied_at = at
                finish(upload, UploadState.STORING, UploadState.APPLIED, at=at)
                record_stored(upload, stored, at=at)
        except IdsMoved:
            with transaction.atomic():
                take_up_again(upload, at=at)
        except FileRefused as refusal:
            refuse(upload, refusal, at=at)
        except Cancelled:
            return


def hold(upload: Upload) -> None:
    """Keep the row while its file is merged, so that nobody takes a long merge for a dead worker."""
    held = Upload.objects.select_for_update().filter(pk=upload.pk, state=upload.state)
    if not held.values_list("pk").first():
        raise Cancelled


def finish(upload: Upload, before: UploadState, after: UploadState, *, at: datetime) -> None:
    """The last word of a worker; whoever put the file aside meanwhile was faster, and the transaction is void."""
    if not step(upload, before, after, at=at):
        raise Cancelled
    upload.save()
    announce(topic(upload), upload.pk)


def source(upload: Upload, *, at: datetime) -> Source:
    """Where the rows of an upload belong."""
    return source_of(upload.school, aside(given(upload), upload.school), at=at)


def drawn(upload: Upload, store: Store) -> Drawing:
    """The file drawn into the store; the page hears how far it is, and may call the work off."""
    path = Path(upload.file.path)
    drawing = Drawing(path, upload.given_format, store.source.given, said_of(upload))
    try:
        fill(store, drawing, begin(upload, path, topic(upload)))
    except FileNotFoundError as gone:
        # whoever puts a file aside deletes its copy
        raise Cancelled from gone
    return drawing


def told_to(upload: Upload) -> AbstractContextManager[None]:
    """What a worker writes down is in the language of the person who brought the file."""
    return translation.override(upload.by.language if upload.by else settings.LANGUAGE_CODE)


def resume_uploads(*, at: datetime) -> None:
    """Ring again for files whose doorbell was lost, and take back those of a worker that died."""
    waiting = Upload.objects.filter(
        state__in=(UploadState.RECEIVED, UploadState.QUEUED, UploadState.UNDOING), state_at__lt=at - RING_AGAIN
    )
    for upload in waiting:
        ring(BELLS[UploadState(upload.state)], upload)
    with transaction.atomic():
        # a merge holds its row: whoever is merging is not dead
        silent = Upload.objects.select_for_update(skip_locked=True).filter(state_at__lt=at - PATIENCE)
        for upload in silent.filter(state__in=AGAIN):
            take_up_again(upload, at=at)


def take_up_again(upload: Upload, *, at: datetime) -> None:
    """Let another worker begin anew; a file that has cost three workers is refused."""
    tries = upload.understood.get("tries", 0) + 1
    if tries >= MOST_TRIES:
        with told_to(upload):
            sentence = _("The work on this file ended unexpectedly %(n)d times, so we stopped trying.")
            refuse(upload, FileRefused(sentence % {"n": tries}), at=at)
        return
    upload.state, upload.state_at, upload.rows_done = AGAIN[UploadState(upload.state)], at, 0
    upload.understood["tries"] = tries
    upload.save(update_fields=["state", "state_at", "rows_done", "understood"])
    ring(BELLS[UploadState(upload.state)], upload)


def purge_uploads(*, at: datetime) -> int:
    """Delete the files, and the cells quoted from them, of uploads older than 30 days."""
    old = Upload.objects.stale(at - KEPT_FOR).exclude(state__in=UNDER_WAY)
    stale = list(retention.unheld(old, school="school", what="uploaded files", at=at))
    for upload in stale:
        drop_file(upload)
        upload.problems.update(found="")
    return len(stale)


def drop_file(upload: Upload) -> None:
    """Delete the kept copy and what was quoted from it."""
    upload.file.delete(save=False)
    upload.rejected_rows.delete(save=False)
    for name in ("sample", "differences", "sketches"):
        upload.understood.pop(name, None)
    upload.save(update_fields=["file", "rejected_rows", "understood"])


def ring(bell: Any, upload: Upload) -> None:
    """Tell a worker, once the transaction stands; where the broker is away, beat finds the file and rings again."""
    pk = upload.pk
    transaction.on_commit(lambda: bell.apply_async(kwargs={"upload": pk}, retry=False), robust=True)


def step(upload: Upload, before: UploadState, after: UploadState, *, at: datetime) -> bool:
    """Move to the next state if nobody was faster."""
    if after not in STEPS[before]:
        raise ValueError(f"{before} does not lead to {after}")
    moved = Upload.objects.filter(pk=upload.pk, state=before).update(state=after, state_at=at)
    if moved:
        upload.state, upload.state_at = after, at
    return bool(moved)


def ask(upload: Upload, unknown: NeedsMapping, *, at: datetime) -> None:
    """Write down what the tables of a file look like, sealed, for a person to say what they mean."""
    upload.understood = {"sketches": encrypt(json.dumps(unknown.sketches))}
    upload.mapping = None
    with suppress(Cancelled):
        finish(upload, UploadState.READING, UploadState.UNMAPPED, at=at)


def sketched(upload: Upload, store: Store, doubt: str) -> NeedsMapping:
    """The tables of a file whose columns were said, to be said otherwise; `doubt` is why."""
    said = replace(said_of(upload), is_asking=True)
    try:
        Drawing(Path(upload.file.path), upload.given_format, store.source.given, said).whole()
    except NeedsMapping as unknown:
        for sketch in unknown.sketches:
            sketch["doubts"].insert(0, doubt)
        return unknown
    raise ValueError("a file that is asked about is never read")


def refuse(upload: Upload, refusal: FileRefused, *, at: datetime) -> None:
    """Write down why the file cannot be used."""
    upload.state, upload.state_at, upload.refusal = UploadState.REFUSED, at, str(refusal)[:300]
    upload.save(update_fields=["state", "state_at", "refusal"])
    announce(topic(upload), upload.pk)


def given(upload: Upload) -> Given:
    """What the person said beside the file."""
    return Given(upload.given_year, upload.given_window, upload.given_asked, respondents=upload.given_respondents)


def topic(upload: Upload) -> str:
    """Where pages listen for this file."""
    return f"upload.{upload.pk}"
