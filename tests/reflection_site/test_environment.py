"""A wrong value stops the start with one clear sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

BASE_DIR = Path(__file__).resolve().parents[2]


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    """What `manage.py check` says in that environment."""
    clean = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "LANG"}}
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=BASE_DIR,
        env={**clean, **environment},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("PORT", "eighty", "a whole number from 1 to 65535"),
        ("PORT", "70000", "a whole number from 1 to 65535"),
        ("DEBUG", "perhaps", "1 or 0"),
        (
            "DATABASE_URL",
            "mysql://somewhere/x",
            "an address that starts with postgres:// or postgresql:// or sqlite://",
        ),
        ("REDIS_URL", "http://localhost", "an address that starts with redis:// or rediss:// or unix://"),
        ("DISTRICT_ZONE", "Denver", "the name of a time zone such as America/Denver"),
        ("UPLOAD_MAX_MB", "-3", "a whole number from 1 to 2000"),
        ("BOUNCES_MAILDIR", "/nowhere", "a maildir: a folder with new and cur in it"),
    ],
)
def test_a_wrong_value_stops_the_start(name, value, expected):
    done = start(**{name: value})
    assert done.returncode == 2
    assert done.stderr == f"{name} is {value!r}; expected {expected}. Mend it in the environment and start again.\n"


def test_production_asks_for_its_secrets():
    done = start(PRODUCTION="1")
    assert done.returncode == 2
    assert done.stderr.startswith("SECRET_KEY is ''; expected at least 50 random characters.")
    done = start(PRODUCTION="1", SECRET_KEY="x" * 50)
    assert done.stderr.startswith("FIELD_KEYS is ''; expected one or more long random secrets")


def test_a_secret_that_is_too_short_is_not_printed():
    done = start(PRODUCTION="1", SECRET_KEY="canary-secret")
    assert done.returncode == 2
    assert "canary" not in done.stderr + done.stdout
