"""What changed between two frozen versions of a packet."""

from dataclasses import dataclass
from typing import Any

from data_imports.models import PacketVersion

from .packets import EMPTY, language, subject, told_in


@dataclass(frozen=True)
class ChangedCell:
    """A cell before and after; None is a hidden one, "" one that is not there."""

    where: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class ChangedChart:
    """A chart that is `new`, `gone`, `changed` cell by cell, or still `held` back."""

    subject: str
    state: str
    cells: tuple[ChangedCell, ...]


@dataclass(frozen=True)
class Difference:
    """Two versions side by side: only what differs."""

    before: PacketVersion
    after: PacketVersion
    charts: tuple[ChangedChart, ...]

    @property
    def cells(self) -> int:
        """How many cells differ in charts that both versions have."""
        return sum(len(chart.cells) for chart in self.charts)


Cells = dict[tuple[str, str], tuple[str, str | None]]


def difference(before: PacketVersion, after: PacketVersion, *, held: frozenset[str] = EMPTY) -> Difference:
    """What differs, in the reader's language; of a chart in `held` only that it is held back. No query."""
    old, new = _charts(before), _charts(after)
    keys = [*new, *(key for key in old if key not in new)]
    compared = [_compare(old.get(key), new.get(key), key in held) for key in keys]
    return Difference(before, after, tuple(chart for chart in compared if chart is not None))


def _charts(version: PacketVersion) -> dict[str, tuple[dict[str, Any], Cells]]:
    """Each chart as it is told to the reader, with its cells under their English names."""
    body = version.content()
    english = {drawn["key"]: drawn for drawn in body["languages"]["en"]["charts"]}
    told = told_in(body, language())["charts"]
    return {drawn["key"]: (drawn, _cells(drawn, english.get(drawn["key"], drawn))) for drawn in told}


def _cells(drawn: dict[str, Any], english: dict[str, Any]) -> Cells:
    found: Cells = {}
    for row, named in zip(drawn["rows"], english["rows"], strict=False):
        for at in range(1, min(len(row), len(drawn["head"]), len(english["head"]))):
            found.setdefault((named[0] or "", english["head"][at]), (f"{row[0]}, {drawn['head'][at]}", row[at]))
    return found


def _compare(
    old: tuple[dict[str, Any], Cells] | None, new: tuple[dict[str, Any], Cells] | None, is_held: bool
) -> ChangedChart | None:
    drawn = (new or old or ({}, {}))[0]
    if is_held:
        return ChangedChart(subject(drawn), "held", ())
    if old is None or new is None:
        return ChangedChart(subject(drawn), "new" if old is None else "gone", ())
    names = [*new[1], *(name for name in old[1] if name not in new[1])]
    cells = tuple(
        ChangedCell((new[1].get(name) or old[1][name])[0], _value(old[1], name), _value(new[1], name))
        for name in names
        if _value(old[1], name) != _value(new[1], name)
    )
    return ChangedChart(subject(drawn), "changed", cells) if cells else None


def _value(cells: Cells, name: tuple[str, str]) -> str | None:
    return cells[name][1] if name in cells else ""
