"""How the average scale score moved between two windows, for students tested in both."""

from typing import Any

import plotly.graph_objects as go
from django.utils.translation import gettext as _

from data_imports.charts.drawing import AFTER, BEFORE, Chart, figure, hidden_note, told
from data_imports.charts.levels import window_name
from data_imports.evidence import Change, Evidence, SubjectChange

ORDER = 20


def charts(evidence: Evidence) -> list[Chart]:
    """One chart a measure, where at least one group may be shown."""
    return [chart(subject) for subject in evidence.changes if shown(subject)]


def shown(subject: SubjectChange) -> list[Change]:
    """Groups whose two averages may both be told."""
    return [group for group in subject.groups if not group.after.is_hidden]


def chart(subject: SubjectChange) -> Chart:
    """Two markers and a line a group."""
    groups = [*subject.groups, *([subject.total] if subject.total and len(subject.groups) > 1 else [])]
    title, sentence, weight = words(subject)
    return Chart(
        key=f"change-{subject.key.replace('.', '-')}",
        title=title,
        sentence=sentence,
        figure=drawn(subject, [group for group in groups if not group.after.is_hidden]),
        head=(_("Group"), _("Students"), window_name(subject.before), window_name(subject.after), _("Change")),
        rows=tuple(row(group) for group in groups),
        provenance=told(subject.provenance),
        suppressed=hidden_note(len(groups) - sum(not group.after.is_hidden for group in groups)),
        weight=weight,
    )


def points(group: Change) -> float:
    """The change in whole points, as the shown averages have it."""
    return (group.after.mean or 0) - (group.before.mean or 0)


def drawn(subject: SubjectChange, groups: list[Change]) -> dict[str, Any]:
    """The picture: a dumbbell a group."""
    traces: list[go.Bar | go.Scatter] = []
    for group in groups:
        ends = [group.before.mean, group.after.mean]
        line = {"color": BEFORE, "width": 4}
        traces.append(
            go.Scatter(x=ends, y=[group.before.label] * 2, mode="lines", line=line, showlegend=False, hoverinfo="skip")
        )
    names = [group.before.label for group in groups]
    for window, side, colour, mark in (
        (subject.before, "before", BEFORE, "circle"),
        (subject.after, "after", AFTER, "diamond"),
    ):
        averages = [getattr(group, side) for group in groups]
        traces.append(
            go.Scatter(
                name=window_name(window),
                x=[average.mean for average in averages],
                y=names,
                mode="markers+text",
                text=[average.text for average in averages],
                textposition="top center",
                marker={"color": colour, "size": 14, "symbol": mark, "line": {"color": AFTER, "width": 1}},
                hovertemplate="%{y}: %{x}<extra>" + window_name(window) + "</extra>",
            )
        )
    layout = {"yaxis": {"autorange": "reversed"}, "height": max(240, 60 * len(groups) + 90)}
    return figure(traces, layout)


def row(group: Change) -> tuple[str | None, ...]:
    """A table row; None is a hidden cell."""
    if group.after.is_hidden:
        return (group.after.label, None, None, None, None)
    change = f"{points(group):+.0f}"
    return (group.after.label, group.after.size, group.before.text, group.after.text, change)


def words(subject: SubjectChange) -> tuple[str, str, float]:
    """Title, reading and weight."""
    groups = shown(subject)
    high = max(groups, key=points)
    low = min(groups, key=points)
    said = {"measure": subject.title, "high": high.after.label, "low": low.after.label}
    said |= {"most": f"{points(high):+.0f}", "least": f"{points(low):+.0f}"}
    said |= {"before": window_name(subject.before).lower(), "after": window_name(subject.after).lower()}
    title = _("%(high)s gained the most in %(measure)s: %(most)s points from %(before)s to %(after)s") % said
    sentence = _("%(low)s moved %(least)s points; only students tested in both windows are counted.") % said
    if points(high) <= 0:
        title = _("No group gained in %(measure)s from %(before)s to %(after)s") % said
        sentence = (
            _("%(high)s moved %(most)s points, %(low)s %(least)s; only students tested in both are counted.") % said
        )
    if len(groups) == 1:
        title = _("%(high)s in %(measure)s: %(most)s points on average from %(before)s to %(after)s") % said
        sentence = _("Only students tested in both windows are counted.")
    return title, sentence, abs(points(high)) / 4
