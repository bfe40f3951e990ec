"""Saying what the columns of an upload mean, and asking anew."""

from datetime import datetime
from typing import Any

from django.db import transaction

from data_imports import tasks
from data_imports.actions.mappings import keep_mapping
from data_imports.actions.uploads import UploadMoved, ring, step, topic
from data_imports.enums import UploadState
from data_imports.models import Upload
from data_imports.reading.contract import Given
from reflection_site.events import announce
from teams import audit
from teams.models import Person


@transaction.atomic
def map_upload(upload: Upload, body: dict[str, Any], *, given: Given, by: Person, at: datetime) -> None:
    """Keep what a person said of a file's columns, and have the file read with it.

    Refused where the file has moved on meanwhile.
    """
    if not step(upload, UploadState.UNMAPPED, UploadState.RECEIVED, at=at):
        raise UploadMoved
    upload.mapping = keep_mapping(body, by=by, at=at)
    upload.given_window, upload.given_year = given.window, given.year
    upload.save(update_fields=["mapping", "given_window", "given_year"])
    audit.record("columns said", upload, by=by, at=at, school=upload.school)
    ring(tasks.read_upload, upload)
    announce(topic(upload), upload.pk)


@transaction.atomic
def ask_upload(upload: Upload, *, by: Person, at: datetime) -> None:
    """Have the columns of an understood file asked anew. Refused where it has moved on meanwhile."""
    if not step(upload, UploadState.UNDERSTOOD, UploadState.RECEIVED, at=at):
        raise UploadMoved
    upload.understood = {"is_asking": True}
    upload.save(update_fields=["understood"])
    audit.record("columns asked", upload, by=by, at=at, school=upload.school)
    ring(tasks.read_upload, upload)
    announce(topic(upload), upload.pk)
