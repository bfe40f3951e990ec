"""The real things that tests talk to: Redis, mail server, Celery worker, web server. Fixtures; see `conftest.py`."""

import contextlib
import os
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import redis as redis_client

from reflection_site import processes

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def _redis() -> Iterator[redis_client.Redis]:
    """One Redis for each parallel worker of the run, at the socket that the settings name."""
    from django.conf import settings

    path = Path(settings.REDIS_URL.removeprefix("unix://"))
    child, address = processes.start_redis(path, path.with_suffix(".log"))
    with redis_client.Redis.from_url(address) as client:
        yield client
    child.stop()


@pytest.fixture(autouse=True)
def _empty_redis(_redis: redis_client.Redis) -> None:
    _redis.flushall()


@pytest.fixture
def redis_url() -> str:
    """The address of a Redis that is empty when the test begins."""
    from django.conf import settings

    return settings.REDIS_URL


@dataclass
class Sink:
    """A mail server that keeps what it is given; `refuse_next` makes it turn so many messages away (451)."""

    port: int = 0
    messages: list[EmailMessage] = field(default_factory=list)
    refuse_next: int = 0
    on_message: Callable[[EmailMessage], None] | None = None

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refuse_next:
            self.refuse_next -= 1
            return "451 not now"
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.messages.append(message)
        if self.on_message:
            self.on_message(message)
        return "250 kept"

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.messages if address in str(message["To"])]


@contextlib.contextmanager
def mail_server() -> Iterator[Sink]:
    """A real mail server on a free port, in a thread."""
    from aiosmtpd.controller import Controller

    sink = Sink(port=free_port())
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


@pytest.fixture(scope="session")
def smtp_server() -> Iterator[Sink]:
    with mail_server() as sink:
        yield sink


@pytest.fixture
def smtp(smtp_server: Sink, settings: Any) -> Sink:
    """A real mail server, empty, that this process and every `worker` send to."""
    smtp_server.messages.clear()
    smtp_server.refuse_next, smtp_server.on_message = 0, None
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp_server.port
    return smtp_server


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def database_url() -> str:
    """The address of the test database, for a process of its own."""
    from django.db import connection

    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    return f"postgresql://{told['USER']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"


def child_env(sink: Sink, **more: str) -> dict[str, str]:
    """The environment of a process that works on the same database, Redis and mail server as the test."""
    from django.conf import settings

    return {
        **{name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"},
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": database_url(),
        "SOLSTICE_TEST_REDIS": settings.REDIS_URL,
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(sink.port),
        **more,
    }


def log_of(name: str) -> Path:
    from django.conf import settings

    return Path(settings.VAR_DIR) / f"{name}-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}.log"


def start_worker(sink: Sink, app: str = "reflection_site") -> processes.Child:
    """A real Celery worker; returns when it takes work. The caller stops it."""
    log = log_of("worker")
    command = [sys.executable, "-m", "celery", "-A", app, "worker", "--loglevel", "INFO"]
    before = log.stat().st_size if log.exists() else 0
    child = processes.start("worker", [*command, "--pool", "solo", "--without-mingle"], child_env(sink), log)
    if not processes.wait_until(lambda: b" ready." in log.read_bytes()[before:], 40, [child]):
        child.stop()
        raise AssertionError(f"the worker did not start:\n{log.read_text()[-3000:]}")
    return child


@pytest.fixture
def worker(transactional_db: None, smtp_server: Sink) -> Iterator[processes.Child]:
    """A real Celery worker (no beat) on the test database, the test's Redis and the `smtp` sink.

    It ends with its test: one that outlived it would take the work of others.
    """
    child = start_worker(smtp_server)
    yield child
    child.stop()


def answers(address: str) -> bool:
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


@contextlib.contextmanager
def web_server(sink: Sink) -> Iterator[str]:
    """A real web server (ASGI) on the test database; its address, without a slash at its end."""
    port, log = free_port(), log_of("web")
    address = f"http://localhost:{port}"
    command = [sys.executable, "-m", "uvicorn", "reflection_site.asgi:application", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--log-level", "info", "--timeout-graceful-shutdown", "1"]
    child = processes.start("web", command, child_env(sink, PORT=str(port), SITE_URL=address), log)
    if not processes.wait_until(lambda: answers(f"{address}/readyz"), 40, [child]):
        child.stop()
        raise AssertionError(f"the web server did not start:\n{log.read_text()[-3000:]}")
    try:
        yield address
    finally:
        child.stop()


@pytest.fixture(scope="session")
def _live(django_db_setup: None, django_db_blocker: Any, smtp_server: Sink) -> Iterator[str]:
    with contextlib.ExitStack() as stack:
        with django_db_blocker.unblock():
            address = stack.enter_context(web_server(smtp_server))
        yield address


@pytest.fixture
def live(transactional_db: None, request: pytest.FixtureRequest) -> str:
    """The address of a real web server (ASGI, event streams) on the test database; no slash at its end."""
    return request.getfixturevalue("_live")
