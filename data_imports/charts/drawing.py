"""What all charts share: their shape, their colours, and a figure as plain data."""

import json
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
from django.utils.translation import gettext as _

from data_imports.evidence import Provenance

BEFORE, AFTER, LATER = "#a9cbc6", "#0f6b68", "#c77d1e"
HATCH = {"color": "#a8a294", "pattern": {"shape": "/", "fgcolor": "#8a8474", "bgcolor": "#f8f6f1"}}
WINDOW_COLOURS = {"fall": BEFORE, "winter": AFTER, "spring": LATER}
WINDOW_PATTERNS = {"fall": "", "winter": "", "spring": "."}


@dataclass(frozen=True)
class Chart:
    """A finding in words, its picture, its table, and where it comes from."""

    key: str
    title: str
    sentence: str
    figure: dict[str, Any]
    head: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    provenance: str
    suppressed: str
    weight: float
    subject: str = ""
    is_provisional: bool = False

    def as_json(self) -> dict[str, Any]:
        """Plain data for the packet's body."""
        return {
            "key": self.key,
            "title": self.title,
            "sentence": self.sentence,
            "figure": self.figure,
            "head": list(self.head),
            "rows": [list(row) for row in self.rows],
            "provenance": self.provenance,
            "suppressed": self.suppressed,
            "weight": self.weight,
            "subject": self.subject,
            "is_provisional": self.is_provisional,
        }


def figure(traces: list[go.Bar | go.Scatter], layout: dict[str, Any]) -> dict[str, Any]:
    """A figure as plain data, without the look that the page gives it."""
    drawn = go.Figure(data=traces, layout={**layout, "template": go.layout.Template()})
    plain: dict[str, Any] = json.loads(drawn.to_json())
    plain["layout"].pop("template", None)
    return plain


def lying(trace: go.Bar, what: str = "%{y}: %{text}") -> go.Bar:
    """The same bars from left to right, where there are too many groups to stand side by side."""
    trace.update(x=trace.y, y=trace.x, orientation="h")
    if trace.hoverinfo != "skip":
        trace.update(hovertemplate=f"{what}<extra>{trace.name}</extra>")
    return trace


def bars(name: str, labels: list[str], shown: list[tuple[float | None, str]], window: str) -> go.Bar:
    """Bars with their words on them; a hidden one is left out here."""
    colour = WINDOW_COLOURS.get(window, AFTER)
    marker: dict[str, Any] = {"color": colour}
    if pattern := WINDOW_PATTERNS.get(window):
        # without a ground of its own a patterned bar would be see-through
        marker["pattern"] = {"shape": pattern, "fgcolor": "#ffffff", "bgcolor": colour, "solidity": 0.15}
    return go.Bar(
        name=name,
        x=labels,
        y=[value for value, _words in shown],
        text=[words if value is not None else "" for value, words in shown],
        textposition="outside",
        cliponaxis=False,
        marker=marker,
        hovertemplate="%{x}: %{text}<extra>" + name + "</extra>",
    )


def hidden_bars(labels: list[str], height: float) -> go.Bar:
    """A hatched stub with the symbol, the same for every hidden group."""
    return go.Bar(
        name=_("Hidden to protect privacy"),
        x=labels,
        y=[height] * len(labels),
        text=["*"] * len(labels),
        textposition="outside",
        marker=HATCH,
        hoverinfo="skip",
    )


def window_name(window: str) -> str:
    """The window in words."""
    return {"fall": _("Fall"), "winter": _("Winter"), "spring": _("Spring")}[window]


def told(provenance: Provenance) -> str:
    """The provenance line: files, day, rows, coverage."""
    parts = [", ".join(provenance.files)]
    if provenance.imported_on:
        parts.append(_("imported %(day)s") % {"day": provenance.imported_on})
    if provenance.rows_used:
        parts.append(_("%(rows)s results used") % {"rows": provenance.rows_used})
    if provenance.rows_dropped:
        parts.append(_("%(rows)s left out (not scored, or taken again)") % {"rows": provenance.rows_dropped})
    if provenance.coverage:
        parts.append(_("%(share)s of students") % {"share": provenance.coverage})
    if provenance.answered:
        parts.append(_("about %(share)s of those asked have answered") % {"share": provenance.answered})
    return " · ".join(part for part in parts if part)


def hidden_note(hidden: int) -> str:
    """Why something is missing from a chart; empty where nothing is."""
    return (
        _("* hidden to protect privacy: the group is small enough that a person could be recognized.") if hidden else ""
    )
