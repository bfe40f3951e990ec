"""How surely a table is of a kind, by its columns."""

from data_imports.reading.layout.shape import Names
from data_imports.reading.tables import Table


def likeness(table: Table, own: Names) -> float:
    """How much a table looks like a format whose own columns are these: the share of them that it has."""
    return sum(table.has(name) for name in own) / len(own)


def confidence(table: Table, needed: tuple[Names, ...], own: Names) -> float:
    """0 where a needed column is there under none of its names; else the surer, the more of its own columns it has."""
    if any(table.place(*names) is None for names in needed):
        return 0.0
    return min(0.98, 0.5 + likeness(table, own) / 2)
