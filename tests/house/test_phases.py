"""A kind of protocol phase is one file, one template, one test."""

from tests.house.imports import ROOT

KINDS = sorted(path for path in (ROOT / "cycles").glob("*/phases/*.py") if path.stem not in {"__init__", "base"})
TESTS = {path.stem.removeprefix("test_") for path in (ROOT / "tests" / "cycles").rglob("test_*.py")}


def test_every_phase_has_its_template() -> None:
    folder = ROOT / "templates" / "cycles" / "phases"
    assert [kind.stem for kind in KINDS if not (folder / f"{kind.stem}.html").exists()] == []


def test_every_phase_has_its_test() -> None:
    assert [
        f"tests/cycles/{kind.parts[-3]}/phases/test_{kind.stem}.py" for kind in KINDS if kind.stem not in TESTS
    ] == []


def test_there_are_phases() -> None:
    assert KINDS
