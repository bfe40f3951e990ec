"""A mapping said once is found again: by the same headers, or by nearly the same."""

import hashlib
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

from data_imports.reading.mapping.shapes import shapes
from data_imports.reading.tables import Table, plain

NEARLY = 0.6
RENAMED = 0.8
ALIKE = 0.9


class Kept(NamedTuple):
    """A stored mapping: the digest of its headers, the headers, and what was said."""

    signature: str
    headers: tuple[str, ...]
    body: dict[str, Any]


def signature(headers: Iterable[str]) -> str:
    """A digest of a table's headers in any order and writing."""
    known = sorted({plain(header) for header in headers if plain(header)})
    return hashlib.sha256("\n".join(known).encode()).hexdigest()


def replayed(tables: Sequence[Table], kept: Iterable[Kept]) -> tuple[dict[str, Any], Table] | None:
    """The mapping that was said of exactly these headers, with its table. A file without a header has none."""
    bodies = {one.signature: one.body for one in kept}
    for table in tables:
        if table.header_line and (body := bodies.get(signature(table.header))) is not None:
            return body, table
    return None


def nearest(table: Table, kept: Iterable[Kept]) -> dict[str, Any] | None:
    """What was said of nearly the same headers, told in this table's own; None where no mapping is near."""
    own = {plain(header) for header in table.header if plain(header)}
    scored = [(likeness(own, {plain(header) for header in one.headers}), at, one) for at, one in enumerate(kept)]
    best = max(scored, default=None, key=lambda found: found[:2])
    if best is None or best[0] < NEARLY:
        return None
    return adapted(best[2].body, table)


def alike(table: Table, kept: Iterable[Kept]) -> dict[str, Any] | None:
    """What was said last of a table of this shape that had no header either; None where there was none.

    As many columns, and nearly all of them with cells of the same kind.
    """
    if table.header_line:
        return None
    own = shapes(table)
    for one in reversed(list(kept)):
        other = one.body.get("shapes") or []
        if one.body.get("names") and len(own) == len(other) and same_shape(own, other) >= ALIKE:
            return {**one.body, "table": {"sheet": table.sheet, "header_line": 0}}
    return None


def same_shape(own: Sequence[str], other: Sequence[str]) -> float:
    """The share of columns with cells of one kind; a blank column fits every other."""
    fit = sum(not mine or not theirs or mine == theirs for mine, theirs in zip(own, other, strict=True))
    return fit / len(own) if own else 0.0


def likeness(own: set[str], other: set[str]) -> float:
    """The share of names that two tables have in common; where many are the same, also those written otherwise."""
    same = len(own & other)
    if same * 3 < len(other):
        return 0.0
    renamed = sum(bool(get_close_matches(name, own - other, 1, RENAMED)) for name in other - own)
    return (same + renamed) / (len(own | other) - renamed) if own | other else 0.0


def adapted(body: dict[str, Any], table: Table) -> dict[str, Any]:
    """A body with this table's names; what has no column here any more is left out."""
    own = {plain(header): header for header in table.header if header}

    def here(name: str) -> str:
        close = [plain(name)] if plain(name) in own else get_close_matches(plain(name), own, 1, RENAMED)
        return own[close[0]] if name and close else ""

    parts = ("score", "level", "taken_on")
    measures = [one | {part: here(one.get(part, "")) for part in parts} for one in body.get("measures", [])]
    return body | {
        "table": {"sheet": table.sheet, "header_line": table.header_line},
        "headers": [header for header in table.header if header],
        "columns": {key: found for key, name in body.get("columns", {}).items() if (found := here(name))},
        "measures": [one for one in measures if one["score"]],
        "questions": [found for name in body.get("questions", []) if (found := here(name))],
    }
