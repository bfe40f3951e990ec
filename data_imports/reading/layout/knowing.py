"""How surely a table is of a kind, by its columns."""

from data_imports.reading.layout.shape import Names
from data_imports.reading.tables import Table

LEAST = 0.2


def likeness(table: Table, own: Names) -> float:
    """How much a table looks like a format whose own columns are these: the share of them that it has."""
    return sum(table.has(name) for name in own) / len(own)


def confidence(table: Table, needed: tuple[Names, ...], own: Names) -> float:
    """The surer, the more of a format's own columns a table has.

    0 where a needed column stands under none of its names, or fewer than a fifth of its own are there.
    """
    if any(table.place(*names) is None for names in needed) or (share := likeness(table, own)) < LEAST:
        return 0.0
    return min(0.98, 0.5 + share / 2)
