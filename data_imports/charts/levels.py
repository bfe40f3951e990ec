"""Students at or above grade level, by grade, window beside window."""

from typing import Any

from django.utils.translation import gettext as _

from data_imports.charts.drawing import Chart, bars, figure, hidden_bars, hidden_note, lying, told
from data_imports.evidence import Evidence, SubjectLevels, WindowLevels
from data_imports.privacy import Shown, ShownGroup

ORDER = 10
STUB = 6
MOST_STANDING = 4


def charts(evidence: Evidence) -> list[Chart]:
    """One chart a measure."""
    return [chart(subject) for subject in evidence.levels]


def met(group: ShownGroup) -> Shown:
    """The share that counts as met: the last of two."""
    return group.shares[-1]


def chart(subject: SubjectLevels) -> Chart:
    """Bars by grade; each window a colour."""
    title, sentence, weight = words(subject)
    hidden = sum(window.table.hidden for window in subject.windows)
    return Chart(
        key=f"levels-{subject.key.replace('.', '-')}",
        title=title,
        sentence=sentence,
        figure=drawn(subject),
        head=head(subject),
        rows=rows(subject),
        provenance=told(subject.provenance),
        suppressed=hidden_note(hidden),
        weight=weight,
    )


def labels(subject: SubjectLevels) -> list[str]:
    """All groups of all windows, in order, the total last."""
    names: list[str] = []
    for window in subject.windows:
        names.extend(group.label for group in window.table.groups if group.label not in names)
    totals = [window.table.total.label for window in subject.windows if window.table.total]
    return names + totals[:1] if len(names) > 1 else names  # a single group is its own total


def by_label(window: WindowLevels) -> dict[str, ShownGroup]:
    """A window's groups and its total by label."""
    found = {group.label: group for group in window.table.groups}
    if window.table.total is not None:
        found[window.table.total.label] = window.table.total
    return found


def drawn(subject: SubjectLevels) -> dict[str, Any]:
    """The picture."""
    names, traces, hidden = labels(subject), [], []
    for window in subject.windows:
        groups = by_label(window)
        shown = [met(groups[name]) if name in groups else Shown("", None) for name in names]
        hidden += [name for name in names if name in groups and groups[name].is_hidden]
        cells = [(share.percent, share.text) for share in shown]
        traces.append(bars(window_name(window.window), names, cells, window.window))
    if hidden:
        traces.append(hidden_bars(sorted(set(hidden), key=names.index), STUB))
    scale = {"range": [0, 112], "ticksuffix": "%", "nticks": 6}
    if len(names) <= MOST_STANDING:
        return figure(traces, {"barmode": "group", "yaxis": scale, "height": 340})
    lines = {"autorange": "reversed", "showgrid": False}
    height = 26 * len(names) * len(traces) + 100
    flat = {"barmode": "group", "xaxis": {**scale, "showgrid": True}, "yaxis": lines, "height": height}
    return figure([lying(trace) for trace in traces], flat)


def window_name(window: str) -> str:
    """The window in words."""
    return {"fall": _("Fall"), "winter": _("Winter"), "spring": _("Spring")}[window]


def head(subject: SubjectLevels) -> tuple[str, ...]:
    """Table head: a pair of columns a window."""
    columns = [_("Group")]
    for window in subject.windows:
        name = window_name(window.window)
        columns += [
            _("%(window)s students") % {"window": name},
            _("%(window)s at or above") % {"window": name},
        ]
    return tuple(columns)


def rows(subject: SubjectLevels) -> tuple[tuple[str | None, ...], ...]:
    """Table rows; None is a hidden cell."""
    windows = [by_label(window) for window in subject.windows]
    table = []
    for name in labels(subject):
        cells: list[str | None] = [name]
        for groups in windows:
            cells += row_cells(groups.get(name))
        table.append(tuple(cells))
    return tuple(table)


def row_cells(group: ShownGroup | None) -> list[str | None]:
    """Students and share; a dash where the group was not tested."""
    if group is None:
        return ["–", "–"]  # noqa: RUF001 - a dash, as tables have it
    return [None, None] if group.is_hidden else [group.size, met(group).text]


def words(subject: SubjectLevels) -> tuple[str, str, float]:
    """Title, reading, and how much it weighs among the findings."""
    first, last = subject.windows[0], subject.windows[-1]
    moves = moved(first, last) if len(subject.windows) > 1 else []
    if moves:
        change, name, before, after = max(moves, key=lambda move: abs(move[0]))
        said = {"group": name, "measure": subject.title, "before": before, "after": after}
        title = _("%(group)s %(measure)s moved from %(before)s to %(after)s at or above grade level") % said
        if change == 0:
            title = _("%(measure)s stayed where it was in every grade") % said
        return title, standing(last, subject.title), abs(change)
    title = _("%(measure)s: where students stand in %(window)s") % {
        "measure": subject.title,
        "window": window_name(last.window).lower(),
    }
    return title, standing(last, subject.title), 1.0


def moved(first: WindowLevels, last: WindowLevels) -> list[tuple[float, str, str, str]]:
    """Groups shown in both windows with their change in points."""
    before, after = by_label(first), by_label(last)
    found = []
    for group in last.table.groups:
        old, new = before.get(group.label), after[group.label]
        if old is not None and met(old).percent is not None and met(new).percent is not None:
            change = (met(new).percent or 0) - (met(old).percent or 0)
            found.append((change, group.label, met(old).text, met(new).text))
    return found


def standing(last: WindowLevels, measure: str) -> str:
    """Where the latest window leaves the groups: all, highest, lowest."""
    shown = [group for group in last.table.groups if met(group).percent is not None]
    window = window_name(last.window).lower()
    if not shown:
        return _("Every group is too small to be shown for %(window)s.") % {"window": window}
    high = max(shown, key=lambda group: met(group).percent or 0)
    low = min(shown, key=lambda group: met(group).percent or 0)
    said = {"window": window, "measure": measure, "high": high.label, "low": low.label}
    said |= {"most": met(high).text, "least": met(low).text}
    if len(shown) == 1:
        return _("In %(window)s, %(most)s of %(high)s are at or above grade level.") % said
    return (
        _(
            "In %(window)s, %(high)s stands highest with %(most)s at or above grade level, "
            "%(low)s lowest with %(least)s."
        )
        % said
    )
