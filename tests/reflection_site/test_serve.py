"""The whole site with one command, in a folder of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import redis

from reflection_site import processes
from tests.services import ROOT, answers, free_port

pytestmark = pytest.mark.sqlite
_FOREIGN = ("DATABASE_URL", "REDIS_URL", "SOLSTICE_TEST_REDIS", "EMAIL_HOST", "SITE_URL", "SECOND_FACTOR_REQUIRED")
# a machine with much else to do takes minutes to migrate
_PATIENCE = 600


def environment(folder: Path, **more: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in _FOREIGN}
    mine = {"DJANGO_SETTINGS_MODULE": "reflection_site.settings", "VAR_DIR": str(folder), "DEMO": "0", "DEBUG": "1"}
    return kept | mine | {"PORT": str(free_port())} | more


def serve(folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """A start that ends by itself."""
    command = [sys.executable, "manage.py", "serve"]
    env = environment(folder, **more)
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=_PATIENCE, check=False)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "abc", "PORT is 'abc'; expected a whole number from 1 to 65535."),
        ("DEMO", "maybe", "DEMO is 'maybe'; expected 1 or 0."),
        ("DATABASE_URL", "mysql://x", "DATABASE_URL is 'mysql://x'; expected an address that starts with"),
        ("DATABASE_URL", "postgres://x@127.0.0.1:1/x", "The database of DATABASE_URL does not answer as it should:"),
        ("REDIS_URL", "redis://127.0.0.1:1/0", "No Redis answers at REDIS_URL;"),
    ],
)
def test_a_wrong_value_stops_the_start_with_one_sentence(tmp_path: Path, name: str, value: str, sentence: str) -> None:
    done = serve(tmp_path, **{name: value})
    assert done.returncode == 2
    assert done.stderr.startswith(sentence)
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = serve(tmp_path, PORT=str(port))
    assert (done.returncode, done.stderr) == (
        2,
        f"Port {port} is in use; choose another one, for example: make run PORT=8001\n",
    )


class Site:
    """A running `serve`."""

    def __init__(self, folder: Path) -> None:
        env = environment(folder)
        self.address = f"http://localhost:{env['PORT']}"
        self.log = folder / "serve.log"
        command = [sys.executable, "manage.py", "serve"]
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=out)

    def wait(self) -> "Site":
        child = processes.Child("serve", self.process)
        if not processes.wait_until(lambda: b"Ctrl-C stops" in self.log.read_bytes(), _PATIENCE, [child]):
            self.process.terminate()
            self.process.wait(60)
            raise AssertionError(self.log.read_text())
        return self

    def end(self, how: int) -> int:
        self.process.send_signal(how)
        return self.process.wait(60)


def test_it_starts_serves_stops_and_keeps_its_data(tmp_path: Path) -> None:
    site = Site(tmp_path).wait()
    try:
        assert answers(f"{site.address}/readyz")
        assert answers(f"{site.address}/accounts/login/")
        assert answers(f"{site.address}/static/css/tokens.css")
        assert "District administrator: admin@localhost\nPassword (shown once" in site.log.read_text()
        assert redis.Redis.from_url(f"unix://{tmp_path}/redis.sock").ping()
        beside = serve(tmp_path)
        assert (beside.returncode, "is already running" in beside.stderr) == (2, True)
    finally:
        code = site.end(signal.SIGINT)
    assert code == 0, site.log.read_text()
    assert "Traceback" not in site.log.read_text()
    assert not answers(f"{site.address}/readyz")
    assert (tmp_path / "solstice.sqlite3").stat().st_size > 0


def test_the_death_of_a_child_is_told_and_ends_all(tmp_path: Path, django_db_setup: None, settings: Any) -> None:
    # the test before this one begins with an empty folder
    shutil.copy(settings.MIGRATED_DIR / "migrated.sqlite3", tmp_path / "solstice.sqlite3")
    site = Site(tmp_path).wait()
    try:
        (server,) = [
            int(folder.name)
            for folder in Path("/proc").glob("[0-9]*")
            if f"{tmp_path}/redis.sock" in _command(folder) and "redis-server" in _command(folder)
        ]
        os.kill(server, signal.SIGKILL)
        assert site.process.wait(60) == 1
    finally:
        site.process.terminate()
        site.process.wait(60)
    assert "Redis stopped (exit -9); stopping everything." in site.log.read_text()
    time.sleep(0.1)
    assert not answers(f"{site.address}/healthz")


def _command(folder: Path) -> str:
    try:
        return (folder / "cmdline").read_text()
    except OSError:
        return ""
