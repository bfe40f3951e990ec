"""The outbox: what is to be told to whom, when. A reminder is a row; nobody is reminded of what is done or cancelled.

The apps above register their kinds here (`register`), put rows in the transaction of the change that calls for them
(`put`, `put_many`) and void them in the transaction that makes them needless (`void`). `teams.outbox` sends.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise

from .enums import NoticeState
from .models import Notice, Person, School
from .tasks import ring

T = TypeVar("T", bound=Model)
MORNING = time(6, 30)


@dataclass(frozen=True)
class Mail:
    """A rendered notice. `calendar` is an iCalendar file, `calendar_method` its iTIP method (REQUEST, CANCEL)."""

    subject: str
    text: str
    html: str = ""
    calendar: bytes | None = None
    calendar_method: str = ""


@dataclass(frozen=True)
class Kind:
    """What the outbox needs to know of one kind of notice."""

    key: str
    label: str | Promise
    still_wanted: Callable[[Notice], bool]
    render: Callable[[Notice], Mail]
    is_optional: bool
    stale_after: timedelta | None


KINDS: dict[str, Kind] = {}


def register(
    kind: str,
    *,
    label: str | Promise,
    still_wanted: Callable[[Notice], bool],
    render: Callable[[Notice], Mail],
    is_optional: bool = True,
    stale_after: timedelta | None = timedelta(days=2),
) -> None:
    """Make `kind` known. Called from the `ready` of the app above.

    `still_wanted(notice)` is asked again in the transaction that claims the row: not done, not cancelled, role
    still held. `render(notice)` runs in the person's language. `is_optional` says whether a person may turn it off.
    A row that is later than `stale_after` is skipped with the reason, so that an outage ends without a flood.
    """
    KINDS[kind] = Kind(kind, label, still_wanted, render, is_optional, stale_after)


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


def _new_id() -> str:
    return f"<{uuid4()}@{urlsplit(settings.SITE_URL).hostname}>"


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
    """One row for each of `people`; those who have it already keep it, a voided one is due again. Two queries."""
    key = {"kind": kind, "thing": thing_key(thing), "occurrence": occurrence}
    common = {"due_at": due_at, "school": school, "payload": payload or {}}
    asked = list(people)
    Notice.objects.bulk_create(
        [Notice(**key, **common, person=person, created_at=at, message_id=_new_id()) for person in asked],
        ignore_conflicts=True,
    )
    Notice.objects.filter(**key, person__in=asked, state=NoticeState.VOID).update(
        **common, state=NoticeState.DUE, reason="", tries=0, lease_until=None
    )
    if due_at <= at:
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


def render(notice: Notice) -> Mail:
    """The mail as the person gets it, in their language. Needs `person` and `school` fetched."""
    with translation.override(notice.person.language):
        mail = KINDS[notice.kind].render(notice)
    return replace(mail, subject=" ".join(mail.subject.split()))


def letter(
    notice: Notice,
    *,
    subject: str,
    lines: Iterable[str],
    facts: Iterable[tuple[str, str]] = (),
    action: tuple[str, str] | None = None,
    calendar: bytes | None = None,
    calendar_method: str = "",
) -> Mail:
    """A mail in the house's one form, as text and as simple HTML.

    `lines` are paragraphs, `facts` pairs of label and value, `action` a button's words and a path on this site.
    """
    context = {
        "person": notice.person,
        "school": notice.school,
        "subject": subject,
        "lines": list(lines),
        "facts": list(facts),
        "action": action and (action[0], settings.SITE_URL + action[1]),
        "preferences": settings.SITE_URL + "/notices/preferences/",
        "is_optional": KINDS[notice.kind].is_optional,
    }
    # a name with a line break in it must not keep the mail from going out
    subject = " ".join(subject.split())
    text = render_to_string("mail/letter.txt", context)
    html = render_to_string("mail/letter.html", context)
    return Mail(subject, text, html, calendar, calendar_method)


def local_moment(school: School, day: date, clock: time) -> datetime:
    """That wall-clock time at the school. A skipped one means the next valid one, a doubled one the first."""
    local = datetime.combine(day, clock, tzinfo=school.zone)
    return datetime.fromtimestamp(local.timestamp(), tz=school.zone)


def morning_of(school: School, day: date) -> datetime:
    """When reminders of that day go out: 6:30 AM at the school."""
    return local_moment(school, day, MORNING)
