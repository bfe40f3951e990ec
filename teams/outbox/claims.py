"""Claiming: which rows one worker may send now, made into parcels; what needs no sending is closed with its reason."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, connection, transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils.translation import gettext_noop

from reflection_site import failpoints
from teams import notices
from teams.enums import NoticeState
from teams.hours import USUAL, hours_of, zone_of
from teams.kinds import is_urgent
from teams.models import Notice, NoticePreference

logger = logging.getLogger(__name__)
BATCH = 100
TRIES = 5
LEASE = timedelta(minutes=10)
OPEN = (NoticeState.DUE, NoticeState.SENDING)


@dataclass(frozen=True)
class Parcel:
    """What goes to one person as one message, and for the length of the lease through this worker only.

    Several rows are a digest. `tries` counts this one.
    """

    rows: tuple[Notice, ...]
    tries: int
    message_id: str
    leased_until: datetime


@transaction.atomic
def claim(at: datetime, batch: int | None = None) -> tuple[list[Parcel], bool]:
    """Lease up to `batch` rows and those that go with them; also whether there was anything at all to be settled.

    Rows that were tried before are taken alone: one that kills its worker takes no other with it again. The number of
    queries depends on how many kinds there are, not on how many rows, where kinds answer for many (`wanted_among`).
    """
    rows = _picked(at, batch or BATCH)
    kept = _settled(rows, at)
    parcels = [_parcel(group, at) for group in _grouped(kept)]
    _lease(parcels)
    failpoints.reach("notices.claiming")
    return parcels, bool(rows)


# --- which rows


def _locked(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    """With the person, so that no two workers share out what is due for one; nobody waits for anybody."""
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True, of=("self", "person"), no_key=True)
    return rows


def _due(at: datetime) -> QuerySet[Notice]:
    """Rows due at `at` that nobody holds and that do not rest after a refusal.

    Kinds that this worker does not know are left to newer workers: during a change of release both are running.
    """
    is_free = Q(lease_until=None) | Q(lease_until__lte=at)
    rows = Notice.objects.filter(is_free, due_at__lte=at, kind__in=list(notices.KINDS))
    return rows.select_related("person", "school")


def _picked(at: datetime, batch: int) -> list[Notice]:
    """Fresh rows with what else is due for their people; without any, one that was tried before with its digest."""
    fresh = _due(at).filter(state=NoticeState.DUE, tries=0)
    rows = list(_locked(fresh.order_by("due_at", "pk"))[:batch])
    if rows:
        people = {row.person_id for row in rows if not is_urgent(row.kind)}
        calm = [kind for kind in notices.KINDS if not is_urgent(kind)]
        beside = fresh.filter(person_id__in=people, kind__in=calm).exclude(pk__in=[row.pk for row in rows])
        return rows + (list(_locked(beside.order_by("due_at", "pk"))) if people else [])
    tried = _due(at).filter(state__in=OPEN, tries__gt=0)
    first = list(_locked(tried.order_by("tries", "due_at", "pk"))[:1])
    if not first or not first[0].digest_id:
        return first
    whole = tried.filter(digest_id=first[0].digest_id, tries=first[0].tries)
    return list(_locked(whole.order_by("due_at", "pk")))


def _grouped(rows: Iterable[Notice]) -> list[list[Notice]]:
    """Urgent rows each by themselves, the others by person."""
    groups: dict[object, list[Notice]] = defaultdict(list)
    for row in rows:
        groups[("row", row.pk) if is_urgent(row.kind) else ("person", row.person_id)].append(row)
    return list(groups.values())


# --- is it still to be sent?


def _settled(rows: list[Notice], at: datetime) -> list[Notice]:
    """The rows that are to be sent now; the others are closed, or put off to the person's next hour."""
    closed: dict[int, tuple[NoticeState, str]] = {
        row.pk: (NoticeState.FAILED, gettext_noop("Tried five times.")) for row in rows if row.tries >= TRIES
    }
    for pk, reason in _needless([row for row in rows if row.pk not in closed], at).items():
        closed[pk] = (NoticeState.VOID, reason)
    later = _in_quiet_hours([row for row in rows if row.pk not in closed], at)
    for ending in set(closed.values()):
        these = Notice.objects.filter(pk__in=[pk for pk, found in closed.items() if found == ending])
        these.update(state=ending[0], reason=ending[1], lease_until=None)
    for moment in set(later.values()):
        these = Notice.objects.filter(pk__in=[pk for pk, found in later.items() if found == moment])
        these.update(state=NoticeState.DUE, due_at=moment, lease_until=None)
    return [row for row in rows if row.pk not in closed and row.pk not in later]


def _needless(rows: list[Notice], at: datetime) -> dict[int, str]:
    """Why notices are not to be sent any more, by key; nothing for those that are wanted."""
    told: dict[int, str] = {}
    off = _turned_off(rows)
    for row in rows:
        kind = notices.KINDS[row.kind]
        if not row.person.is_active:
            told[row.pk] = gettext_noop("The person no longer signs in here.")
        elif kind.stale_after is not None and at - row.due_at > kind.stale_after:
            told[row.pk] = gettext_noop("Skipped: it came too late to be of use.")
        elif kind.is_optional and (row.person_id, row.kind) in off:
            told[row.pk] = gettext_noop("The person turned these off.")
    asked = [row for row in rows if row.pk not in told]
    wanted = _wanted(asked)
    return told | {row.pk: gettext_noop("No longer needed when it was due.") for row in asked if row.pk not in wanted}


def _turned_off(rows: Sequence[Notice]) -> set[tuple[int, str]]:
    people = {row.person_id for row in rows if notices.KINDS[row.kind].is_optional}
    if not people:
        return set()
    off = NoticePreference.objects.filter(person_id__in=people, by_mail=False)
    return set(off.values_list("person_id", "kind"))


def _wanted(rows: Sequence[Notice]) -> set[int]:
    """The keys of those that their kinds still want. One that cannot answer goes on, and fails alone when rendered."""
    kinds: dict[str, list[Notice]] = defaultdict(list)
    for row in rows:
        kinds[row.kind].append(row)
    wanted: set[int] = set()
    for key, group in kinds.items():
        wanted |= _wanted_of(key, group)
    return wanted


def _wanted_of(key: str, group: Sequence[Notice]) -> set[int]:
    """Those of one kind. Where the answer for all at once fails, each is asked, so that one row keeps no other back."""
    among = notices.KINDS[key].wanted_among
    try:
        if among:
            return among(group)
    except DatabaseError:
        raise
    except Exception:
        logger.exception("notices of %s cannot say together which are wanted", key)
    return {row.pk for row in group if _is_wanted(row)}


def _is_wanted(row: Notice) -> bool:
    try:
        return notices.KINDS[row.kind].still_wanted(row)
    except DatabaseError:
        raise
    except Exception:
        logger.exception("notice %s cannot say whether it is wanted", row.pk)
        return True


def _in_quiet_hours(rows: Sequence[Notice], at: datetime) -> dict[int, datetime]:
    """The person's next hour for those rows that can wait and would come in a quiet one."""
    calm = [row for row in rows if not is_urgent(row.kind)]
    own = hours_of({row.person_id for row in calm}) if calm else {}
    later = {}
    for row in calm:
        zone, hours = zone_of(row.school), own.get(row.person_id, USUAL)
        if hours.is_quiet(at.astimezone(zone).time()):
            later[row.pk] = hours.next_hour(at, zone)
    return later


# --- leasing


def _parcel(rows: list[Notice], at: datetime) -> Parcel:
    """With the Message-ID that it had at its first try, whatever is left of it."""
    first = rows[0]
    shared = first.digest_id or (notices.new_id() if len(rows) > 1 else "")
    return Parcel(tuple(rows), first.tries + 1, shared or first.message_id, at + LEASE)


def _lease(parcels: list[Parcel]) -> None:
    """One update; the rows are locked, or the whole database is, since they were read."""
    if not parcels:
        return
    changes = {"state": NoticeState.SENDING, "tries": F("tries") + 1, "lease_until": parcels[0].leased_until}
    digests = [parcel for parcel in parcels if len(parcel.rows) > 1]
    ids = [When(pk__in=[row.pk for row in parcel.rows], then=Value(parcel.message_id)) for parcel in digests]
    shared = {"digest_id": Case(*ids, default=F("digest_id"))} if ids else {}
    Notice.objects.filter(pk__in=[row.pk for parcel in parcels for row in parcel.rows]).update(**changes, **shared)
