"""Measurements and faults: registered by a decorator, found by folder, told as one JSON object a line.

    {"name", "unit", "ours", "other", "against": "peer" | "limit" | "floor", "ratio", "goal", "met", "runs"}

`other` is what ours is held against: another program on the same rows in the same processes ("peer"), a promise
("limit") or the least that anything could take ("floor"). `ratio` is ours / other, and the goal is met at or below it;
for a peer it is other / ours (how many times better), and the goal is met at or above it. Where `other` is 0, the
ratio is ours itself.
"""

import contextlib
import importlib
import json
import os
import pkgutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from types import ModuleType


@dataclass(frozen=True)
class Line:
    """What is printed."""

    name: str
    unit: str
    ours: float
    other: float
    against: str
    ratio: float
    goal: float
    met: bool
    runs: int


@dataclass(frozen=True)
class Measure:
    """`take()` measures once and returns (ours, other)."""

    name: str
    unit: str
    against: str
    goal: float
    runs: int
    take: Callable[[], tuple[float, float]]

    def line(self) -> Line:
        """Measure `runs` times; medians of both sides."""
        pairs = [self.take() for _ in range(self.runs)]
        ours, other = median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
        is_peer = self.against == "peer"
        ratio = ours if other == 0 else other / ours if is_peer else ours / other
        met = ratio >= self.goal if is_peer else ratio <= self.goal
        rounded = round(ours, 4), round(other, 4)
        return Line(self.name, self.unit, *rounded, self.against, round(ratio, 2), self.goal, met, self.runs)


# one name may be held against several things
MEASURES: dict[tuple[str, str], Measure] = {}
Take = Callable[[], tuple[float, float]]


def measure(name: str, *, unit: str, against: str, goal: float, runs: int = 3) -> Callable[[Take], Take]:
    """Register a function that measures once."""

    def register(take: Take) -> Take:
        MEASURES[name, against] = Measure(name, unit, against, goal, runs, take)
        return take

    return register


@contextlib.contextmanager
def house() -> Iterator[None]:
    """A database of its own (that of DATABASE_URL's server, else SQLite), migrated and empty, and a Redis."""
    from django.conf import settings
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases, teardown_test_environment

    from reflection_site import processes
    from reflection_site.catalogue import compile_catalogues

    compile_catalogues(settings.BASE_DIR)
    socket = Path(settings.REDIS_URL.removeprefix("unix://"))
    child, _ = processes.start_redis(socket, socket.with_suffix(".log"))
    try:
        setup_test_environment(debug=False)
        config = setup_databases(verbosity=0, interactive=False)
        try:
            yield
        finally:
            teardown_databases(config, verbosity=0)
            teardown_test_environment()
    finally:
        child.stop()


def run(package: ModuleType, only: list[str]) -> int:
    """Print a line for each measure of `package`, or for those named `only`; 0 where every goal is met."""
    import shutil

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.conf import settings

    for _, name, _ in pkgutil.iter_modules(package.__path__):
        if name != "run" and not name.startswith("test_"):
            importlib.import_module(f"{package.__name__}.{name}")
    names = {name for name, _against in MEASURES}
    if unknown := sorted(set(only) - names):
        sys.stderr.write(f"There is no {', '.join(unknown)}; there are {', '.join(sorted(names))}.\n")
        return 2
    try:
        with house():
            wanted = [found for (name, _), found in sorted(MEASURES.items()) if not only or name in only]
            lines = [tell(found.line()) for found in wanted]
    finally:
        shutil.rmtree(settings.VAR_DIR, ignore_errors=True)
    return int(not all(line.met for line in lines))


def tell(line: Line) -> Line:
    sys.stdout.write(json.dumps(asdict(line)) + "\n")
    sys.stdout.flush()
    return line
