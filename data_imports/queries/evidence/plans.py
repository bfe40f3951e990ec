"""What the school has promised: checkpoints of its improvement plan, and teachers' learning objectives."""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from data_imports.enums import Window
from data_imports.privacy import Cell, Facts, Family, Kind, halved
from data_imports.privacy.tables import Atom
from data_imports.queries.results import Scope
from teams.enums import SloState
from teams.models import Checkpoint, Slo

PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*%")
FALL_ENDS, WINTER_ENDS = timedelta(weeks=14), timedelta(weeks=26)
LEVELS = ("significantly_under", "under", "somewhat", "prepared", "ahead")
PREPARED_FROM = 4


class Aim(NamedTuple):
    """One checkpoint of an interim measure that names a share."""

    goal: str
    metric: str
    due_on: date
    expected: str
    percent: float


def aims(scope: Scope, window: Window) -> list[Aim]:
    """Each interim measure's checkpoint that is the last to be due by the window, else its first. One query."""
    rows = Checkpoint.objects.filter(
        measure__goal__school=scope.school, measure__goal__year__name=scope.year, measure__goal__is_archived=False
    ).select_related("measure__goal__year")
    chosen: dict[int, Aim] = {}
    for row in rows.order_by("measure__goal__title", "measure_id", "due_on"):
        found = PERCENT.search(row.expected)
        if row.measure is None or found is None:
            continue
        year = row.measure.goal.year
        ends = {Window.FALL: year.starts_on + FALL_ENDS, Window.WINTER: year.starts_on + WINTER_ENDS}
        if row.measure.pk not in chosen or row.due_on <= ends.get(window, year.ends_on):
            percent = float(found[1])
            chosen[row.measure.pk] = Aim(row.measure.goal.title, row.measure.metric, row.due_on, row.expected, percent)
    return list(chosen.values())


def objectives(scope: Scope) -> Family | None:
    """Approved objectives by where the student in the middle of each began; counted by team. One query."""
    rows = Slo.objects.filter(
        school=scope.school, year__name=scope.year, state__in=(SloState.APPROVED, SloState.CLOSED)
    )
    if scope.team is not None:
        rows = rows.filter(team=scope.team)
    counts: dict[Atom, list[int]] = defaultdict(lambda: [0] * len(LEVELS))
    for team, *students in rows.values_list("team_id", *LEVELS):
        if sum(students):
            counts[(str(team or ""),)][middle(students)] += 1
    if not counts:
        return None
    atoms = {team: Facts(tuple(found)) for team, found in sorted(counts.items())}
    everything = Cell("all", frozenset(atoms), is_total=True)
    return halved(Family("objectives", Kind.SHARES, atoms, (everything,), met_from=PREPARED_FROM))


def middle(students: Sequence[int]) -> int:
    """The place of the level at which the middle student is."""
    passed = 0
    for place, count in enumerate(students):
        passed += count
        if 2 * passed > sum(students):
            return place
    return len(students) - 1
