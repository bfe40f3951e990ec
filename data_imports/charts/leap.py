"""LEAP means by indicator, for the school as a whole."""

from typing import Any

import plotly.graph_objects as go
from django.utils.translation import gettext as _

from data_imports.charts.drawing import AFTER, Chart, figure, hidden_note, told
from data_imports.evidence import Evidence, LeapMeans

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


def chart(leap: LeapMeans) -> Chart:
    """Horizontal bars from 1 to 7."""
    shown = [average for average in leap.averages if average.mean is not None]
    high = max(shown, key=lambda average: average.mean or 0)
    low = min(shown, key=lambda average: average.mean or 0)
    said = {"high": high.label, "low": low.label, "most": high.text, "least": low.text}
    return Chart(
        key="leap-indicators",
        title=_("%(high)s is our strongest LEAP indicator, %(low)s the one to grow") % said,
        sentence=_("On the scale from 1 to 7 the means are %(most)s and %(least)s.") % said,
        figure=drawn(leap),
        head=(_("Indicator"), _("Mean"), _("Band")),
        rows=tuple((a.label, None, None) if a.mean is None else (a.label, a.text, band(a.mean)) for a in leap.averages),
        provenance=told(leap.provenance),
        suppressed=hidden_note(len(leap.averages) - len(shown)),
        weight=5.0,
    )


def drawn(leap: LeapMeans) -> dict[str, Any]:
    """The picture."""
    shown = [average for average in leap.averages if average.mean is not None]
    trace = go.Bar(
        orientation="h",
        y=[average.label for average in shown],
        x=[average.mean for average in shown],
        text=[average.text for average in shown],
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
