"""An i-Ready file of 20,000 rows: ours against django-import-export's default import of the same rows.

The peer is spared the students (they are there when it begins) and the reading of dates and levels; both start without
a result and write into the same table of the same database.
"""

import csv
import gc
import io
import random
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from tests.measuring import measure

STUDENTS = 10_000
MEASURE = "iready.reading.overall_scale"
HEADERS = (
    "Last Name,First Name,Student ID,Student Grade,Academic Year,School,Class Teacher(s),Start Date,Completion Date,"
    "Norming Window,Baseline Diagnostic (Y/N),Most Recent Diagnostic YTD (Y/N),Overall Scale Score,Overall Placement,"
    "Overall Relative Placement,Percentile,Lexile Measure,Phonics Scale Score"
).split(",")
WINDOWS = (("Fall (Beginning of Year - November 15)", date(2026, 9, 8)), ("Winter", date(2027, 1, 11)))
PLACED = ("3 or More Grade Levels Below", "2 Grade Levels Below", "1 Grade Level Below", "Early On Grade Level",
          "Mid or Above Grade Level")  # fmt: skip


def rows() -> Iterator[list[str]]:
    """Two sittings of each student; the same rows at every call."""
    chance = random.Random(20_000)
    for student in range(STUDENTS):
        grade = str(chance.randint(1, 8))
        for number, (window, first) in enumerate(WINDOWS):
            day = first + timedelta(days=chance.randint(0, 20))
            told = f"{day.month}/{day.day}/{day.year}"
            score, placed = str(chance.randint(300, 700)), chance.choice(PLACED)
            who = ["Last", "First", f"{700_000 + student}", grade, "2026-2027", "Juniper Elementary", "Teacher"]
            when = [told, told, window, "N" if number else "Y", "Y" if number else "N"]
            yield [*who, *when, score, "Grade 3", placed, "50", "400L", score]


def _ours(school: Any, content: bytes) -> float:
    from data_imports.actions import import_content
    from data_imports.reading.contract import Given

    began = time.perf_counter()
    done = import_content(content, name="iready.csv", school=school, given=Given("", ""), by=None, at=timezone.now())
    seconds = time.perf_counter() - began
    assert (done.stored.counts.created, done.reading.rejected) == (2 * STUDENTS, 0)
    return seconds


def _table() -> Any:
    """What a plain resource can read: the rows just imported, as they would stand in a prepared file."""
    import tablib

    from data_imports.models import Result

    fields = ("student", "school", "measure", "year", "window", "taken_on", "grade", "value", "level", "is_met")
    kept = Result.objects.order_by("pk").values_list(*(f"{f}_id" if f in fields[:3] else f for f in fields))
    return tablib.Dataset(*[["" if cell is None else str(cell) for cell in row] for row in kept], headers=fields)


def _theirs(table: Any) -> float:
    from import_export import resources

    from data_imports.models import Result

    class Plain(resources.ModelResource):
        class Meta:
            model = Result
            fields = tuple(table.headers)
            import_id_fields = ("student", "measure", "year", "window", "taken_on")

    began = time.perf_counter()
    done = Plain().import_data(table)
    seconds = time.perf_counter() - began
    assert (done.totals["new"], done.has_errors()) == (2 * STUDENTS, False)
    return seconds


@measure("import.iready", unit="s", against="peer", goal=10)
def import_iready() -> tuple[float, float]:
    """From the bytes of the file to rows that stand, students created and sealed on our side."""
    from data_imports.models import Result, Student
    from teams.models import Network, School

    network, _ = Network.objects.get_or_create(code="bench", defaults={"name": "Bench"})
    school, _ = School.objects.get_or_create(code="bench", defaults={"name": "Juniper Elementary", "network": network})
    out = io.StringIO()
    csv.writer(out).writerows([HEADERS, *rows()])
    content = out.getvalue().encode()
    try:
        gc.collect()
        ours = _ours(school, content)
        table = _table()
        Result.objects.filter(school=school).delete()
        gc.collect()
        return ours, _theirs(table)
    finally:
        Result.objects.filter(school=school).delete()
        Student.objects.filter(school=school).delete()
