"""What a file would change, row by row, from django-import-export's dry run."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from import_export.results import RowResult
from tablib import Dataset

from teams.enums import SheetKind
from teams.models import Person
from teams.problems import Problem

from .resources import RESOURCES, RowProblem

STATES = {
    RowResult.IMPORT_TYPE_NEW: "new",
    RowResult.IMPORT_TYPE_UPDATE: "changed",
    RowResult.IMPORT_TYPE_SKIP: "unchanged",
}
SHOWN = 200


@dataclass(frozen=True)
class RowPreview:
    """One row: its number in the file, what would become of it, and its cells with what changes marked."""

    number: int
    state: str
    cells: list[str]


@dataclass(frozen=True)
class SheetPreview:
    """What one list would change. At most `SHOWN` rows are listed, those that change something first."""

    label: str
    headers: list[str]
    rows: list[RowPreview]
    new: int
    changed: int
    unchanged: int
    left_out: int

    @property
    def changes(self) -> int:
        """How many rows would change something."""
        return self.new + self.changed


def run(
    kind: SheetKind, dataset: Dataset, *, by: Person, at: datetime, dry_run: bool
) -> tuple[SheetPreview, list[Problem]]:
    """Bring rows in (all of them or none), or only look what would happen."""
    resource = RESOURCES[kind](by=by, at=at)
    missing = [column for column in resource.needed if column not in (dataset.headers or [])]
    if missing:
        expected, mend = _("a heading with this name"), _("Export the list once and keep its headings.")
        empty = SheetPreview(str(kind.label), [], [], 0, 0, 0, 0)
        return empty, [Problem(str(kind.label), 1, column, _("no such heading"), expected, mend) for column in missing]
    result = resource.import_data(
        dataset, dry_run=dry_run, use_transactions=True, rollback_on_validation_errors=True, raise_errors=False
    )
    problems = [*_invalid(kind, result), *_failed(kind, result)]
    return _told(kind, result), sorted(problems, key=lambda problem: problem.row)


def preview(kind: SheetKind, dataset: Dataset, *, by: Person, at: datetime) -> tuple[SheetPreview, list[Problem]]:
    """What a file would change. Changes nothing."""
    return run(kind, dataset, by=by, at=at, dry_run=True)


def _invalid(kind: SheetKind, result: Any) -> list[Problem]:
    told = []
    for row in result.invalid_rows:
        cells = dict(zip(result.diff_headers, row.values, strict=False))
        if isinstance(row.error, RowProblem):
            told.append(row.error.told(str(kind.label), row.number + 1, cells))
        else:
            mend = _("Mend the cell, or take the row out.")
            told += [
                Problem(str(kind.label), row.number + 1, column, str(cells.get(column, "")), " ".join(words), mend)
                for column, words in row.error_dict.items()
            ]
    return told


def _failed(kind: SheetKind, result: Any) -> list[Problem]:
    """Rows that failed in a way that no check foresaw: told without the machine's words."""
    expected, mend = _("a row that fits what is there"), _("Compare it with an exported row.")
    return [Problem(str(kind.label), row.number + 1, "", _("this row"), expected, mend) for row in result.error_rows]


def _plain(html: str) -> str:
    """django-import-export's diff with its inline styles taken out; ins and del stay."""
    return mark_safe(re.sub(r'\sstyle="[^"]*"', "", html))  # noqa: S308


def _told(kind: SheetKind, result: Any) -> SheetPreview:
    rows = [
        RowPreview(number, STATES[row.import_type], [_plain(cell) for cell in row.diff or []])
        for number, row in enumerate(result.rows, 2)
        if row.import_type in STATES
    ]
    changing = [row for row in rows if row.state != "unchanged"]
    listed = (changing + [row for row in rows if row.state == "unchanged"])[:SHOWN]
    count = {state: sum(row.state == state for row in rows) for state in STATES.values()}
    return SheetPreview(
        label=str(kind.label),
        headers=list(result.diff_headers),
        rows=listed,
        left_out=len(rows) - len(listed),
        **count,
    )
