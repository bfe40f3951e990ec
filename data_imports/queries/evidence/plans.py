"""What the school has promised: checkpoints of its improvement plan, and teachers' learning objectives."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from data_imports.enums import Window
from data_imports.privacy import Facts, Family, Kind, halved, one_line
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
    """Approved objectives by where the student in the middle of each began. One query."""
    rows = Slo.objects.filter(
        school=scope.school, year__name=scope.year, state__in=(SloState.APPROVED, SloState.CLOSED)
    )
    if scope.team is not None:
        rows = rows.filter(team=scope.team)
    counts = [0] * len(LEVELS)
    for students in rows.values_list(*LEVELS):
        if sum(students):
            counts[middle(students)] += 1
    if not sum(counts):
        return None
    return halved(one_line("objectives", {"all": Facts(tuple(counts))}, "", Kind.SHARES, met_from=PREPARED_FROM))


def middle(students: tuple[int, ...]) -> int:
    """The place of the level at which the middle student is."""
    passed = 0
    for place, count in enumerate(students):
        passed += count
        if 2 * passed > sum(students):
            return place
    return len(students) - 1
