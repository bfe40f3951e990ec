"""Notes of a 1:1 as its two people see them."""

from dataclasses import dataclass
from datetime import datetime

from cycles.confer import access
from cycles.confer.models import CheckIn, CheckInNote
from reflection_site import encryption
from teams.models import Person


def words_of(note: CheckInNote, key: str) -> str:
    """What the note says, opened with the pair's key."""
    return encryption.unseal(note.sealed, key)


@dataclass(frozen=True)
class Pane:
    """One box: `name` is part of its address. `saved_by` is named where somebody else saved it last."""

    name: str
    text: str = ""
    version: int = 0
    saved_at: datetime | None = None
    saved_by: str = ""
    note: CheckInNote | None = None


@dataclass(frozen=True)
class Panes:
    """The reader's own box and the shared one; None where the reader may keep or share none."""

    private: Pane | None
    shared: Pane | None


def panes(check_in: CheckIn, reader: Person) -> Panes:
    """At most 3 queries. A note whose key is gone reads as if nothing had been written."""
    rows = CheckInNote.objects.filter(check_in=check_in).select_related("saved_by")
    key = check_in.key.secret if check_in.key else ""
    found = {row.author_id: row for row in rows if key and row.author_id in (None, reader.pk)}
    has_private = access.may_have_notes(reader, check_in.school) or check_in.host_id != reader.pk
    return Panes(
        _pane("private", found.get(reader.pk), key, reader) if has_private else None,
        _pane("shared", found.get(None), key, reader) if access.shares_notes(check_in) else None,
    )


def _pane(name: str, note: CheckInNote | None, key: str, reader: Person) -> Pane:
    if note is None:
        return Pane(name)
    saved_by = note.saved_by.name if note.saved_by_id != reader.pk else ""
    return Pane(name, words_of(note, key), note.version, note.saved_at, saved_by, note)


@dataclass(frozen=True)
class OwnNote:
    """One of my private notes, for my own file."""

    check_in: CheckIn
    other: str
    text: str


def own_notes(reader: Person) -> list[OwnNote]:
    """Every private note that the reader wrote, by day; nobody else's, and nothing shared. At most 5 queries."""
    mine = access.own_check_ins(reader).order_by("meets_on", "pk")
    written = {row.check_in_id: row for row in CheckInNote.objects.filter(author=reader, check_in__in=mine)}
    return [
        OwnNote(one, one.other(reader).name, words_of(written[one.pk], one.key.secret))
        for one in mine
        if one.pk in written and one.key and written[one.pk].sealed
    ]
