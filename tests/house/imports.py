"""Who imports whom, read from the source."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("teams", "data_imports", "surveys", "cycles")


@dataclass(frozen=True)
class Import:
    """`module` says, in `line`, that it needs `target`; `is_local` where only a function needs it."""

    module: str
    target: str
    line: int
    is_local: bool

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.target}"


@cache
def modules() -> dict[str, Path]:
    """Every module of the apps and of the wiring, migrations aside."""
    found = {}
    for app in (*APPS, "reflection_site"):
        for path in sorted((ROOT / app).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if "migrations" not in parts:
                found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports() -> Iterator[Import]:
    """Every import of one of our modules by another."""
    for module, path in modules().items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        package = module if path.name == "__init__.py" else module.rpartition(".")[0]
        for node, is_local in _nodes(tree, False):
            for target in _targets(node, package):
                if target.split(".")[0] in (*APPS, "reflection_site") and target != module:
                    yield Import(module, target, node.lineno, is_local)


def _nodes(tree: ast.AST, is_local: bool) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node, is_local
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        else:
            yield from _nodes(node, is_local or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _targets(node: ast.Import | ast.ImportFrom, package: str) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
        return
    base = node.module or ""
    if node.level:
        parts = package.split(".")
        base = ".".join([*parts[: len(parts) - node.level + 1], *([node.module] if node.module else [])])
    for alias in node.names:
        deeper = f"{base}.{alias.name}"
        yield deeper if deeper in modules() else base
