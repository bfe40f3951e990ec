"""`manage.py serve`: the whole site with one command (`make run`)."""

import fcntl
import os
import signal
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError

from reflection_site import catalogue, environment, health, processes


class Command(BaseCommand):
    """Prepares database and demo, starts Redis, web server and worker, tells when it is ready, stops all on Ctrl-C."""

    help = "Start the web server, the worker with its clock and, unless REDIS_URL is set, a Redis."

    def handle(self, **options: Any) -> None:
        """Runs until Ctrl-C, SIGTERM or the death of a child; exit 2 with one sentence where it cannot start."""
        self.children: list[processes.Child] = []
        self.host = environment.text("BIND_ADDRESS", "127.0.0.1")
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            self.prepare()
            self.start_children()
            self.greet()
            self.watch()
        except KeyboardInterrupt:
            self.stdout.write("\nStopping. What was entered is kept.")
        finally:
            # make passes Ctrl-C on once more; what follows takes seconds and ends by itself
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            for child in reversed(self.children):
                child.stop()

    def refuse(self, sentence: str) -> NoReturn:
        """One sentence, exit code 2."""
        self.stderr.write(sentence)
        raise SystemExit(2)

    def prepare(self) -> None:
        """Everything that must stand before the first page: folder, catalogues, tables, Redis, demo district."""
        for folder in (settings.VAR_DIR, settings.STATIC_ROOT):
            folder.mkdir(parents=True, exist_ok=True)
        self.hold_folder()
        if not processes.port_is_free(self.host, settings.PORT):
            self.refuse(f"Port {settings.PORT} is in use; choose another one, for example: make run PORT=8001")
        demo = environment.flag("DEMO", default=True)
        if environment.text("REDIS_URL") and not processes.redis_answers(settings.REDIS_URL):
            self.refuse("No Redis answers at REDIS_URL; start it, or leave REDIS_URL out to use the bundled one.")
        catalogue.compile_catalogues(settings.BASE_DIR)
        try:
            if health.migrations_wait():
                call_command("migrate", verbosity=0, interactive=False)
        except DatabaseError as error:
            self.refuse(f"The database of DATABASE_URL does not answer as it should: {str(error).splitlines()[0]}")
        self.env = {**os.environ, "PYTHONUNBUFFERED": "1", "REDIS_URL": self.redis()}
        if demo and not get_user_model().objects.exists():
            self.load_demo()

    def hold_folder(self) -> None:
        """One site for one folder: the lock ends with this process, however it ends."""
        self.lock = Path(settings.VAR_DIR, "serve.lock").open("a")  # noqa: SIM115  held until the process ends
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.refuse(f"Solstice is already running on the data in {settings.VAR_DIR}; stop that one first.")

    def redis(self) -> str:
        """The address of the Redis that REDIS_URL names, else of one of our own."""
        if environment.text("REDIS_URL"):
            return str(settings.REDIS_URL)
        socket = processes.short_socket(settings.VAR_DIR, "redis.sock")
        try:
            child, address = processes.start_redis(socket, settings.VAR_DIR / "redis.log")
        except (FileNotFoundError, TimeoutError):
            self.refuse(f"Redis could not be started; see {settings.VAR_DIR / 'redis.log'}.")
        self.children.append(child)
        return address

    def load_demo(self) -> None:
        """In a process of its own, because only there the Redis just started is the one in the settings."""
        self.stdout.write("Loading the demo district, once ...")
        self.stdout.flush()
        demo = processes.start(
            "The demo district", [sys.executable, "manage.py", "demo_district", "--skip-checks"], self.env
        )
        self.children.append(demo)
        if demo.process.wait() != 0:
            self.refuse("The demo district could not be loaded; the lines above say why. DEMO=0 starts without it.")
        self.children.remove(demo)

    def start_children(self) -> None:
        """Web server and worker; returns when the site says that it is ready."""
        python = [sys.executable, "-m"]
        web = [*python, "uvicorn", "reflection_site.asgi:application", "--host", self.host]
        web += ["--port", str(settings.PORT), "--log-level", "warning", "--timeout-graceful-shutdown", "3"]
        beat = ["--beat", "--schedule", settings.CELERY_BEAT_SCHEDULE_FILENAME]
        worker = [*python, "celery", "-A", "reflection_site", "worker", "--loglevel", "WARNING", "--concurrency", "2"]
        self.children.append(processes.start("The web server", web, self.env))
        log = settings.VAR_DIR / "worker.log"
        self.children.append(processes.start("The worker", [*worker, *beat], self.env, log))
        if not processes.wait_until(self.is_ready, 120, self.children):
            self.watch_once()
            self.refuse("The site did not become ready within two minutes; the lines above say why.")

    def is_ready(self) -> bool:
        """Asks as a browser would, past any proxy that the environment names."""
        host = "127.0.0.1" if self.host == "0.0.0.0" else self.host  # noqa: S104  a comparison
        address = f"http://{host}:{settings.PORT}/readyz"
        request = urllib.request.Request(address, headers={"Host": urlsplit(settings.SITE_URL).netloc})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def greet(self) -> None:
        """The address, who may sign in, and where things lie."""
        self.stdout.write(f"\nSolstice is ready: {settings.SITE_URL}/\n")
        if environment.flag("DEMO", default=True):
            call_command("demo_people", stdout=self.stdout)
        else:
            first = environment.text("ADMIN_EMAIL", "admin@localhost")
            call_command("create_district_admin", first, if_none=True, stdout=self.stdout)
            self.stdout.write(f"Sign in; {settings.SITE_URL}/setup/ leads through the first day.")
        if not environment.text("EMAIL_HOST"):
            self.stdout.write(f"Mail is kept in {settings.EMAIL_FILE_PATH}, nothing is sent.")
        self.stdout.write(f"Everything is kept in {settings.VAR_DIR}. Ctrl-C stops.")
        self.stdout.flush()

    def watch(self) -> None:
        """Nothing is restarted silently: the first child to end ends all, and is named."""
        while True:
            time.sleep(0.5)
            self.watch_once()

    def watch_once(self) -> None:
        """Names a child that ended and ends with it."""
        for child in self.children:
            if child.died:
                self.stderr.write(f"{child.name} stopped (exit {child.process.returncode}); stopping everything.")
                raise SystemExit(1)
