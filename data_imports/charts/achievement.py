"""Students who met the expectation, window beside window: by grade, by team, by student group."""

from typing import Any

from django.utils.translation import gettext as _

from data_imports.charts.drawing import Chart, bars, figure, hidden_bars, hidden_note, lying, told, window_name
from data_imports.evidence import Achievement, Evidence, Line, WindowTable
from data_imports.privacy import Shown

ORDER = 10
STUB = 6
MOST_STANDING = 4
KEYS = {"grade": "levels", "team": "teams", "group": "groups"}


def charts(evidence: Evidence) -> list[Chart]:
    """One chart a table; by grade always, since it also says that all is hidden."""
    return [chart(table) for table in evidence.achievement if table.by == "grade" or shown(table)]


def shown(table: Achievement) -> bool:
    """Whether any row has numbers."""
    return any(line.is_shown for window in table.windows for line in window.table.lines)


def met(line: Line) -> Shown:
    """The share that counts as met: the last of two."""
    return line.cell.shares[-1] if line.cell else Shown("", None)


def chart(table: Achievement) -> Chart:
    """Bars by row; each window a colour."""
    title, sentence, weight = words(table)
    subject = table.subject
    return Chart(
        key=f"{KEYS[table.by]}-{subject.key.replace('.', '-')}",
        title=title,
        sentence=sentence,
        figure=drawn(table),
        head=head(table),
        rows=rows(table),
        provenance=told(subject.provenance),
        suppressed=hidden_note(sum(line.is_hidden for window in table.windows for line in window.table.lines)),
        weight=weight,
        subject=subject.title,
        is_provisional=subject.is_provisional,
    )


def labels(table: Achievement) -> list[str]:
    """All rows of all windows, in order, the total last."""
    names = list(dict.fromkeys(line.label for window in table.windows for line in window.table.lines))
    totals = [window.table.total.label for window in table.windows if window.table.total]
    # a single group is its own total; students may be in several groups or none, whose sum is no total
    return names + totals[:1] if len(names) > 1 else names


def by_label(window: WindowTable) -> dict[str, Line]:
    """A window's rows and its total by label."""
    return {line.label: line for line in window.table.everything}


def drawn(table: Achievement) -> dict[str, Any]:
    """The picture."""
    names, traces, hidden = labels(table), [], []
    for window in table.windows:
        found = by_label(window)
        shares = [met(found[name]) if name in found else Shown("", None) for name in names]
        hidden += [name for name in names if name in found and found[name].is_hidden]
        cells = [(share.percent, share.text) for share in shares]
        traces.append(bars(window_name(window.window), names, cells, window.window))
    if hidden:
        traces.append(hidden_bars(sorted(set(hidden), key=names.index), STUB))
    scale = {"range": [0, 112], "ticksuffix": "%", "nticks": 6}
    if len(names) <= MOST_STANDING and table.by == "grade":
        return figure(traces, {"barmode": "group", "yaxis": scale, "height": 340})
    lines = {"autorange": "reversed", "showgrid": False, "automargin": True}
    height = 26 * len(names) * len(traces) + 100
    flat = {"barmode": "group", "xaxis": {**scale, "showgrid": True}, "yaxis": lines, "height": height}
    return figure([lying(trace) for trace in traces], flat)


def head(table: Achievement) -> tuple[str, ...]:
    """Table head: a pair of columns a window."""
    columns = [_("Group")]
    for window in table.windows:
        name = window_name(window.window)
        columns += [
            _("%(window)s students") % {"window": name},
            _("%(window)s at or above") % {"window": name},
        ]
    return tuple(columns)


def rows(table: Achievement) -> tuple[tuple[str | None, ...], ...]:
    """Table rows; None is a hidden cell."""
    windows = [by_label(window) for window in table.windows]
    return tuple((name, *(cell for found in windows for cell in row_cells(found.get(name)))) for name in labels(table))


def row_cells(line: Line | None) -> list[str | None]:
    """Students and share; a dash where the group was not tested."""
    if line is None or line.cell is None:
        return ["–", "–"]  # noqa: RUF001 - a dash, as tables have it
    return [None, None] if line.is_hidden else [line.cell.size, met(line).text]


def words(table: Achievement) -> tuple[str, str, float]:
    """Title, reading, and how much it weighs among the findings."""
    first, last = table.windows[0], table.windows[-1]
    moves = moved(first, last) if len(table.windows) > 1 else []
    measure = table.subject.measure
    if moves:
        change, name, before, after = max(moves, key=lambda move: abs(move[0]))
        said = {"group": name, "measure": measure, "before": before, "after": after}
        title = _("%(group)s %(measure)s moved from %(before)s to %(after)s at or above grade level") % said
        if change == 0:
            title = _("%(measure)s stayed where it was in every group") % said
            title = _("%(measure)s stayed where it was in every grade") % said if table.by == "grade" else title
        return title, standing(last, measure), abs(change) if table.by == "grade" else abs(change) / 2
    title = _("%(measure)s: where students stand in %(window)s") % {
        "measure": table.subject.title if table.by != "grade" else measure,
        "window": window_name(last.window).lower(),
    }
    return title, standing(last, measure), 1.0


def moved(first: WindowTable, last: WindowTable) -> list[tuple[float, str, str, str]]:
    """Rows shown in both windows with their change in points."""
    before = by_label(first)
    found = []
    for line in last.table.lines:
        old = before.get(line.label)
        if old is not None and old.is_shown and line.is_shown:
            change = (met(line).percent or 0) - (met(old).percent or 0)
            found.append((change, line.label, met(old).text, met(line).text))
    return found


def standing(last: WindowTable, measure: str) -> str:
    """Where the latest window leaves the rows: all, highest, lowest."""
    found = [line for line in last.table.lines if line.is_shown]
    window = window_name(last.window).lower()
    if not found:
        return _("Every group is too small to be shown for %(window)s.") % {"window": window}
    high = max(found, key=lambda line: met(line).percent or 0)
    low = min(found, key=lambda line: met(line).percent or 0)
    said = {"window": window, "measure": measure, "high": high.label, "low": low.label}
    said |= {"most": met(high).text, "least": met(low).text}
    if len(found) == 1:
        return _("In %(window)s, %(most)s of %(high)s are at or above grade level.") % said
    return (
        _(
            "In %(window)s the highest share at or above grade level is %(most)s (%(high)s), "
            "the lowest %(least)s (%(low)s)."
        )
        % said
    )
