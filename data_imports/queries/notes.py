"""What people noticed or wonder, at the cells that they mean."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from data_imports.enums import NoteKind
from data_imports.models import CellNote, PacketVersion
from teams.models import Person


@dataclass(frozen=True)
class NoteShown:
    """One note, counted within its chart.

    `where` names the cell ("" for the chart as a whole); `place` is its row and column in the table, None where this
    version has no such cell; `on_version` is the earlier version that it was written on.
    """

    pk: int
    number: int
    kind: str
    label: str
    text: str
    by: str
    at: datetime
    where: str
    place: tuple[int, int] | None
    on_version: int | None
    is_own: bool

    @property
    def key(self) -> str:
        """Its name on a page."""
        return str(self.pk)


@dataclass(frozen=True)
class TableCell:
    """A cell's words (None: hidden) and the notes pinned to it."""

    text: str | None
    notes: tuple[NoteShown, ...]


def pinned_notes(version: PacketVersion, earlier: Iterable[PacketVersion]) -> list[CellNote]:
    """Everything pinned to a version, and to those `earlier` ones that its reader may see. One query."""
    there = Q(version=version) | Q(version__in=earlier)
    rows = CellNote.objects.filter(there).select_related("by", "version").defer("version__body")
    return list(rows.order_by("at", "pk"))


def notes_on(
    notes: Sequence[CellNote],
    drawn: dict[str, Any],
    names: tuple[Sequence[str], Sequence[str]],
    *,
    version: int,
    reader: Person | None,
) -> tuple[NoteShown, ...]:
    """The notes of one chart; `names` are the English labels of its rows and columns. No query."""
    return tuple(_shown(number, note, drawn, names, version, reader) for number, note in enumerate(notes, 1))


def _shown(
    number: int,
    note: CellNote,
    drawn: dict[str, Any],
    names: tuple[Sequence[str], Sequence[str]],
    version: int,
    reader: Person | None,
) -> NoteShown:
    place = _place(note, names)
    where = f"{note.row}, {note.column}" if note.column else ""
    if place is not None:
        where = f"{drawn['rows'][place[0]][0]}, {drawn['head'][place[1]]}"
    return NoteShown(
        pk=note.pk,
        number=number,
        kind=note.kind,
        label=str(NoteKind(note.kind).label),
        text=note.text,
        by=note.by.name,
        at=note.at,
        where=where,
        place=place,
        on_version=None if note.version_id == version else note.version.version,
        is_own=reader is not None and note.by_id == reader.pk,
    )


def _place(note: CellNote, names: tuple[Sequence[str], Sequence[str]]) -> tuple[int, int] | None:
    rows, columns = names
    if note.row not in rows or note.column not in columns[1:]:
        return None
    return rows.index(note.row), columns.index(note.column, 1)


def marked(rows: Sequence[Sequence[str | None]], notes: Sequence[NoteShown]) -> list[list[TableCell]]:
    """A table with its notes at their cells."""
    return [
        [
            TableCell(text, tuple(note for note in notes if note.place == (at_row, at_column)))
            for at_column, text in enumerate(row)
        ]
        for at_row, row in enumerate(rows)
    ]
