"""`make check`: format, lint, types, templates, Django's deployment check, migrations.."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_BIN = Path(sys.executable).parent
_PRODUCTION = {
    "PRODUCTION": "1",
    "SECRET_KEY": "only-for-the-check-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "FIELD_KEYS": "only-for-the-check-0123456789abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "solstice.example.org",
    "SITE_URL": "https://solstice.example.org",
}
_MANAGE = [sys.executable, "manage.py"]
STEPS: list[tuple[str, list[str], dict[str, str]]] = [
    ("format", [f"{_BIN}/ruff", "format", "--check", "--quiet", "."], {}),
    ("lint", [f"{_BIN}/ruff", "check", "--quiet", "."], {}),
    ("types", [f"{_BIN}/mypy"], {}),
    ("templates", [f"{_BIN}/djlint", "templates", "--lint", "--quiet"], {}),
    ("deployment", [*_MANAGE, "check", "--deploy", "--fail-level", "WARNING"], _PRODUCTION),
    ("migrations", [*_MANAGE, "makemigrations", "--check", "--dry-run"], {}),
]


def main() -> int:
    """Every step runs, also after one that failed."""
    failed = []
    for name, command, more in STEPS:
        began = time.monotonic()
        done = subprocess.run(
            command, cwd=ROOT, env={**os.environ, **more}, capture_output=True, text=True, check=False
        )
        print(f"{'FAILED' if done.returncode else 'ok':7}{name:14}{time.monotonic() - began:6.1f} s", flush=True)
        if done.returncode:
            failed.append(name)
            print((done.stdout + done.stderr)[-8000:], flush=True)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
