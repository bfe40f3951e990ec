"""Taking an upload back row by row: what it changed or removed returns, what it created goes.

The journal is read in pieces, so that a large one is never held. A value that pointed to something deleted in the
meantime does not return.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q, QuerySet

from data_imports.enums import UploadState
from data_imports.merging.statements import LINKED, listed, quoted
from data_imports.models import (
    Former,
    LeapRating,
    Measure,
    PublicFigure,
    Result,
    Roster,
    Scale,
    Student,
    StudentId,
    SurveyFinding,
    Upload,
)

Fields = dict[str, "models.Field[Any, Any]"]
Line = tuple[int, dict[str, Any]]
ROWS: tuple[type[models.Model], ...] = (StudentId, Result, Roster, LeapRating, SurveyFinding, PublicFigure)
# what is named by others: deleted last, if nothing names it
NAMED: tuple[type[models.Model], ...] = (Student, Scale, Measure)
BATCH = 500


def put_back(upload: Upload) -> None:
    """Rows as they were before the upload. What is the upload's own once changed rows are put back, it created.

    What went from one student to another comes last: until then both would be in the way.
    """
    for table in (*NAMED, *ROWS):
        formers = upload.formers.filter(table=table.__name__)
        for batch in batches(table, formers.filter(is_removed=False)):
            update(table, batch)
        if table in ROWS:
            delete_created(table, upload)
        for batch in batches(table, formers.filter(is_removed=True)):
            insert(table, batch)
    for table in (*NAMED, *ROWS):
        for batch in batches(table, upload.formers.filter(table=table.__name__ + LINKED)):
            update(table, batch)


def delete_created(table: type[models.Model], upload: Upload) -> None:
    """A table's rows of an upload, in bulk; nothing is loaded."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table._meta.db_table} WHERE upload_id = %s", [upload.pk])  # noqa: S608 - names from our models


def delete_unused(upload: Upload) -> None:
    """The upload's students, measures and scales that no row needs; the last two also of files undone before."""
    # Django would load every student to look for rows that go with it; there are none
    unused = Student.objects.filter(upload=upload)
    for table in (Result, Roster, StudentId):
        unused = unused.exclude(by_student(table))
    unused._raw_delete(unused.db)
    left = Q(upload=upload) | Q(upload__state=UploadState.UNDONE)
    of_scale = Result.objects.filter(measure=OuterRef("measure"), year=OuterRef("year"))
    Scale.objects.filter(left).exclude(Exists(of_scale)).delete()
    needed = [table.objects.filter(measure=OuterRef("pk")) for table in (Result, Scale)]
    Measure.objects.filter(left).exclude(Exists(needed[0])).exclude(Exists(needed[1])).delete()


def by_student(table: type[models.Model]) -> Exists:
    """Whether a student has rows in a table."""
    return Exists(table._default_manager.filter(student=OuterRef("pk")))


def update(table: type[models.Model], batch: list[Line]) -> None:
    """Former values into rows that are still there."""
    names = list(batch[0][1])
    sets = ", ".join(f"{quoted(name)} = %s" for name in names)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table._meta.db_table} SET {sets} WHERE id = %s",  # noqa: S608 - names from our models
            [(*body.values(), row) for row, body in batch],
        )


def insert(table: type[models.Model], batch: list[Line]) -> None:
    """Removed rows, under the keys that they had."""
    names = list(batch[0][1])
    marks = ", ".join(["%s"] * (len(names) + 1))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table._meta.db_table} (id, {listed(names)}) VALUES ({marks})",  # noqa: S608 - names from our models
            [(row, *body.values()) for row, body in batch],
        )


def batches(table: type[models.Model], formers: QuerySet[Former]) -> Iterator[list[Line]]:
    """Keys and former values as the database takes them, at most 500 at a time; all have the same columns."""
    fields: Fields = {str(field.column): field for field in table._meta.concrete_fields}
    after = 0
    while found := list(formers.filter(pk__gt=after).order_by("pk").values_list("pk", "row", "body")[:BATCH]):
        after = found[-1][0]
        lines: list[Line] = [(row, json.loads(body)) for _pk, row, body in found]
        if kept := without_orphans(fields, lines):
            yield [(row, {name: plain(fields[name], value) for name, value in body.items()}) for row, body in kept]


def without_orphans(fields: Fields, lines: list[Line]) -> list[Line]:
    """No key of what has been deleted since: such a value becomes empty, or the line goes with what it named."""
    for name in lines[0][1]:
        field = fields[name]
        if not isinstance(field, models.ForeignKey):
            continue
        wanted = {body[name] for _row, body in lines} - {None}
        there = set(field.related_model._default_manager.filter(pk__in=wanted).values_list("pk", flat=True))
        gone = wanted - there
        if gone and field.remote_field.on_delete is models.SET_NULL:
            lines = [(row, {**body, name: None if body[name] in gone else body[name]}) for row, body in lines]
        elif gone:
            lines = [(row, body) for row, body in lines if body[name] not in gone]
        if not lines:
            break
    return lines


def plain(field: "models.Field[Any, Any]", value: Any) -> Any:
    """A value of the journal as the database takes it: SQLite writes numbers as text of 20 digits."""
    if isinstance(value, str) and isinstance(field, models.FloatField):
        return float(value)
    return json.dumps(value) if isinstance(value, list | dict) else value
