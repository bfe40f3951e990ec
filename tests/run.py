"""`make test`: everything on SQLite, what asks the database again on PostgreSQL, clock tests in other zones.

Installs a headless Chromium through the system's packages where it may. Ends with one summary that says what ran, what
did not and why. Exit code 0 only where nothing failed; under CI=true a missing browser or PostgreSQL fails too.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from tests import postgres
from tests.browser import chromium

ROOT = Path(__file__).resolve().parent.parent
ZONES = ("Asia/Kolkata", "Pacific/Kiritimati")
CI = os.environ.get("CI") == "true"
# what would make a run depend on the shell that it is started from
_OURS = (
    "DATABASE_URL", "REDIS_URL", "VAR_DIR", "PRODUCTION", "DEMO", "PORT", "EMAIL_HOST", "SITE_URL", "TZ",
    "PYTHONDONTWRITEBYTECODE",  # each of the many processes would read and rewrite all tests and modules anew
)  # fmt: skip

_SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.settings"}


@dataclass
class Stage:
    """One run of pytest and what came of it."""

    name: str
    code: int = 0
    seconds: float = 0
    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    note: str = ""

    @property
    def line(self) -> str:
        told = ", ".join(f"{self.counts[word]} {word}" for word in ("passed", "failed", "skipped") if self.counts[word])
        said = self.note or told or "nothing to run"
        return f"{'FAILED' if self.code else 'ok':7}{self.name:32}{self.seconds:6.0f} s   {said}"


def run_pytest(
    name: str, arguments: list[str], more: Mapping[str, str], folder: Path, *, beside: bool = False
) -> Stage:
    """Run it, show it as it goes (at its end where it runs `beside` another), count it."""
    print(f"\n=== {name}", flush=True)
    report = folder / f"{name.replace(' ', '-').replace('/', '-')}.xml"
    env = {key: value for key, value in os.environ.items() if key not in _OURS} | _SETTINGS | dict(more)
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", f"--junitxml={report}", *arguments]
    out = subprocess.PIPE if beside else None
    done = subprocess.run(command, cwd=ROOT, env=env, stdout=out, stderr=out and subprocess.STDOUT, check=False)
    if beside:
        print(f"\n=== {name}\n{done.stdout.decode(errors='replace')}", flush=True)
    stage = Stage(name, 0 if done.returncode == 5 else done.returncode, time.monotonic() - began)
    if report.exists():
        count(report, stage)
    return stage


def count(report: Path, stage: Stage) -> None:
    """What passed, failed and was skipped, with the reasons."""
    for case in ElementTree.parse(report).iter("testcase"):
        skipped = case.find("skipped")
        if skipped is not None:
            stage.counts["skipped"] += 1
            stage.reasons[skipped.get("message", "no reason given")] += 1
        elif case.find("failure") is not None or case.find("error") is not None:
            stage.counts["failed"] += 1
        else:
            stage.counts["passed"] += 1


def install_browser() -> str:
    """Install a Chromium where there is none and we may; returns why there is none, empty where there is."""
    if chromium():
        return ""
    if shutil.which("apt-get") is None:
        return "there is no Chromium, and this is no Debian-like system that could install one"
    sudo: list[str] = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if sudo and subprocess.run([*sudo, "true"], capture_output=True, check=False).returncode != 0:
        return "there is no Chromium, and installing one needs root or sudo"
    print("Installing a headless Chromium with the system's packages ...", flush=True)
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    with tempfile.TemporaryFile() as out:
        subprocess.run([*sudo, *quiet, "update"], stdout=out, stderr=out, check=False)
        for package in ("chromium", "chromium-browser"):
            subprocess.run([*sudo, *quiet, "install", "-y", package], stdout=out, stderr=out, check=False)
            if chromium():
                return ""
    return "there is no Chromium, and the system's packages could not install one"


def on_postgres(parallel: list[str], folder: Path) -> Stage:
    """Every test that asks the database, but those in a browser, on a PostgreSQL of our own."""
    name = "PostgreSQL"
    try:
        with postgres.throw_away() as address:
            return run_pytest(name, [*parallel, "-m", "not browser"], {"DATABASE_URL": address}, folder)
    except postgres.Missing as missing:
        return Stage(name, int(CI), note=f"did not run: {missing}")


def in_zone(zone: str, folder: Path) -> Stage:
    """The clock tests with the server in that zone; only the files that have some are read."""
    files = [str(path) for path in sorted(Path(ROOT, "tests").rglob("test_*.py")) if "mark.clock" in path.read_text()]
    there = {"SOLSTICE_TEST_ZONE": zone, "TZ": zone}
    return run_pytest(f"clock in {zone}", ["-m", "clock", *(sys.argv[1:] or files)], there, folder, beside=True)


def main() -> int:
    """The stages one after another, the zones beside each other; the number of those that failed, at most 1."""
    began = time.monotonic()
    missing_browser = install_browser()
    workers = str(max(2, min(os.cpu_count() or 2, 8)))
    parallel = ["-n", workers, "--dist", "worksteal", *sys.argv[1:]]
    with tempfile.TemporaryDirectory(prefix="solstice-report-") as name:
        folder = Path(name)
        stages = [run_pytest("SQLite", parallel, {}, folder), on_postgres(parallel, folder)]
        with ThreadPoolExecutor() as pool:
            stages += pool.map(in_zone, ZONES, [folder] * len(ZONES))
    if missing_browser:
        stages.append(Stage("browser tests", int(CI), note=f"did not run: {missing_browser}"))
    summarise(stages, time.monotonic() - began)
    return int(any(stage.code for stage in stages))


def summarise(stages: list[Stage], seconds: float) -> None:
    """One closing summary."""
    print("\n=== Summary")
    for stage in stages:
        print(stage.line)
        for reason, number in stage.reasons.most_common():
            print(f"{'':7}{number} skipped: {reason}")
    verdict = "FAILED" if any(stage.code for stage in stages) else "All green"
    print(f"{verdict} in {seconds // 60:.0f} min {seconds % 60:02.0f} s")


if __name__ == "__main__":
    sys.exit(main())
