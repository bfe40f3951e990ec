"""Building a packet over a million results, and serving a frozen one."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from tests.benchmarks.imports import clear, school
from tests.benchmarks.pages import _busy_lead, _server_times
from tests.measuring import measure

STUDENTS, YEAR = 166_667, "2026-27"
MEASURES = ("iready.math.overall_scale", "iready.reading.overall_scale")
DAYS = {"fall": "2026-09-15", "winter": "2027-01-12", "spring": "2027-04-20"}
LEVELS = ("3 or More Grade Levels Below", "2 Grade Levels Below", "1 Grade Level Below", "Early On Grade Level",
          "Mid or Above Grade Level")  # fmt: skip


def _students() -> Iterator[Any]:
    from data_imports.models import Student

    for number in range(STUDENTS):
        yield Student(
            school=school(), id_hash=f"{number:064d}", id_sealed="", grade=str(1 + number % 8), seen_on="2026-09-15",
            is_multilingual=number % 3 == 0, has_iep=number % 9 == 0, is_low_income=number % 2 == 0,
        )  # fmt: skip


def _results(measure_id: int, window: str) -> str:
    """One result of every student, in one statement."""
    text = "CAST(s.id % 5 + 1 AS integer)"
    return (
        'INSERT INTO data_imports_result (student_id, school_id, measure_id, year, "window", taken_on, sitting, grade, '  # noqa: S608
        "value, level, is_met, missing, section, is_baseline, is_most_recent) "
        f"SELECT s.id, s.school_id, {measure_id}, '{YEAR}', '{window}', '{DAYS[window]}', 1, s.grade, "
        f"400 + s.id % 200, {text}, {text} >= 4, '', '', {_bool(False)}, {_bool(False)} FROM data_imports_student s "
        f"WHERE s.school_id = {school().pk}"
    )


def _bool(value: bool) -> str:
    return str(value).upper() if connection.vendor == "postgresql" else str(int(value))


@contextmanager
def million() -> Iterator[None]:
    """Two measures of every student in three windows."""
    from data_imports.models import Measure, Scale, Student

    clear()
    try:
        Student.objects.bulk_create(_students(), batch_size=2_000)
        for key in MEASURES:
            told = {"title": key, "subject": key.split(".")[1]}
            found, _ = Measure.objects.get_or_create(key=key, defaults=told)
            shape = {"lowest": 100, "highest": 800, "levels": list(LEVELS), "met_from": 4}
            Scale.objects.get_or_create(measure=found, year=YEAR, defaults=shape)
            with connection.cursor() as cursor:
                for window in DAYS:
                    cursor.execute(_results(found.pk, window))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield
    finally:
        clear()


def aggregation() -> float:
    """The plain SQL that the packet's figures need: where students stand in each window, and how they moved."""
    latest = (
        'WITH last AS (SELECT r.*, ROW_NUMBER() OVER (PARTITION BY student_id, measure_id, "window" '  # noqa: S608
        "ORDER BY taken_on DESC, sitting DESC) AS place FROM data_imports_result r "
        f"WHERE school_id = {school().pk} AND year = '{YEAR}' AND value IS NOT NULL) "
    )
    standing = (
        'SELECT l.measure_id, l."window", l.grade, s.is_multilingual, s.has_iep, s.is_low_income, l.level, COUNT(*) '
        "FROM last l JOIN data_imports_student s ON s.id = l.student_id WHERE l.place = 1 GROUP BY 1, 2, 3, 4, 5, 6, 7"
    )
    moving = (
        "SELECT a.measure_id, a.grade, COUNT(*), AVG(a.value), AVG(b.value) FROM last a JOIN last b "
        "ON b.student_id = a.student_id AND b.measure_id = a.measure_id AND b.\"window\" = 'spring' AND b.place = 1 "
        "WHERE a.\"window\" = 'fall' AND a.place = 1 GROUP BY 1, 2"
    )
    began = time.perf_counter()
    with connection.cursor() as cursor:
        for statement in (standing, moving):
            cursor.execute(latest + statement)
            cursor.fetchall()
    return time.perf_counter() - began


@measure("packet.build", unit="s", against="floor", goal=3, runs=1)
def packet_build() -> tuple[float, float]:
    """Counting, audit and drawing in both languages, of one school's packet in profile B."""
    from data_imports.actions import freeze_packet
    from data_imports.models import Packet

    with million():
        floor = aggregation()
        began = time.perf_counter()
        freeze_packet(school=school(), profile="B", year=YEAR, window="spring", by=None, at=timezone.now())
        seconds = time.perf_counter() - began
        Packet.objects.filter(school=school()).delete()
    return seconds, floor


@cache
def _frozen() -> tuple[Any, Any]:
    """The lead of the demo who has most to do, and a packet that they may read."""
    from cycles.plan import access

    lead = _busy_lead()
    sessions = access.packet_sessions(lead).select_related("packet")  # type: ignore[arg-type]
    return lead, max(sessions, key=lambda session: len(session.packet.body))


@measure("packet.serve", unit="ms", against="floor", goal=1.5)
def packet_serve() -> tuple[float, float]:
    """The largest frozen packet of the demo, as a lead opens it from its session."""
    lead, session = _frozen()
    ours, empty = _server_times(lead, reverse("cycles:packet", args=[session.pk]), "/empty/")
    return ours, empty
