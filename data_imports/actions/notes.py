"""Pinning what one notices or wonders to a cell of a frozen packet."""

from datetime import datetime

from django.db import transaction

from data_imports.enums import NoteKind
from data_imports.models import CellNote, PacketVersion
from reflection_site.events import announce
from teams.models import Person


@transaction.atomic
def pin_note(
    version: PacketVersion,
    *,
    chart: str,
    row: str,
    column: str,
    kind: NoteKind | str,
    text: str,
    by: Person,
    at: datetime,
) -> CellNote:
    """Pin a note to a cell, named by its labels in English, or (both empty) to the chart as a whole."""
    note = CellNote.objects.create(
        version=version, chart=chart, row=row, column=column, kind=NoteKind(kind), text=text, by=by, at=at
    )
    _announce(note)
    return note


@transaction.atomic
def change_note(note: CellNote, *, kind: NoteKind | str, text: str, at: datetime) -> None:
    """Say it in other words. It stays where it is pinned, on the version that it was written on."""
    CellNote.objects.filter(pk=note.pk).update(kind=NoteKind(kind), text=text, at=at)
    _announce(note)


@transaction.atomic
def remove_note(note: CellNote) -> None:
    """Take one's note away; a second time nothing happens."""
    CellNote.objects.filter(pk=note.pk).delete()
    _announce(note)


def _announce(note: CellNote) -> None:
    announce(f"packet.{note.version.packet_id}", note.version.version)
