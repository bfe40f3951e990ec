"""Every file in this folder is one kind of export; dropping in a file is all it takes.

A format module has `KEY`, `TITLE`, `NEEDS` (how the person gets this export, in one sentence),
`recognise(table) -> float` from 0 to 1, judged by the content alone, and
`read(table, given) -> Reading`.
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from data_imports.reading.contract import FileRefused, Given, Reading
from data_imports.reading.files import table_from
from data_imports.reading.tables import Table

SURE = 0.6


@dataclass(frozen=True)
class Format:
    """One kind of export."""

    key: str
    title: str
    recognise: Callable[[Table], float]
    read: Callable[[Table, Given], Reading]


@cache
def formats() -> dict[str, Format]:
    """All formats in this folder, by key."""
    modules = (importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__))
    return {module.KEY: Format(module.KEY, module.TITLE, module.recognise, module.read) for module in modules}


def recognised(table: Table) -> Format:
    """The format of a table. Refuses a table that no format knows with confidence."""
    sure, best = max(((f.recognise(table), f.key) for f in formats().values()), default=(0.0, ""))
    if sure < SURE:
        raise FileRefused(_("We do not recognize this file. Choose its kind, or export it again."))
    return formats()[best]


def chosen(key: str) -> Format:
    """The format that a person named."""
    if key not in formats():
        raise FileRefused(
            _("There is no format called %(key)s. Known are: %(known)s.")
            % {"key": key, "known": ", ".join(sorted(formats()))}
        )
    return formats()[key]


def read_file(content: bytes, key: str = "", given: Given | None = None) -> Reading:
    """What a file says. Refuses, with one sentence, what is damaged, empty or unknown."""
    table = table_from(content)
    known = chosen(key) if key else recognised(table)
    reading = known.read(table, given or Given())
    if reading.scores or reading.places:
        reading.sample = sample(table, reading.dropped_columns)
    return reading


def sample(table: Table, dropped: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The kept columns of the first rows, so that people recognize their own file."""
    kept = [at for at, header in enumerate(table.header) if header and header not in dropped]
    rows = [table.header, *(record.cells for record in table.head[:3])]
    return tuple(tuple(row[at] for at in kept) for row in rows)
