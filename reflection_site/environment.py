"""Settings from the environment: read once, checked, told in one clear sentence.

Every value has a name, a meaning and a default that suits `make run`. A wrong value stops the start
(`SystemExit`, code 2) with a sentence that says what was found and what was expected.
"""

import os
import sys
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import dj_database_url

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def stop(name: str, found: str, expected: str) -> NoReturn:
    """End the start with one sentence about the setting `name`."""
    sys.stderr.write(f"{name} is {found!r}; expected {expected}. Mend it in the environment and start again.\n")
    raise SystemExit(2)


def text(name: str, default: str = "") -> str:
    """The value of `name`, stripped; `default` where it is not set."""
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool) -> bool:
    """A yes or no: 1/0, true/false, yes/no, on/off."""
    value = text(name, "1" if default else "0").lower()
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    stop(name, value, "1 or 0")


def number(name: str, default: int, *, low: int, high: int) -> int:
    """A whole number from `low` to `high`."""
    value = text(name, str(default))
    if value.isdecimal() and low <= int(value) <= high:
        return int(value)
    stop(name, value, f"a whole number from {low} to {high}")


def zone(name: str, default: str) -> str:
    """The name of a time zone."""
    value = text(name, default)
    if value in available_timezones():
        return value
    stop(name, value, "the name of a time zone such as America/Denver")


def maildir(name: str) -> str:
    """A folder into which a mail server delivers, with `new` and `cur` in it; empty where it is not set."""
    value = text(name)
    if not value or all((Path(value) / part).is_dir() for part in ("new", "cur")):
        return value
    stop(name, value, "a maildir: a folder with new and cur in it")


def names(name: str, default: str = "") -> list[str]:
    """A list, separated by commas."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def address(name: str, default: str, schemes: tuple[str, ...]) -> str:
    """An address whose scheme is one of `schemes`; may be empty where the default is."""
    value = text(name, default)
    if value and urlsplit(value).scheme not in schemes:
        stop(
            name,
            value,
            "an address that starts with " + " or ".join(f"{scheme}://" for scheme in schemes),
        )
    return value


def database(name: str, default: Path) -> dict[str, Any]:
    """Django's database settings: PostgreSQL by address, else the SQLite file `default` in WAL mode."""
    value = address(name, f"sqlite:///{default}", ("postgres", "postgresql", "sqlite"))
    try:
        # persistent connections doubled page throughput on PostgreSQL when measured
        config: dict[str, Any] = dict(dj_database_url.parse(value, conn_max_age=60, conn_health_checks=True))
    except ValueError:
        stop(name, value, "an address such as postgres://user:password@host:5432/name")
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000; "
            # what is deleted is overwritten: an opened box leaves nothing behind
            "PRAGMA secure_delete=ON;",
        }
    return config
