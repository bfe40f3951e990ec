"""Imports of i-Ready files: ours against django-import-export's default import, and against the raw load.

The peer and the raw load are spared the students (they are there when they begin), the reading of dates and levels,
and the comparison; all start from the same state and write into the same table of the same database.
"""

import csv
import gc
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from tests.measuring import measure

MEASURE = "iready.reading.overall_scale"
HEADERS = (
    "Last Name,First Name,Student ID,Student Grade,Academic Year,School,Class Teacher(s),Start Date,Completion Date,"
    "Norming Window,Baseline Diagnostic (Y/N),Most Recent Diagnostic YTD (Y/N),Overall Scale Score,Overall Placement,"
    "Overall Relative Placement,Percentile,Lexile Measure,Phonics Scale Score"
).split(",")
WINDOWS = (("Fall (Beginning of Year - November 15)", date(2026, 9, 8)), ("Winter", date(2027, 1, 11)))
PLACED = ("3 or More Grade Levels Below", "2 Grade Levels Below", "1 Grade Level Below", "Early On Grade Level",
          "Mid or Above Grade Level")  # fmt: skip
FIELDS = ("student", "school", "measure", "year", "window", "taken_on", "sitting", "grade", "value", "level", "is_met")
KEYS = ("student", "measure", "year", "window", "taken_on", "sitting")
COLUMNS = [f"{name}_id" if name in FIELDS[:3] else name for name in FIELDS]


def rows(students: int, more: int = 0) -> Iterator[list[str]]:
    """Two sittings of each student, every score `more` points higher; the same rows at every call."""
    chance = random.Random(20_000)
    for student in range(students):
        grade = str(chance.randint(1, 8))
        for number, (window, first) in enumerate(WINDOWS):
            day = first + timedelta(days=chance.randint(0, 20))
            told = f"{day.month}/{day.day}/{day.year}"
            score, placed = str(chance.randint(300, 700) + more), chance.choice(PLACED)
            who = ["Last", "First", f"{700_000 + student}", grade, "2026-2027", "Juniper Elementary", "Teacher"]
            when = [told, told, window, "N" if number else "Y", "Y" if number else "N"]
            yield [*who, *when, score, "Grade 3", placed, "50", "400L", score]


@contextmanager
def export(students: int, more: int = 0) -> Iterator[Path]:
    """The rows as a file."""
    with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="") as file:
        csv.writer(file).writerows([HEADERS, *rows(students, more)])
        file.flush()
        yield Path(file.name)


@cache
def school() -> Any:
    from teams.models import Network, School

    network, _ = Network.objects.get_or_create(code="bench", defaults={"name": "Bench"})
    found, _ = School.objects.get_or_create(code="bench", defaults={"name": "Juniper Elementary", "network": network})
    return found


def ours(path: Path) -> tuple[float, tuple[int, int, int]]:
    """From the file to rows that stand, students matched, created and sealed."""
    from data_imports.actions import import_file
    from data_imports.reading.contract import Given

    gc.collect()
    began = time.perf_counter()
    done = import_file(path, name="iready.csv", school=school(), given=Given(), by=None, at=timezone.now())
    return time.perf_counter() - began, tuple(done.stored.counts)


def kept() -> list[tuple[Any, ...]]:
    """What the results are, as a prepared file or program would have them."""
    from data_imports.models import Result

    return list(Result.objects.filter(school=school()).order_by("pk").values_list(*COLUMNS))


def peer(found: Sequence[Sequence[Any]]) -> float:
    """django-import-export's default import of the same rows."""
    import tablib
    from import_export import resources

    from data_imports.models import Result

    class Plain(resources.ModelResource):
        class Meta:
            model = Result
            fields = FIELDS
            import_id_fields = KEYS

    table = tablib.Dataset(*[["" if cell is None else str(cell) for cell in row] for row in found], headers=FIELDS)
    gc.collect()
    began = time.perf_counter()
    done = Plain().import_data(table)
    seconds = time.perf_counter() - began
    assert (done.totals["new"] + done.totals["update"], done.has_errors()) == (len(found), False)
    return seconds


def raw(found: Sequence[Sequence[Any]]) -> float:
    """The least that putting these rows in could take: COPY into PostgreSQL, `executemany` into SQLite."""
    from data_imports.models import Result

    names = ", ".join(f'"{name}"' for name in (*COLUMNS, "missing", "section", "is_baseline", "is_most_recent"))
    whole = [(*row, "", "", False, False) for row in found]
    table, marks = Result._meta.db_table, ", ".join(["%s"] * len(whole[0]))
    gc.collect()
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in whole:
                    copy.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", whole)  # noqa: S608
    return time.perf_counter() - began


def clear(*, students: bool = True) -> None:
    """Nothing of the benchmark's school is left; the demo, where it is loaded, stays."""
    from data_imports.models import Former, Result, Student

    with connection.cursor() as cursor:
        mine = "upload_id IN (SELECT id FROM data_imports_upload WHERE school_id = %s)"
        cursor.execute(f"DELETE FROM {Former._meta.db_table} WHERE {mine}", [school().pk])  # noqa: S608
        for table in (Result, *([Student] if students else [])):
            cursor.execute(f"DELETE FROM {table._meta.db_table} WHERE school_id = %s", [school().pk])  # noqa: S608


def new(students: int, other: Callable[[Sequence[Sequence[Any]]], float]) -> tuple[float, float]:
    """New rows and new students for us; new rows for the other."""
    clear()
    try:
        with export(students) as path:
            seconds, counts = ours(path)
        assert counts == (2 * students, 0, 0)
        found = kept()
        clear(students=False)
        return seconds, other(found)
    finally:
        clear()


def changed(students: int, other: Callable[[Sequence[Sequence[Any]]], float]) -> tuple[float, float]:
    """Every score changed for us. The peer changes them too; the raw load has an empty table, which is faster."""
    clear()
    try:
        with export(students) as path:
            ours(path)
        found = kept()
        with export(students, more=1) as path:
            seconds, counts = ours(path)
        assert counts == (0, 2 * students, 0)
        if other is raw:
            clear(students=False)
        return seconds, other(found)
    finally:
        clear()


STUDENTS = 50_000


@measure("import.iready", unit="s", against="peer", goal=10)
def import_iready() -> tuple[float, float]:
    """20,000 rows."""
    return new(10_000, peer)


@measure("import.new", unit="s", against="peer", goal=25, runs=1)
def import_new() -> tuple[float, float]:
    """100,000 rows."""
    return new(STUDENTS, peer)


@measure("import.new", unit="s", against="floor", goal=5)
def import_new_raw() -> tuple[float, float]:
    return new(STUDENTS, raw)


@measure("import.changed", unit="s", against="peer", goal=25, runs=1)
def import_changed() -> tuple[float, float]:
    """100,000 rows, every score changed."""
    return changed(STUDENTS, peer)


@measure("import.changed", unit="s", against="floor", goal=5)
def import_changed_raw() -> tuple[float, float]:
    return changed(STUDENTS, raw)
