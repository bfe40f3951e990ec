"""The site as `manage.py serve` starts it, watched over as a service manager does: what is killed is started again."""

import asyncio
import contextlib
import os
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import psycopg
from django.conf import settings
from django.db import connection

from reflection_site import processes
from tests.services import ROOT, answers, database_url, free_port

HELD_SECONDS = 1.5
# by which the site's connections are told from our own
NAME = "site"


class Site:
    """Web server, worker with its clock, Redis; each can be killed, and the database's connections can be cut."""

    def __init__(self, folder: Path) -> None:
        self.port, self.folder = free_port(), folder
        self.socket = processes.short_socket(folder, "redis.sock")
        self.children: dict[str, processes.Child] = {}
        self.blows = Counter[str]()
        self.web_began = 0.0
        self.is_ending = False

    @property
    def env(self) -> dict[str, str]:
        left_out = ("SOLSTICE_TEST_", "DJANGO_", "REDIS_URL", "DATABASE_URL", "DEBUG", "VAR_DIR")
        ours = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
        told = {"DATABASE_URL": database_url(), "REDIS_URL": f"unix://{self.socket}", "VAR_DIR": str(self.folder)}
        where = {"PORT": str(self.port), "SITE_URL": f"http://localhost:{self.port}", "PYTHONPATH": str(ROOT)}
        return ours | told | where | {"DEBUG": "0", "SECOND_FACTOR_REQUIRED": "0", "PGAPPNAME": NAME}

    def start(self, name: str) -> None:
        if name == "redis":
            with contextlib.suppress(TimeoutError):
                self.children[name], _ = processes.start_redis(self.socket, self.folder / "redis.log")
            return
        python = [sys.executable, "-m"]
        web = [*python, "uvicorn", "reflection_site.asgi:application", "--host", "127.0.0.1", "--port", str(self.port)]
        web += ["--log-level", "warning", "--timeout-graceful-shutdown", "3"]
        worker = [*python, "celery", "-A", "reflection_site", "worker", "--loglevel", "WARNING", "--concurrency", "2"]
        worker += ["--beat", "--schedule", str(self.folder / "beat")]
        command = {"web": web, "worker": worker}[name]
        self.children[name] = processes.start(name, command, self.env, self.folder / f"{name}.log")

    async def is_ready(self, seconds: float = 180) -> None:
        """Until it says so itself."""
        end = time.monotonic() + seconds
        while not await asyncio.to_thread(answers, f"http://localhost:{self.port}/readyz"):
            assert time.monotonic() < end, (self.folder / "web.log").read_text()[-2000:]
            await asyncio.sleep(0.2)
        self.web_began = time.monotonic()

    # --- blows

    async def kill(self, name: str) -> None:
        """SIGKILL, with all that it has started; started again after a moment."""
        self.blows[name] += 1
        child = self.children[name]
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()
        await asyncio.sleep(1 if name == "redis" else 0.2)
        if not self.is_ending:
            await asyncio.to_thread(self.start, name)
        if name == "web":
            await self.is_ready()

    async def cut_database(self) -> None:
        """Every connection of the site is ended; where there are none (SQLite), somebody else writes for a while."""
        self.blows["database"] += 1
        await asyncio.to_thread(self._hold_file if connection.vendor == "sqlite" else self._end_backends)

    @staticmethod
    def _hold_file() -> None:
        with contextlib.closing(sqlite3.connect(settings.DATABASES["default"]["NAME"], timeout=20)) as held:
            held.execute("BEGIN IMMEDIATE")
            time.sleep(HELD_SECONDS)
            held.rollback()

    @staticmethod
    def _end_backends() -> None:
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s"
        with psycopg.connect(database_url(), autocommit=True) as line:
            line.execute(ended, [NAME])

    async def restore(self) -> None:
        """All of it stands."""
        for name, child in list(self.children.items()):
            if child.died:
                await asyncio.to_thread(self.start, name)
        await self.is_ready()

    async def storm(self, random: Random, every: float) -> None:
        """Blow after blow, each somewhere."""
        blows = [lambda name=name: self.kill(name) for name in ("web", "worker", "redis")]
        while True:
            for blow in random.sample([*blows, self.cut_database, self.cut_database], 5):
                await asyncio.sleep(random.uniform(0.5, 1.5) * every)
                await blow()


@contextlib.asynccontextmanager
async def standing() -> AsyncIterator[Site]:
    """The site, ready; all of it stops at the end."""
    with tempfile.TemporaryDirectory(prefix="solstice-chaos-") as name:
        site = Site(Path(name))
        try:
            for part in ("redis", "web", "worker"):
                await asyncio.to_thread(site.start, part)
            await site.is_ready()
            yield site
        finally:
            site.is_ending = True
            for child in reversed(site.children.values()):
                child.stop(3)
