"""Notes of a 1:1: written, read by the other, deleted in time. Their words pass through here and are kept nowhere else.

Source of the times: `privacy.md` 2.8.
"""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from cycles.confer import queries
from cycles.confer.models import CheckIn, CheckInNote, PairKey
from reflection_site import encryption
from teams import audit, retention
from teams.models import Appointment, Person, School

from .refusals import NoteChanged

MONTHS_KEPT = 13
DAYS_AFTER_LEAVING = 90
NOTES = "1:1 notes"


@transaction.atomic
def save_note(
    check_in: CheckIn, *, author: Person | None, text: str, version: int, by: Person, at: datetime
) -> CheckInNote:
    """Keep what was typed: the author's own, or without one what the two share.

    `version` is the one that was on the page, 0 where none was. Raises `NoteChanged` where a newer one stands there;
    nothing is overwritten.
    """
    key = _key_of(check_in)
    rows = CheckInNote.objects.filter(check_in=check_in, author=author)
    values = {"sealed": encryption.seal(text, key), "saved_at": at, "saved_by": by}
    found = rows.first()
    if found is None:
        try:
            with transaction.atomic():
                return CheckInNote.objects.create(check_in=check_in, author=author, **values)
        except IntegrityError:
            found = rows.get()
    stands = queries.words_of(found, key)
    if stands == text:
        return found
    changed = rows.filter(version=version).update(**values, version=F("version") + 1)
    found.refresh_from_db()
    if not changed:
        raise NoteChanged(found, queries.words_of(found, key))
    return found


def _key_of(check_in: CheckIn) -> str:
    """The pair's key of the year, made now where there was none."""
    if check_in.key is None:
        first, second = sorted((check_in.host_id, check_in.person_id))
        check_in.key, _made = PairKey.objects.get_or_create(
            first_id=first, second_id=second, year=check_in.year, defaults={"secret": encryption.new_key()}
        )
        CheckIn.objects.filter(pk=check_in.pk).update(key=check_in.key)
    return check_in.key.secret


def record_reading(check_in: CheckIn, note: CheckInNote, *, by: Person, at: datetime) -> None:
    """That somebody opened what the other wrote in the shared part. Its words are in no log, and no leader reads this.

    Who wrote it sees it in their access history.
    """
    if note.saved_by_id != by.pk:
        audit.record("shared 1:1 part read", check_in, by=by, at=at, subject=note.saved_by, purpose="1:1")


# --- deleting in time


@transaction.atomic
def purge_notes(*, at: datetime) -> int:
    """Delete notes whose time is over, with the keys of years that are; returns how many notes.

    Thirteen months after the school year's end all of a pair go, and their key: no copy of the rows opens any more.
    Ninety days after somebody left the school their private notes go, and what they shared there.
    """
    today = at.date()
    over = PairKey.objects.filter(year__ends_on__lt=_months_before(today, MONTHS_KEPT))
    old = CheckInNote.objects.filter(check_in__key__in=over)
    count, _each = retention.unheld(old, school="check_in__school", what=NOTES, at=at).delete()
    # a key opens all notes of the two in that year; what a hold keeps keeps its key
    over.exclude(check_ins__notes__isnull=False).delete()
    count += _purge_left(today - timedelta(days=DAYS_AFTER_LEAVING), at)
    if count:
        audit.record("1:1 notes deleted in time", by=None, at=at, count=count, purpose="retention")
    return count


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, 28))


def _purge_left(since: date, at: datetime) -> int:
    count = 0
    noted = CheckIn.objects.filter(notes__isnull=False).select_related("school", "host", "person").distinct()
    for check_in in noted:
        gone = [one for one in (check_in.host, check_in.person) if _has_left(one, check_in.school, since)]
        if gone:
            rows = CheckInNote.objects.filter(Q(author__in=gone) | Q(author=None), check_in=check_in)
            count += retention.unheld(rows, school="check_in__school", what=NOTES, at=at).delete()[0]
    return count


def _has_left(person: Person, school: School, since: date) -> bool:
    """Whether no role of the person reached the school on that day or later."""
    near = Q(school=school) | (Q(network=school.network_id) & ~Q(network=None))
    held = Appointment.objects.filter(near, person=person)
    return not held.filter(Q(ends_on=None) | Q(ends_on__gte=since)).exists()
