"""How students spread over the levels of a measure in its newest window, grade by grade."""

from typing import Any

import plotly.graph_objects as go
from django.utils.translation import gettext as _

from data_imports.charts.drawing import Chart, figure, hidden_bars, hidden_note, lying, told, window_name
from data_imports.evidence import Achievement, Evidence, Line
from data_imports.privacy import Shown

ORDER = 12
WHOLE = 100.0
NARROW = 7.0  # a part too narrow for its words, which the table and the keyboard still tell
# further from the expectation is darker, on either side of it
BELOW = ("#9a4f1d", "#c77d1e", "#e3b26b", "#f0d6ac")
MET = ("#a9cbc6", "#4f9a95", "#0f6b68")
LIGHT = frozenset({"#e3b26b", "#f0d6ac", "#a9cbc6"})
TOGETHER = ("#d8d3c7", "#b9c9c5")
PATTERNS = ("", "/", ".", "x", "-", "+")


def charts(evidence: Evidence) -> list[Chart]:
    """One chart a measure whose levels may be told of any grade or of all."""
    by_grade = [table for table in evidence.achievement if table.by == "grade" and len(table.levels) > 2]
    return [chart(table) for table in by_grade if any(tells_levels(line) for line in lines(table))]


def tells_levels(line: Line) -> bool:
    """Whether a row tells every level."""
    return line.is_shown and any(share.percent is not None for share in levels(line))


def levels(line: Line) -> tuple[Shown, ...]:
    """A row's shares by level."""
    return line.cell.levels if line.cell else ()


def lines(table: Achievement) -> tuple[Line, ...]:
    """The newest window's rows; a single grade is all of them."""
    newest = table.windows[-1].table
    return newest.everything if len(newest.lines) > 1 else newest.lines


def chart(table: Achievement) -> Chart:
    """A bar a row, in as many parts as there are levels; in two where too few stand at one of them."""
    subject, found = table.subject, lines(table)
    title, sentence = words(table)
    return Chart(
        key=f"spread-{subject.key.replace('.', '-')}",
        title=title,
        sentence=sentence,
        figure=drawn(table),
        head=(_("Group"), _("Students"), *table.levels),
        rows=tuple(row(line) for line in found if line.cell),
        provenance=told(subject.provenance),
        suppressed=note(found),
        weight=0.5,
        subject=_("%(measure)s: levels by grade") % {"measure": subject.measure},
        is_provisional=subject.is_provisional,
    )


def row(line: Line) -> tuple[str | None, ...]:
    """A table row; None is a hidden cell."""
    size = line.cell.size if line.cell and line.is_shown else None
    return (line.label, size, *(None if share.percent is None else share.text for share in levels(line)))


def note(found: tuple[Line, ...]) -> str:
    """Why something is missing: a whole row, or only its levels."""
    if hidden := hidden_note(sum(line.is_hidden for line in found)):
        return hidden
    if all(tells_levels(line) for line in found if line.cell):
        return ""
    return _("* told as “not yet” and “met” only: so few students are at one level that a person could be recognized.")


def words(table: Achievement) -> tuple[str, str]:
    """Where most students are, and how many are one level away from the expectation."""
    line = next(line for line in reversed(lines(table)) if tells_levels(line))
    shares = [share.percent or 0 for share in levels(line)]
    most, near = shares.index(max(shares)), table.met_from - 2
    said = {
        "measure": table.subject.measure,
        "window": window_name(table.windows[-1].window).lower(),
        "group": line.label,
        "level": table.levels[most],
        "share": levels(line)[most].text,
        "near": table.levels[near],
        "near_share": levels(line)[near].text,
    }
    title = _("%(measure)s in %(window)s, %(group)s: the largest part, %(share)s, is at “%(level)s”") % said
    if not 0 <= near < len(shares):
        return title, ""
    return title, _("One level away from the expectation, at “%(near)s”: %(near_share)s.") % said


def drawn(table: Achievement) -> dict[str, Any]:
    """The picture: rows from left to right, the lowest level first."""
    found = [line for line in lines(table) if line.cell]
    fine = [line for line in found if tells_levels(line)]
    merged = [line for line in found if line.is_shown and not tells_levels(line)]
    hidden = [line.label for line in found if line.is_hidden]
    below = table.met_from - 1
    colours = [*shades(BELOW, below), *reversed(shades(MET[::-1], len(table.levels) - below))]
    traces = [
        part(name, colours[at], PATTERNS[at % len(PATTERNS)], [(line.label, levels(line), at) for line in fine])
        for at, name in enumerate(table.levels)
    ]
    for at, name in enumerate((_("Not yet, levels together"), _("Met, levels together"))):
        if merged:
            halves = [(line.label, line.cell.shares if line.cell else (), at) for line in merged]
            traces.append(part(name, TOGETHER[at], "/" if at else "", halves))
    if hidden:
        traces.append(lying(hidden_bars(hidden, 6)))
    rows_ = {"autorange": "reversed", "showgrid": False, "categoryarray": [line.label for line in found]}
    legend = {"traceorder": "normal", "orientation": "h", "x": 0, "y": -0.18}
    layout = {"barmode": "stack", "yaxis": rows_, "height": 44 * len(found) + 120, "legend": legend}
    return figure(traces, {**layout, "xaxis": {"range": [0, 100], "ticksuffix": "%", "nticks": 6, "showgrid": True}})


def shades(palette: tuple[str, ...], wanted: int) -> list[str]:
    """So many of the shades, from the first to the last of them."""
    if wanted <= 1:
        return list(palette[:wanted])
    return [palette[round(at * (len(palette) - 1) / (wanted - 1))] for at in range(wanted)]


def part(name: str, colour: str, pattern: str, cells: list[tuple[str, tuple[Shown, ...], int]]) -> go.Bar:
    """One level of every row. Bands at the ends may add up to more than a whole and are drawn as parts of it."""
    wholes = [max(sum(share.percent or 0.0 for share in shares), WHOLE) for _label, shares, _at in cells]
    widths = [
        WHOLE * (shares[at].percent or 0.0) / whole for (_l, shares, at), whole in zip(cells, wholes, strict=True)
    ]
    marker: dict[str, Any] = {"color": colour, "line": {"color": "#fffefa", "width": 1}}
    if pattern:
        marker["pattern"] = {"shape": pattern, "fgcolor": "#ffffff", "bgcolor": colour, "solidity": 0.12}
    return go.Bar(
        name=name,
        orientation="h",
        y=[label for label, _shares, _at in cells],
        x=widths,
        text=[shares[at].text for _label, shares, at in cells],
        textposition=["inside" if width >= NARROW else "none" for width in widths],
        insidetextanchor="middle",
        textfont={"color": "#1c2426" if colour in LIGHT or colour in TOGETHER else "#ffffff"},
        marker=marker,
        hovertemplate="%{y}: %{text}<extra>" + name + "</extra>",
    )
