"""How the average scale score moved between two windows, for students tested in both."""

from typing import Any

import plotly.graph_objects as go
from django.utils.translation import gettext as _

from data_imports.charts.drawing import AFTER, BEFORE, Chart, figure, hidden_note, told, window_name
from data_imports.evidence import Change, Evidence, Line

ORDER = 20


def charts(evidence: Evidence) -> list[Chart]:
    """One chart a measure, where at least one group may be shown."""
    return [chart(change) for change in evidence.changes if shown(change)]


def shown(change: Change) -> list[Line]:
    """Groups whose two averages may both be told."""
    return [line for line in change.table.lines if line.is_shown]


def chart(change: Change) -> Chart:
    """Two markers and a line a group."""
    table = change.table
    lines = list(table.everything if len(table.lines) > 1 else table.lines)
    title, sentence, weight = words(change)
    return Chart(
        key=f"change-{change.subject.key.replace('.', '-')}",
        title=title,
        sentence=sentence,
        figure=drawn(change, [line for line in lines if line.is_shown]),
        head=(_("Group"), _("Students"), window_name(change.before), window_name(change.after), _("Change")),
        rows=tuple(row(line) for line in lines),
        provenance=told(change.subject.provenance),
        suppressed=hidden_note(sum(line.is_hidden for line in lines)),
        weight=weight,
        subject=change.subject.title,
        is_provisional=change.subject.is_provisional,
    )


def ends(line: Line) -> tuple[float, float]:
    """Both averages in whole points, as shown."""
    figures = line.cell.figures if line.cell else ()
    return (figures[0].percent or 0, figures[1].percent or 0) if figures else (0, 0)


def points(line: Line) -> float:
    """The change in whole points, as the shown averages have it."""
    before, after = ends(line)
    return after - before


def drawn(change: Change, lines: list[Line]) -> dict[str, Any]:
    """The picture: a dumbbell a group."""
    traces: list[go.Bar | go.Scatter] = []
    for line in lines:
        stroke = {"color": BEFORE, "width": 4}
        at = [line.label] * 2
        traces.append(
            go.Scatter(x=list(ends(line)), y=at, mode="lines", line=stroke, showlegend=False, hoverinfo="skip")
        )
    names = [line.label for line in lines]
    for side, (window, colour, mark) in enumerate(
        ((change.before, BEFORE, "circle"), (change.after, AFTER, "diamond"))
    ):
        traces.append(
            go.Scatter(
                name=window_name(window),
                x=[ends(line)[side] for line in lines],
                y=names,
                mode="markers+text",
                text=[f"{ends(line)[side]:.0f}" for line in lines],
                textposition="top center",
                marker={"color": colour, "size": 14, "symbol": mark, "line": {"color": AFTER, "width": 1}},
                hovertemplate="%{y}: %{x}<extra>" + window_name(window) + "</extra>",
            )
        )
    layout = {"yaxis": {"autorange": "reversed"}, "height": max(240, 60 * len(lines) + 90)}
    return figure(traces, layout)


def row(line: Line) -> tuple[str | None, ...]:
    """A table row; None is a hidden cell."""
    if line.cell is None or line.is_hidden:
        return (line.label, None, None, None, None)
    before, after = line.cell.figures
    return (line.label, line.cell.size, before.text, after.text, f"{points(line):+.0f}")


def words(change: Change) -> tuple[str, str, float]:
    """Title, reading and weight."""
    lines = shown(change)
    high, low = max(lines, key=points), min(lines, key=points)
    said = {"measure": change.subject.measure, "high": high.label, "low": low.label}
    said |= {"most": f"{points(high):+.0f}", "least": f"{points(low):+.0f}"}
    said |= {"before": window_name(change.before).lower(), "after": window_name(change.after).lower()}
    title = _("%(high)s gained the most in %(measure)s: %(most)s points from %(before)s to %(after)s") % said
    sentence = _("%(low)s moved %(least)s points; only students tested in both windows are counted.") % said
    if points(high) <= 0:
        title = _("No group gained in %(measure)s from %(before)s to %(after)s") % said
        sentence = (
            _("%(high)s moved %(most)s points, %(low)s %(least)s; only students tested in both are counted.") % said
        )
    if len(lines) == 1:
        title = _("%(high)s in %(measure)s: %(most)s points on average from %(before)s to %(after)s") % said
        sentence = _("Only students tested in both windows are counted.")
    return title, sentence, abs(points(high)) / 4
