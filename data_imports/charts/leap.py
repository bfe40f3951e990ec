"""LEAP means by indicator, for the school as a whole."""

from typing import Any

import plotly.graph_objects as go
from django.utils.translation import gettext as _

from data_imports.charts.drawing import AFTER, Chart, figure, hidden_note, told
from data_imports.evidence import Evidence, LeapMeans, Line

ORDER = 30
BANDS = ((6.5, "Distinguished"), (4.5, "Effective"), (2.5, "Approaching"), (0.0, "Not meeting"))


def charts(evidence: Evidence) -> list[Chart]:
    """One chart, or none where too few teachers were observed."""
    leap = evidence.leap
    return [chart(leap)] if leap is not None and not leap.why_hidden else []


def band(mean: float) -> str:
    """A mean in the scale's own words."""
    words = {
        "Distinguished": _("Distinguished"),
        "Effective": _("Effective"),
        "Approaching": _("Approaching"),
        "Not meeting": _("Not meeting"),
    }
    return next(words[name] for least, name in BANDS if mean >= least)


def value(line: Line) -> float:
    """The mean as shown."""
    return (line.cell.figures[0].percent or 0) if line.cell else 0


def text(line: Line) -> str:
    """The mean in words."""
    return line.cell.figures[0].text if line.cell else ""


def row(line: Line) -> tuple[str | None, ...]:
    """A table row; None is a hidden cell."""
    return (line.label, text(line), band(value(line))) if line.is_shown else (line.label, None, None)


def chart(leap: LeapMeans) -> Chart:
    """Horizontal bars from 1 to 7."""
    shown = [line for line in leap.lines if line.is_shown]
    high, low = max(shown, key=value), min(shown, key=value)
    said = {"high": high.label, "low": low.label, "most": text(high), "least": text(low)}
    return Chart(
        key="leap-indicators",
        title=_("%(high)s is our strongest LEAP indicator, %(low)s the one to grow") % said,
        sentence=_("On the scale from 1 to 7 the means are %(most)s and %(least)s.") % said,
        figure=drawn(leap),
        head=(_("Indicator"), _("Mean"), _("Band")),
        rows=tuple(row(line) for line in leap.lines),
        provenance=told(leap.subject.provenance),
        suppressed=hidden_note(len(leap.lines) - len(shown)),
        weight=5.0,
        subject=leap.subject.title,
    )


def drawn(leap: LeapMeans) -> dict[str, Any]:
    """The picture."""
    shown = [line for line in leap.lines if line.is_shown]
    trace = go.Bar(
        orientation="h",
        y=[line.label for line in shown],
        x=[value(line) for line in shown],
        text=[text(line) for line in shown],
        textposition="outside",
        cliponaxis=False,
        marker={"color": AFTER},
        hovertemplate="%{y}: %{x}<extra></extra>",
    )
    layout = {
        "xaxis": {"range": [0, 7.6], "dtick": 1, "showgrid": True},
        "yaxis": {"autorange": "reversed", "showgrid": False},
        "height": 34 * len(shown) + 60,
    }
    return figure([trace], layout)
