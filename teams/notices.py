"""The outbox: what is to be told to whom, when. A reminder is a row; nobody is reminded of what is done or cancelled.

The apps above register their kinds here (`register`), put rows in the transaction of the change that calls for them
(`put`, `put_many`) and void them in the transaction that makes them needless (`void`). `teams.outbox` sends.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F, Model, QuerySet

from .enums import NoticeState
from .hours import MORNING, USUAL, Hours, hours_of, is_local, local_moment, morning_of, zone_of
from .kinds import KINDS, Kind, Mail, is_urgent, register
from .letters import letter, render
from .models import Notice, Person, School
from .tasks import ring

__all__ = [
    "KINDS",
    "MORNING",
    "Kind",
    "Mail",
    "follow_zones",
    "letter",
    "load",
    "load_all",
    "local_moment",
    "morning_of",
    "new_id",
    "put",
    "put_many",
    "recount",
    "register",
    "render",
    "thing_key",
    "void",
]

T = TypeVar("T", bound=Model)
RECOUNTED = 500


def thing_key(thing: Model) -> str:
    """How a row names what it is about: "cycles.reflectionsession:12"."""
    return f"{thing._meta.label_lower}:{thing.pk}"


def load(notice: Notice, model: type[T], *related: str) -> T | None:
    """The thing a notice is about; None where it is gone or is of another model."""
    label, _, pk = notice.thing.partition(":")
    if label != model._meta.label_lower:
        return None
    rows = model._default_manager.all()
    return (rows.select_related(*related) if related else rows).filter(pk=pk).first()


def load_all(rows: Iterable[Notice], model: type[T], *related: str) -> dict[str, T]:
    """The things that notices are about, by `Notice.thing`; those that are gone or of another model are left out."""
    prefix = f"{model._meta.label_lower}:"
    keys = {row.thing.removeprefix(prefix) for row in rows if row.thing.startswith(prefix)}
    found = model._default_manager.filter(pk__in=keys)
    return {thing_key(thing): thing for thing in (found.select_related(*related) if related else found)}


def new_id() -> str:
    """A Message-ID of this site."""
    return f"<{uuid4()}@{urlsplit(settings.SITE_URL).hostname}>"


def _asked(due_at: datetime, school: School | None) -> dict[str, Any]:
    """What was asked for, as the row keeps it: wall-clock time where it was told so, else the moment."""
    if not is_local(due_at, school):
        return {"due_at": due_at, "local_on": None, "local_at": None, "zone": ""}
    zone = zone_of(school).key
    return {"due_at": due_at, "local_on": due_at.date(), "local_at": due_at.timetz().replace(tzinfo=None), "zone": zone}


def _counted(row: Notice, hours: Mapping[int, Hours], at: datetime) -> datetime:
    """When the row goes out, by the person's hours and the school's zone as they are now."""
    zone = zone_of(row.school)
    own = hours.get(row.person_id, USUAL)
    if row.local_on is None or row.local_at is None:
        return row.due_at if is_urgent(row.kind) else own.awake(row.due_at, zone, at)
    if is_urgent(row.kind):
        return local_moment(zone, row.local_on, row.local_at)
    return own.on_day(row.local_on, row.local_at, zone, at)


@transaction.atomic
def put_many(
    kind: str,
    *,
    thing: Model,
    people: Iterable[Person],
    due_at: datetime,
    at: datetime,
    occurrence: str = "",
    school: School | None = None,
    payload: dict[str, Any] | None = None,
) -> None:
    """One row for each of `people`; those who have it already keep it, a voided one is due again.

    A `due_at` told in the school's own zone (`morning_of`, `local_moment`) is a time on its clocks: it holds when the
    zone changes, and what can wait goes out that day at each person's own hour. Any other is a moment.
    Three queries, and one for each different hour that people have.
    """
    key = {"kind": kind, "thing": thing_key(thing), "occurrence": occurrence}
    common = {**_asked(due_at, school), "school": school, "payload": payload or {}}
    rows = [Notice(**key, **common, person=person, created_at=at, message_id=new_id()) for person in people]
    hours = {} if is_urgent(kind) else hours_of(row.person_id for row in rows)
    for row in rows:
        row.due_at = _counted(row, hours, at)
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    rows.sort(key=lambda row: row.due_at)
    for due, group in groupby(rows, key=lambda row: row.due_at):
        voided = Notice.objects.filter(**key, person__in=[row.person_id for row in group], state=NoticeState.VOID)
        again = {**common, "due_at": due, "state": NoticeState.DUE, "digest_id": "", "reason": ""}
        voided.update(**again, tries=0, lease_until=None)
    if rows and rows[0].due_at <= at:
        ring()


@transaction.atomic
def put(
    kind: str,
    *,
    thing: Model,
    person: Person,
    due_at: datetime,
    at: datetime,
    occurrence: str = "",
    school: School | None = None,
    payload: dict[str, Any] | None = None,
) -> Notice:
    """The one row for this kind, thing, person and occurrence. Putting it twice is putting it once."""
    put_many(
        kind,
        thing=thing,
        people=[person],
        due_at=due_at,
        at=at,
        occurrence=occurrence,
        school=school,
        payload=payload,
    )
    return Notice.objects.get(kind=kind, thing=thing_key(thing), person=person, occurrence=occurrence)


def void(
    thing: Model,
    *,
    at: datetime,
    kinds: Iterable[str] | None = None,
    person: Person | None = None,
    reason: str,
) -> int:
    """Take back what is not sent yet, in the caller's transaction; returns how many.

    `reason` is kept in English (`gettext_noop`) and shown in the reader's language. `kinds` and `person` narrow it.
    """
    rows = Notice.objects.filter(thing=thing_key(thing), state=NoticeState.DUE, created_at__lte=at)
    if kinds is not None:
        rows = rows.filter(kind__in=list(kinds))
    if person is not None:
        rows = rows.filter(person=person)
    return rows.update(state=NoticeState.VOID, reason=reason)


# --- when hours or zones change


@transaction.atomic
def recount(rows: QuerySet[Notice], *, at: datetime) -> int:
    """Count anew when waiting rows that keep to the school's clocks go out; returns how many are there."""
    waiting = rows.filter(state=NoticeState.DUE, tries=0).exclude(zone="").select_related("school")
    found = list(waiting[:RECOUNTED])
    hours = hours_of({row.person_id for row in found})
    for row in found:
        row.due_at, row.zone = _counted(row, hours, at), zone_of(row.school).key
    Notice.objects.bulk_update(found, ["due_at", "zone"])
    return len(found)


def follow_zones(*, at: datetime) -> int:
    """Bring rows to the zone that their school has now, whoever changed it; returns how many."""
    moved = Notice.objects.exclude(zone=F("school__zone_name"))
    done = 0
    while found := recount(moved, at=at):
        done += found
    return done
