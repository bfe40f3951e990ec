"""Taking a stored file back: the tables return to what they were."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from data_imports import tasks
from data_imports.actions.uploads import UploadMoved, ring, step, topic
from data_imports.enums import UploadState
from data_imports.merging.statements import listed, quoted
from data_imports.models import (
    Former,
    LeapRating,
    Measure,
    PublicFigure,
    Result,
    Roster,
    Scale,
    Student,
    SurveyFinding,
    Upload,
)
from reflection_site.events import announce
from teams import audit
from teams.models import Person

# what names others goes before what is named
TABLES: tuple[type[models.Model], ...] = (
    Result,
    Roster,
    LeapRating,
    SurveyFinding,
    PublicFigure,
    Student,
    Scale,
    Measure,
)
BY_NAME = {table.__name__: table for table in TABLES}
BATCH = 500


class Overlapped(Exception):
    """A later file builds on this one; the text names it."""


@transaction.atomic
def undo_upload(upload: Upload, *, by: Person, at: datetime) -> None:
    """Have a stored file taken back as a whole. Refused, naming it, where a later file builds on it."""
    if (later := overlapping(upload)) is not None:
        raise Overlapped(
            _("“%(file)s”, stored later, builds on this file. Take that one back first.") % {"file": later.file_name}
        )
    if not step(upload, UploadState.APPLIED, UploadState.UNDOING, at=at):
        raise UploadMoved
    Upload.objects.filter(pk=upload.pk).update(undone_by=by)
    audit.record("upload undo asked", upload, by=by, at=at, school=upload.school)
    ring(tasks.undo_upload, upload)
    announce(topic(upload), upload.pk)


@transaction.atomic
def take_back_upload(upload: Upload, *, at: datetime) -> None:
    """Put every row back that the file changed or removed, and delete what it created. A second call does nothing."""
    if not step(upload, UploadState.UNDOING, UploadState.UNDONE, at=at):
        return
    if overlapping(upload) is not None:
        Upload.objects.filter(pk=upload.pk).update(state=UploadState.APPLIED)
        return
    put_back(upload.formers.all())
    for table in TABLES:
        created = table._default_manager.filter(upload_id=upload.pk)
        _unused(table, created).delete()
    upload.formers.all().delete()
    Upload.objects.filter(pk=upload.pk).update(undone_at=at)
    audit.record("upload taken back", upload, by=upload.undone_by, at=at, school=upload.school)
    announce(topic(upload), upload.pk)


def _unused(table: type[models.Model], rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
    """Measures and scales stay where later files use them."""
    if table is Measure:
        return rows.exclude(Exists(Result.objects.filter(measure=OuterRef("pk"))))
    if table is Scale:
        used = Result.objects.filter(measure=OuterRef("measure"), year=OuterRef("year"))
        return rows.exclude(Exists(used))
    return rows


def overlapping(upload: Upload) -> Upload | None:
    """A later file that changed rows of this one, or that names students whom this one brought in."""
    changed = Former.objects.filter(former_upload=upload).values("upload_id")
    brought = Student.objects.filter(upload=upload).values("pk")
    created = brought.exclude(pk__in=upload.formers.filter(table="Student").values("row"))
    named = [
        table._default_manager.filter(student_id__in=created).exclude(upload_id=upload.pk).values("upload_id")
        for table in (Result, Roster)
    ]
    later = models.Q(pk__in=changed) | models.Q(pk__in=named[0]) | models.Q(pk__in=named[1])
    return Upload.objects.exclude(pk=upload.pk).filter(later).order_by("-applied_at").first()


def put_back(formers: "models.QuerySet[Former]") -> None:
    """Rows as they were, a table at a time."""
    for name, table in BY_NAME.items():
        rows = formers.filter(table=name)
        update(table, rows.filter(is_removed=False))
        insert(table, rows.filter(is_removed=True))


def update(table: type[models.Model], formers: "models.QuerySet[Former]") -> None:
    """Former values into rows that are still there."""
    for batch in batches(formers):
        names = list(batch[0][1])
        sets = ", ".join(f"{quoted(name)} = %s" for name in names)
        rows = [(*(plain(body[name]) for name in names), row) for row, body in batch]
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {table._meta.db_table} SET {sets} WHERE id = %s", rows)  # noqa: S608 - names from our models


def insert(table: type[models.Model], formers: "models.QuerySet[Former]") -> None:
    """Removed rows, under the keys that they had."""
    for batch in batches(formers):
        names = list(batch[0][1])
        marks = ", ".join(["%s"] * (len(names) + 1))
        rows = [(row, *(plain(body[name]) for name in names)) for row, body in batch]
        into = f"INSERT INTO {table._meta.db_table} (id, {listed(names)}) VALUES ({marks})"  # noqa: S608 - names from our models
        with connection.cursor() as cursor:
            cursor.executemany(into, rows)


def batches(formers: "models.QuerySet[Former]") -> Iterable[list[tuple[int, dict[str, Any]]]]:
    """Keys and former values, at most 500 at a time; all of one table have the same columns."""
    found = [(row, json.loads(body)) for row, body in formers.order_by("pk").values_list("row", "body")]
    for start in range(0, len(found), BATCH):
        yield found[start : start + BATCH]


def plain(value: Any) -> Any:
    """A value of JSON as the database takes it."""
    return json.dumps(value) if isinstance(value, list | dict) else value
