"""Two rows of one student become one, and staged rows find the student by any id: a few statements for any number.

What is moved is remembered under the table's name and `LINKED`, what goes as a removed row: so it can be taken back.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.db import connection, models
from django.db.models import Count, Max

from data_imports.merging import Staging
from data_imports.merging.statements import BUILDS_ON, LINKED, as_json, false, quoted, true
from data_imports.models import Former, Result, Roster, Student, StudentId, Upload

SAME, PAIRS, ASKED = "staged_same_student", "staged_one_student", "staged_asked_student"
FILLED = ("grade", "is_multilingual", "has_iep", "is_low_income")
# what names a row beside its student
OWN: dict[type[models.Model], tuple[str, ...]] = {
    Result: ("measure_id", "year", "window", "taken_on", "sitting"),
    Roster: ("year", "place"),
    StudentId: (),
}
MANY = 500


class Standing(NamedTuple):
    """How far ids and students have come: two equal ones have nothing between them."""

    ids: int
    last_id: int
    students: int
    last_student: int


def standing() -> Standing:
    """How it is now."""
    found = [table.objects.aggregate(n=Count("pk"), last=Max("pk")) for table in (StudentId, Student)]
    return Standing(*(number or 0 for told in found for number in (told["n"], told["last"])))


def hold(*, is_changing: bool) -> None:
    """Let nobody change which ids belong together until the transaction ends. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        mode = "SHARE ROW EXCLUSIVE" if is_changing else "SHARE"
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {StudentId._meta.db_table} IN {mode} MODE")


def pairs(name: str, columns: tuple[str, str], kind: str, rows: Sequence[tuple[str, str] | tuple[int, int]]) -> None:
    """A temporary table of two columns."""
    # not Django's immediate transaction: this one locks the temporary tables only
    is_alone = connection.vendor == "sqlite" and not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {name}")
        cursor.execute(f"CREATE TEMPORARY TABLE {name} ({columns[0]} {kind} PRIMARY KEY, {columns[1]} {kind} NOT NULL)")
        if is_alone:
            cursor.execute("BEGIN DEFERRED")
        cursor.executemany(f"INSERT INTO {name} ({columns[0]}, {columns[1]}) VALUES (%s, %s)", rows)  # noqa: S608 - our names
        if is_alone:
            cursor.execute("COMMIT")


def known(hashes: Iterable[str]) -> list[tuple[int, str, object, str, str | None, str | None]]:
    """Who is known by one of these hashes: student, own hash, day last seen; then kind, hash and file of each id.

    Without ids there is one row. One query, by way of a temporary table.
    """
    pairs(ASKED, ("id_hash", "blank"), "varchar(64)", [(name, "") for name in hashes])
    ids, students, uploads = StudentId._meta.db_table, Student._meta.db_table, Upload._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH who AS (SELECT t.id FROM {students} t JOIN {ASKED} q ON q.id_hash = t.id_hash UNION "  # noqa: S608 - names from our models
            f"SELECT a.student_id FROM {ids} a JOIN {ASKED} q ON q.id_hash = a.id_hash) "
            f"SELECT t.id, t.id_hash, t.seen_on, a.kind, a.id_hash, u.file_name FROM who "
            f"JOIN {students} t ON t.id = who.id LEFT JOIN {ids} a ON a.student_id = t.id "
            f"LEFT JOIN {uploads} u ON u.id = a.upload_id ORDER BY t.id, a.id"
        )
        return list(cursor.fetchall())


def find_students(planned: Mapping[str, str], staged: Sequence[tuple[Staging, str]]) -> None:
    """Give staged rows the student's own hash where they have another; `planned` goes before what is stored."""
    pairs(SAME, ("id_hash", "student"), "varchar(64)", list(planned.items()))
    ids, students = StudentId._meta.db_table, Student._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {SAME} SELECT a.id_hash, t.id_hash FROM {ids} a JOIN {students} t ON t.id = a.student_id "  # noqa: S608 - names from our models
            "WHERE a.id_hash <> t.id_hash ON CONFLICT DO NOTHING"
        )
    for staging, column in staged:
        staging.rename(column, SAME)


def merge_students(merges: Sequence[tuple[int, int]], upload: int) -> None:
    """Let the first of each pair become the second: results, places, ids and what is known of the student."""
    for some in rounds(merges):
        pairs(PAIRS, ("goes", "stays"), "bigint", some)
        with connection.cursor() as cursor:
            for table, own in OWN.items():
                for statement in moving(table, own, upload):
                    cursor.execute(statement)
            for statement in filling(upload):
                cursor.execute(statement)


def rounds(merges: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Pairs that can be merged at once: nobody is in two of them."""
    some: list[tuple[int, int]] = []
    busy: set[int] = set()
    for pair in merges:
        if busy.intersection(pair):
            yield some
            some, busy = [], set()
        some.append(pair)
        busy.update(pair)
    if some:
        yield some


def moving(table: type[models.Model], own: tuple[str, ...], upload: int) -> Iterator[str]:
    """Rows of who goes become rows of who stays; one that is there already goes."""
    name, both = table._meta.db_table, f"{table._meta.db_table} t JOIN {PAIRS} p ON p.goes = t.student_id"
    if own:
        same = " AND ".join(f"o.{quoted(part)} = t.{quoted(part)}" for part in own)
        twice = f"{both} JOIN {name} o ON o.student_id = p.stays AND {same}"
        everything = tuple(str(field.column) for field in table._meta.concrete_fields if not field.primary_key)
        yield remembering(table, table.__name__, everything, twice, upload, is_removed=True)
        yield f"DELETE FROM {name} WHERE id IN (SELECT t.id FROM {twice})"  # noqa: S608 - names from our models
    yield remembering(table, table.__name__ + LINKED, ("student_id",), both, upload)
    stays = f"(SELECT p.stays FROM {PAIRS} p WHERE p.goes = {name}.student_id)"  # noqa: S608 - names from our models
    yield f"UPDATE {name} SET student_id = {stays} WHERE student_id IN (SELECT goes FROM {PAIRS})"  # noqa: S608 - names from our models


def filling(upload: int) -> Iterator[str]:
    """What only the row that goes knows of the student is kept; then it goes."""
    name = Student._meta.db_table
    stays, goes = f"{name} t JOIN {PAIRS} p ON p.stays = t.id", f"{name} t JOIN {PAIRS} p ON p.goes = t.id"
    yield remembering(Student, Student.__name__ + LINKED, FILLED, stays, upload)
    former = f"FROM {name} f JOIN {PAIRS} p ON p.goes = f.id WHERE p.stays = {name}.id"
    told = [f"{column} = COALESCE({column}, (SELECT f.{column} {former}))" for column in FILLED[1:]]
    grade = f"grade = COALESCE(NULLIF(grade, ''), (SELECT f.grade {former}))"
    yield f"UPDATE {name} SET {', '.join([grade, *told])} WHERE id IN (SELECT stays FROM {PAIRS})"  # noqa: S608 - names from our models
    everything = tuple(str(field.column) for field in Student._meta.concrete_fields if not field.primary_key)
    yield remembering(Student, Student.__name__, everything, goes, upload, is_removed=True)
    yield f"DELETE FROM {name} WHERE id IN (SELECT goes FROM {PAIRS})"  # noqa: S608 - names from our models


def remembering(
    table: type[models.Model],
    name: str,
    columns: tuple[str, ...],
    source: str,
    upload: int,
    *,
    is_removed: bool = False,
) -> str:
    """Rows as they are, into the journal; what it has of a row already is older and stays."""
    return (
        f"INSERT INTO data_imports_former (upload_id, {quoted('table')}, {quoted('row')}, former_upload_id, "  # noqa: S608 - names from our models
        f"is_removed, body) SELECT {upload}, '{name}', t.id, t.upload_id, {true() if is_removed else false()}, "
        f"{as_json(table, 't', columns)} FROM {source} WHERE 1 = 1 ON CONFLICT DO NOTHING"
    )


def rely(upload: int, staged: Staging) -> None:
    """Note on which earlier files this one builds: those that gave its students their ids. One row for each."""
    ids, students = StudentId._meta.db_table, Student._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO data_imports_former (upload_id, {quoted('table')}, {quoted('row')}, former_upload_id, "  # noqa: S608 - names from our models
            f"is_removed, body) SELECT DISTINCT {upload}, '{BUILDS_ON}', a.upload_id, a.upload_id, {false()}, '{{}}' "
            f"FROM {staged.into.staging} s JOIN {students} t ON t.id_hash = s.id_hash "
            f"JOIN {ids} a ON a.student_id = t.id WHERE a.upload_id <> {upload} ON CONFLICT DO NOTHING"
        )


def rely_on(upload: int, students: Sequence[int]) -> None:
    """The same for students whose places a file takes away."""
    found: set[int] = set()
    for start in range(0, len(students), MANY):
        ids = StudentId.objects.filter(student__in=students[start : start + MANY]).exclude(upload=upload)
        found.update(ids.exclude(upload=None).values_list("upload", flat=True))
    rows = (Former(upload_id=upload, table=BUILDS_ON, row=one, former_upload_id=one, body="{}") for one in found)
    Former.objects.bulk_create(rows, ignore_conflicts=True)
