"""What may not stand in a file of the project, and how long a file may be."""

import re
import subprocess

import pytest

from tests.house.imports import APPS, ROOT, modules

# spelled in two halves, so that this file may be looked at too
PRIVATE = re.compile(
    "|".join(
        [
            "/wo" + "rk/",
            "/ro" + "ot/",
            "/opt/" + "pypi",
            "pypi" + r"\.org",
            "pythonhosted" + r"\.org",
            "--index" + "-url",
            re.escape(str(ROOT)),
        ]
    )
)
BINARY = {".png", ".woff2", ".xlsx", ".docx", ".pdf", ".ico", ".zip"}


def tracked() -> list[str]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout")
    return [name for name in done.stdout.splitlines() if "/vendor/" not in name and (ROOT / name).exists()]


def test_no_private_path_and_no_registry() -> None:
    told = []
    for name in tracked():
        path = ROOT / name
        if path.suffix in BINARY:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if PRIVATE.search(line):
                told.append(f"{name}:{number}: {line.strip()[:100]}")
    assert not told, "\n".join(told)


def test_files_stay_readable() -> None:
    """One file until about 300 lines, then a folder of the same name."""
    long = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in modules().items()}
    assert {name: lines for name, lines in long.items() if lines > 350} == {}


def test_no_room_without_a_noun() -> None:
    refused = {"common", "utils", "util", "helpers", "misc"}
    assert [name for name in modules() if refused & set(name.split("."))] == []


def test_views_ask_the_door_and_the_queries() -> None:
    told = []
    for name, path in modules().items():
        if name.split(".")[0] in APPS and "views" in name.split("."):
            lines = path.read_text(encoding="utf-8").splitlines()
            told += [
                f"{name}:{n}: {line.strip()}" for n, line in enumerate(lines, 1) if re.search(r"\.objects\b", line)
            ]
    assert not told, "\n".join(told)
