"""A PostgreSQL of the test run's own: the binaries of the system, else those of the `pgserver` package."""

import contextlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.services import free_port

_OURS = "solstice"
# it is thrown away: nothing need outlast a crash, nothing grows so large that it wants tidying or many hands
_SETTINGS = {
    "max_connections": "60",
    "shared_buffers": "64MB",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "1h",
    "autovacuum": "off",
    "jit": "off",
}


class Missing(Exception):
    """There is no PostgreSQL to be started here; the text says why."""


def binaries() -> Path:
    """The newest folder with `initdb` and `postgres` in it."""
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name.split(".")[0]))
    others = [Path(found).resolve().parent for found in [shutil.which("postgres")] if found]
    spec = importlib.util.find_spec("pgserver")
    if spec and spec.origin:
        others.append(Path(spec.origin).parent / "pginstall" / "bin")
    for folder in [*reversed(system), *others]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise Missing("no PostgreSQL on this machine, and no pgserver wheel for this Python")


def unprivileged() -> str | None:
    """PostgreSQL refuses to run as root: the user to run it as, None where we are nobody special."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise Missing("running as root, and there is no unprivileged user to run PostgreSQL as")


def _run(command: list[str], user: str | None, folder: Path) -> None:
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(folder), "LD_LIBRARY_PATH": ""}
    done = subprocess.run(
        command, user=user, group=_group(user), extra_groups=[] if user else None, cwd=folder, env=env,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise Missing(f"{Path(command[0]).name}: {(done.stderr or done.stdout).strip().splitlines()[-1:]}")


def _group(user: str | None) -> int | None:
    return pwd.getpwnam(user).pw_gid if user else None


def _reachable(folder: Path, home: Path, user: str | None) -> Path:
    """The binaries where `user` can reach them: a wheel under /root is copied, 34 MB."""
    if user is None or all(parent.stat().st_mode & 0o001 for parent in folder.parents):
        return folder
    shutil.copytree(folder.parent, home / "pginstall", symlinks=True)
    return home / "pginstall" / folder.name


@contextlib.contextmanager
def throw_away() -> Iterator[str]:
    """The address of a running PostgreSQL, gone with all its data afterwards. Raises `Missing`."""
    user = unprivileged()
    home = Path(tempfile.mkdtemp(prefix="solstice-pg-"))
    try:
        home.chmod(0o711)
        folder = _reachable(binaries(), home, user)
        data, port = home / "data", free_port()
        data.mkdir(mode=0o700)
        if user:
            os.chown(data, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
        _run([f"{folder}/initdb", "-D", str(data), "-U", _OURS, "-A", "trust", "-N", "-E", "UTF8"], user, data)
        settings = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
        asked = f"-p {port} -h 127.0.0.1 -k '' -F {settings}"
        control = [f"{folder}/pg_ctl", "-D", str(data), "-w", "-t", "60"]
        _run([*control, "-l", str(data / "log"), "-o", asked, "start"], user, data)
        try:
            yield f"postgresql://{_OURS}@127.0.0.1:{port}/postgres"
        finally:
            _run([*control, "-m", "immediate", "stop"], user, data)
    finally:
        shutil.rmtree(home, ignore_errors=True)
