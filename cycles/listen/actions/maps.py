"""A member's map: saved as typed, handed in, taken up again, read by the one lead, deleted by its author."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from cycles.listen import notices
from cycles.listen.models import ThinkingMap

from .refusals import MapChanged, MapHandedIn, MapRead, MapsOver, NothingWritten


def _checked_open(found: ThinkingMap, at: datetime) -> None:
    if found.round.closes_at is None or at > found.round.closes_at:
        raise MapsOver


@transaction.atomic
def save_map(found: ThinkingMap, *, well: str, improve: str, other: str, version: int, at: datetime) -> ThinkingMap:
    """Keep what was typed; `version` is the one that was on the page.

    Raises `MapChanged` where a newer one stands (nothing is overwritten), `MapHandedIn`, `MapsOver`.
    """
    _checked_open(found, at)
    words = {"well": well, "improve": improve, "other": other}
    now = ThinkingMap.objects.get(pk=found.pk)
    if now.handed_in_at:
        raise MapHandedIn
    if now.boxes == (well, improve, other):
        return now
    changed = ThinkingMap.objects.filter(pk=found.pk, version=version, handed_in_at__isnull=True).update(
        **words, version=F("version") + 1, saved_at=at
    )
    now.refresh_from_db()
    if not changed:
        raise MapChanged(now)
    return now


@transaction.atomic
def hand_in_map(found: ThinkingMap, *, at: datetime, is_on_paper: bool = False) -> None:
    """Let the addressed lead read it; or say that it was given on paper. Twice is once.

    Raises `NothingWritten`, `MapsOver`.
    """
    _checked_open(found, at)
    now = ThinkingMap.objects.get(pk=found.pk)
    if now.is_empty and not is_on_paper:
        raise NothingWritten
    waiting = ThinkingMap.objects.filter(pk=found.pk, handed_in_at__isnull=True)
    if waiting.update(handed_in_at=at, is_on_paper=is_on_paper):
        notices.forget(found.round, found.author, at=at)


@transaction.atomic
def take_up_map(found: ThinkingMap, *, at: datetime) -> None:
    """Change one's mind before the lead has read it. Raises `MapRead`, `MapsOver`."""
    _checked_open(found, at)
    unread = ThinkingMap.objects.filter(pk=found.pk, handed_in_at__isnull=False, read_at__isnull=True)
    if unread.update(handed_in_at=None, is_on_paper=False):
        notices.remind_again(found.round, found.author, at=at)
    elif ThinkingMap.objects.filter(pk=found.pk, read_at__isnull=False).exists():
        raise MapRead(found.round.lead.name)


@transaction.atomic
def mark_read(found: ThinkingMap, *, at: datetime) -> None:
    """The addressed lead has read it. The first time counts."""
    ThinkingMap.objects.filter(pk=found.pk, handed_in_at__isnull=False, read_at__isnull=True).update(read_at=at)


@transaction.atomic
def delete_map(found: ThinkingMap) -> None:
    """Its author deletes what they wrote, read or not; that it was done stays."""
    ThinkingMap.objects.filter(pk=found.pk).update(well="", improve="", other="", version=F("version") + 1)
