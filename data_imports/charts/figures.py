"""One figure a grade: median growth percentiles, and average attendance."""

from typing import Any

from django.utils.translation import gettext as _

from data_imports.charts.drawing import Chart, bars, figure, hidden_bars, hidden_note, lying, told, window_name
from data_imports.evidence import Evidence, Figures, Line

ORDER = 25
STUB = 6
TYPICAL = 50


def charts(evidence: Evidence) -> list[Chart]:
    """A chart a measure, where at least one grade may be shown."""
    growth = [chart(found, *growth_words(found), "growth") for found in evidence.growth if shown(found)]
    attended = [chart(found, *attendance_words(found), "attendance") for found in evidence.attendance if shown(found)]
    return growth + attended


def shown(found: Figures) -> list[Line]:
    """Grades whose figure may be told."""
    return [line for line in found.table.lines if line.is_shown]


def value(line: Line) -> float:
    """The figure as shown."""
    return (line.cell.figures[0].percent or 0) if line.cell else 0


def chart(found: Figures, title: str, sentence: str, name: str, kind: str) -> Chart:
    """Lying bars, a grade each."""
    lines = list(found.table.everything if len(found.table.lines) > 1 else found.table.lines)
    return Chart(
        key=f"{kind}-{found.subject.key.replace('.', '-')}",
        title=title,
        sentence=sentence,
        figure=drawn(found, lines, kind),
        head=(_("Group"), _("Students"), name),
        rows=tuple(row(line) for line in lines),
        provenance=told(found.subject.provenance),
        suppressed=hidden_note(sum(line.is_hidden for line in lines)),
        weight=max(abs(value(line) - TYPICAL) for line in shown(found)) / 2 if kind == "growth" else 1.0,
        subject=found.subject.title,
        is_provisional=found.subject.is_provisional,
    )


def drawn(found: Figures, lines: list[Line], kind: str) -> dict[str, Any]:
    """The picture; growth with a dotted line at the typical 50."""
    names = [line.label for line in lines]
    cells: list[tuple[float | None, str]] = [
        (value(line), line.cell.figures[0].text) if line.cell and line.is_shown else (None, "") for line in lines
    ]
    traces = [bars(window_name(found.window), names, cells, found.window)]
    if hidden := [line.label for line in lines if line.is_hidden]:
        traces.append(hidden_bars(hidden, STUB))
    layout: dict[str, Any] = {
        "barmode": "overlay",
        "xaxis": {"range": [0, 108], "showgrid": True, "nticks": 6},
        "yaxis": {"autorange": "reversed", "showgrid": False},
        "height": 34 * len(names) + 100,
        "showlegend": bool(hidden),
    }
    if kind == "growth":
        edge = {"dash": "dot", "width": 2, "color": "#6b665a"}
        layout["shapes"] = [
            {"type": "line", "x0": TYPICAL, "x1": TYPICAL, "y0": 0, "y1": 1, "yref": "paper", "line": edge}
        ]
    return figure([lying(trace) for trace in traces], layout)


def row(line: Line) -> tuple[str | None, ...]:
    """A table row; None is a hidden cell."""
    if line.cell is None or line.is_hidden:
        return (line.label, None, None)
    return (line.label, line.cell.size, line.cell.figures[0].text)


def extremes(found: Figures) -> dict[str, str]:
    """The highest and the lowest grade in words."""
    lines = shown(found)
    high, low = max(lines, key=value), min(lines, key=value)
    said = {"measure": found.subject.measure, "high": high.label, "low": low.label}
    return said | {"most": f"{value(high):.0f}", "least": f"{value(low):.0f}"}


def growth_words(found: Figures) -> tuple[str, str, str]:
    """Title, reading and the figure's name. A median is over students, and 50 is typical."""
    said = extremes(found)
    title = _("%(high)s grew the most in %(measure)s: median growth percentile %(most)s") % said
    sentence = _("%(low)s has a median of %(least)s; 50 is typical growth among students who started alike.") % said
    if len(shown(found)) == 1:
        sentence = _("50 is typical growth among students who started alike.")
    return title, sentence, _("Median growth percentile")


def attendance_words(found: Figures) -> tuple[str, str, str]:
    """Title, reading and the figure's name."""
    said = extremes(found)
    title = _("%(measure)s is highest in %(high)s: %(most)s%% on average") % said
    sentence = _("%(low)s stands lowest with %(least)s%%.") % said if len(shown(found)) > 1 else ""
    return title, sentence, _("Average attendance")
