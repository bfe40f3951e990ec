"""The kinds of phases, found by walking `cycles/<verb>/phases/`: a verb above may contribute without being imported."""

import pkgutil
from functools import cache
from importlib import import_module
from importlib.util import find_spec

import cycles

from .base import PhaseKind, always

__all__ = ["PhaseKind", "always", "kind", "kinds"]


def _modules() -> list[str]:
    verbs = [f"cycles.{verb.name}.phases" for verb in pkgutil.iter_modules(cycles.__path__) if verb.ispkg]
    folders = [(name, find_spec(name)) for name in verbs if name.count(".") == 2]
    return [
        f"{name}.{file.name}"
        for name, spec in folders
        if spec is not None and spec.submodule_search_locations
        for file in pkgutil.iter_modules(list(spec.submodule_search_locations))
        if file.name != "base"
    ]


@cache
def kinds() -> dict[str, PhaseKind]:
    """Every kind by its key; a file without `PHASE`, or with another key than its name, stops the start."""
    found: dict[str, PhaseKind] = {}
    for name in _modules():
        phase = import_module(name).PHASE
        if not isinstance(phase, PhaseKind) or phase.key != name.rpartition(".")[2]:
            raise TypeError(f"{name} must hold PHASE, a PhaseKind whose key is the file's name")
        found[phase.key] = phase
    return found


def kind(key: str) -> PhaseKind:
    """The kind that a protocol row names."""
    return kinds()[key]
