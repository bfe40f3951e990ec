"""What a large import takes, and what it leaves to others: 250,000 rows by the command line in a process of its own."""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from statistics import median
from typing import Any

from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from tests.benchmarks.imports import clear, export, school
from tests.measuring import measure

STUDENTS = 125_000
MOST_MB = 300
LONGEST_STALL_MS = 2_000
ROOT = Path(__file__).resolve().parents[2]


def database_url() -> str:
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    return f"postgresql://{told['USER']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"


def started(path: Path) -> "subprocess.Popen[str]":
    """The import as a process of its own on the same database."""
    env = {**os.environ, "DATABASE_URL": database_url(), "SOLSTICE_TEST_REDIS": settings.REDIS_URL}
    command = [sys.executable, "manage.py", "import_file", str(path), "--school", school().code, "--json"]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)


def told(process: "subprocess.Popen[str]") -> dict[str, Any]:
    out, _ = process.communicate(timeout=600)
    assert process.returncode == 0
    result: dict[str, Any] = json.loads(out)
    assert result["created"] == 2 * STUDENTS
    return result


@measure("import.memory", unit="MB", against="limit", goal=1, runs=1)
def import_memory() -> tuple[float, float]:
    """The most that the process or its child holds at once."""
    clear()
    try:
        with export(STUDENTS) as path:
            return float(told(started(path))["peak_rss_mb"]), MOST_MB
    finally:
        clear()


class Page:
    """Somebody who opens a page and saves something, again and again."""

    def __init__(self) -> None:
        from django.utils import timezone

        from teams.models import Person

        email = "beside@example.org"
        self.person = Person.objects.filter(email=email).first() or Person.objects.create_user(
            email=email, name="Beside", password="x" * 12
        )
        day = timezone.localdate()
        self.person.appointments.get_or_create(role="staff", school=school(), defaults={"starts_on": day})
        self.client = Client()
        self.client.force_login(self.person)
        self.taken: list[float] = []

    def once(self) -> None:
        began = time.perf_counter()
        assert self.client.get(reverse("cycles:today")).status_code == 200
        answer = self.client.post(reverse("teams:me-edit"), {"name": "Beside", "language": "en"})
        assert answer.status_code == 302, answer.status_code
        self.taken.append((time.perf_counter() - began) * 1000)

    def until(self, done: threading.Event) -> None:
        while not done.is_set():
            self.once()
            time.sleep(0.02)
        connections.close_all()


def beside() -> tuple[list[float], list[float]]:
    """Milliseconds of the page while an import works, and while none does."""
    clear()
    try:
        idle = Page()
        for _ in range(60):
            idle.once()
            time.sleep(0.02)
        busy = Page()
        with export(STUDENTS) as path:
            process, done = started(path), threading.Event()
            thread = threading.Thread(target=busy.until, args=(done,))
            thread.start()
            told(process)
            done.set()
            thread.join()
        return busy.taken, idle.taken[10:]
    finally:
        clear()


@measure("import.page_beside", unit="ms", against="peer", goal=0.5, runs=1)
def page_beside() -> tuple[float, float]:
    """The median of a page that reads and writes: idle against beside (at least half as fast)."""
    busy, idle = beside()
    return median(busy), median(idle)


@measure("import.page_beside", unit="ms", against="limit", goal=1, runs=1)
def page_stall() -> tuple[float, float]:
    """The longest that such a page had to wait."""
    busy, _idle = beside()
    return max(busy), LONGEST_STALL_MS
