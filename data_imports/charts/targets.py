"""What the improvement plan expects by now, beside where students are; and how objectives began."""

from typing import Any

import plotly.graph_objects as go
from django.utils.translation import gettext as _

from data_imports.charts.drawing import AFTER, LATER, Chart, figure, hidden_note, told
from data_imports.evidence import Evidence, Objectives, Target, Targets

ORDER = 15
CLOSE = 1.0
LONGEST = 40


def charts(evidence: Evidence) -> list[Chart]:
    """Targets where a measure is named and shown; objectives where enough were set."""
    found = []
    if evidence.targets is not None and any(line.now.percent is not None for line in evidence.targets.lines):
        found.append(target_chart(evidence.targets))
    if evidence.objectives is not None and not evidence.objectives.cell.is_hidden:
        found.append(objective_chart(evidence.objectives))
    return found


def target_chart(targets: Targets) -> Chart:
    """A bar for now and a mark for the target, a line each."""
    lines = [line for line in targets.lines if line.now.percent is not None]
    far = max(lines, key=gap)
    said = {"metric": far.metric, "target": far.expected, "now": far.now.text, "day": far.by_day}
    title = _("%(metric)s: target %(target)s by %(day)s, now %(now)s") % said
    reached = sum(gap(line) <= 0 for line in lines)
    sentence = _("%(reached)s of %(all)s targets are reached.") % {"reached": reached, "all": len(lines)}
    return Chart(
        key="targets",
        title=title,
        sentence=sentence,
        figure=drawn(lines),
        head=(_("Measure"), _("By"), _("Target"), _("Now"), _("Goal")),
        rows=tuple(row(line) for line in targets.lines),
        provenance=told(targets.subject.provenance),
        suppressed=hidden_note(len(targets.lines) - len(lines)),
        weight=4.0 + max(gap(far), 0) / 4,
        subject=targets.subject.title,
        is_provisional=targets.subject.is_provisional,
    )


def gap(line: Target) -> float:
    """Points that are missing to the target; below zero where it is passed."""
    return line.expected_percent - (line.now.percent or 0)


def row(line: Target) -> tuple[str | None, ...]:
    """A table row; None is a hidden cell."""
    now = None if line.now.percent is None else line.now.text
    return (line.metric, line.by_day, line.expected, now, line.goal)


def drawn(lines: list[Target]) -> dict[str, Any]:
    """The picture."""
    names = [line.metric if len(line.metric) <= LONGEST else f"{line.metric[: LONGEST - 1]}…" for line in lines]
    now = go.Bar(
        name=_("Now"),
        orientation="h",
        y=names,
        x=[line.now.percent for line in lines],
        text=[line.now.text for line in lines],
        textposition="inside",
        marker={"color": AFTER},
        hovertemplate="%{y}: %{text}<extra>" + _("Now") + "</extra>",
    )
    target = go.Scatter(
        name=_("Target"),
        mode="markers+text",
        y=names,
        x=[line.expected_percent for line in lines],
        text=[line.expected for line in lines],
        textposition="middle right",
        marker={"color": LATER, "size": 16, "symbol": "line-ns", "line": {"color": LATER, "width": 4}},
        hovertemplate="%{y}: %{text}<extra>" + _("Target") + "</extra>",
    )
    layout = {
        "xaxis": {"range": [0, 108], "ticksuffix": "%", "showgrid": True, "nticks": 6},
        "yaxis": {"autorange": "reversed", "showgrid": False, "automargin": True},
        "height": max(220, 64 * len(lines) + 100),
    }
    return figure([now, target], layout)


def objective_chart(objectives: Objectives) -> Chart:
    """Objectives by where the student in the middle began."""
    cell = objectives.cell
    below, above = cell.shares[0], cell.shares[-1]
    names = [_("Not yet prepared"), _("Prepared or ahead")]
    bar = go.Bar(
        orientation="h",
        y=names,
        x=[below.percent, above.percent],
        text=[below.text, above.text],
        textposition="outside",
        cliponaxis=False,
        marker={"color": AFTER},
        hovertemplate="%{y}: %{text}<extra></extra>",
    )
    layout = {"xaxis": {"range": [0, 112], "ticksuffix": "%"}, "yaxis": {"autorange": "reversed"}, "height": 200}
    return Chart(
        key="objectives",
        title=_("In %(share)s of learning objectives most students began prepared or ahead") % {"share": above.text},
        sentence=_("In %(share)s they did not yet. Counted are approved objectives.") % {"share": below.text},
        figure=figure([bar], layout),
        head=(_("Most students began"), _("Objectives")),
        rows=tuple(zip(names, (below.text, above.text), strict=True)),
        provenance=_("%(count)s approved objectives") % {"count": cell.size},
        suppressed="",
        weight=0.5,
        subject=objectives.subject.title,
    )
