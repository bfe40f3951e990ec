"""A file that waits for the person's word: what it would change, and then the change itself."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from teams import actions, audit, workbook
from teams.actions import Outcome, Refusal, RowsRefused
from teams.enums import SheetKind
from teams.models import Person, StagedFile
from teams.problems import Problem, ProblemGroup, grouped
from teams.workbook.layout import SHEETS

from .files import Unreadable, export, rows_of
from .previews import RowPreview, SheetPreview, run
from .resources import RESOURCES

SHOWN = 60


@dataclass(frozen=True)
class FilePage:
    """What a file would change, list by list, or the problems that keep it out."""

    file: StagedFile
    label: str
    sheets: list[SheetPreview]
    problems: list[ProblemGroup]
    n_problems: int

    @property
    def changes(self) -> int:
        """How many rows would change something."""
        return sum(sheet.changes for sheet in self.sheets)

    @property
    def may_apply(self) -> bool:
        """Whether it is whole and would change something."""
        return not self.problems and self.changes > 0


class FileRefused(Refusal):
    """A file that can no longer be brought in as a whole."""

    def __init__(self) -> None:
        super().__init__(_("This file can't be brought in as it is. Nothing has changed."))


def look(file: StagedFile, *, by: Person, at: datetime) -> FilePage:
    """What the file would change if it were applied now. Changes nothing."""
    kind = SheetKind(file.kind)
    sheets, problems = _look(file, kind, by, at)
    return FilePage(file, str(kind.label), sheets, grouped(problems), len(problems))


def _look(file: StagedFile, kind: SheetKind, by: Person, at: datetime) -> tuple[list[SheetPreview], list[Problem]]:
    if kind == SheetKind.WORKBOOK:
        return _look_at_workbook(file, by, at)
    try:
        dataset = rows_of(file.name, bytes(file.content))
    except Unreadable as reason:
        return [], [_unreadable(str(kind.label), reason)]
    sheet, problems = run(kind, dataset, by=by, at=at, dry_run=True)
    return [sheet], problems


def _unreadable(label: str, reason: Unreadable) -> Problem:
    return Problem(
        label, 0, "", str(reason), _("rows with headings, as in an exported list"), _("Export the list once.")
    )


def _look_at_workbook(file: StagedFile, by: Person, at: datetime) -> tuple[list[SheetPreview], list[Problem]]:
    plan, problems = workbook.check(workbook.read(bytes(file.content)), by)
    if problems:
        return [], problems
    try:
        outcome = actions.try_workbook(plan, by=by, at=at)
    except RowsRefused as refused:
        return [], refused.problems
    return _sheets(outcome), []


def _sheets(outcome: Outcome) -> list[SheetPreview]:
    found = []
    for sheet in SHEETS:
        lines = [line for line in outcome.lines if line[0] == sheet.key]
        count = outcome.counts(sheet.key)
        changing = [line for line in lines if line[2] != "unchanged"]
        rows = [RowPreview(row, state, [words]) for _key, row, state, words in changing[:SHOWN]]
        if lines:
            found.append(
                SheetPreview(
                    str(sheet.title),
                    [_("Name")],
                    rows,
                    count["new"],
                    count["changed"],
                    count["unchanged"],
                    max(0, len(changing) - SHOWN),
                )
            )
    return found


@transaction.atomic
def apply_file(file: StagedFile, *, by: Person, at: datetime) -> int:
    """Bring the file in, all of it, and let it go; the number of rows that changed something. Raises `FileRefused`."""
    kind = SheetKind(file.kind)
    if kind == SheetKind.WORKBOOK:
        return _apply_workbook(file, by, at)
    try:
        sheet, problems = run(kind, rows_of(file.name, bytes(file.content)), by=by, at=at, dry_run=False)
    except Unreadable as reason:
        raise FileRefused from reason
    if problems:
        raise FileRefused
    audit.record("set-up file applied", file, by=by, at=at, purpose=f"sha256:{file.digest}", count=sheet.changes)
    file.delete()
    return sheet.changes


def _apply_workbook(file: StagedFile, by: Person, at: datetime) -> int:
    plan, problems = workbook.check(workbook.read(bytes(file.content)), by)
    if problems:
        raise FileRefused
    try:
        outcome = actions.apply_workbook(file, plan, by=by, at=at)
    except RowsRefused as refused:
        raise FileRefused from refused
    return sum(state != "unchanged" for _key, _row, state, _words in outcome.lines)


def export_list(kind: SheetKind, form: str, *, by: Person, at: datetime) -> tuple[bytes, int]:
    """A list as a file of `form` ("csv" or "xlsx"), the rows one sets up, and how many; the trail keeps it."""
    resource = RESOURCES[kind](by=by, at=at)
    dataset = resource.export(resource.get_queryset())
    content = export(dataset, form)
    audit.record("list exported", f"{kind.value}.{form}", by=by, at=at, count=len(dataset))
    return content, len(dataset)
