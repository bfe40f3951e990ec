"""What people were told, and how it went."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from teams import letters, notices as outbox
from teams.access import notices as access
from teams.enums import NoticeState
from teams.hours import USUAL, hours_of
from teams.models import Notice, NoticePreference, Person, School
from teams.templatetags.school_time import school_time

from . import mailbox

PAGE = 50
OWN = 30
CHIPS = {
    NoticeState.DUE: "quiet",
    NoticeState.SENDING: "active",
    NoticeState.SENT: "done",
    NoticeState.VOID: "off",
    NoticeState.FAILED: "harm",
}


@dataclass(frozen=True)
class NoticeLine:
    """One row of the outbox in words. `subject` only where it is the reader's own."""

    pk: int
    kind: str
    person: str
    subject: str
    state: str
    chip: str
    when: str
    reason: str
    tries: int
    is_in_digest: bool
    has_failed: bool


@dataclass(frozen=True)
class RefusedAddress:
    """Somebody whom no mail reaches: every server answered that the address does not exist, or takes nothing."""

    person: int
    name: str
    address: str
    since: str


@dataclass(frozen=True)
class NoticesPage:
    """One's own, and what others were sent where the person answers for them."""

    own: list[NoticeLine]
    others: list[NoticeLine]
    others_page: Page[Notice] | None
    failed: int
    refused: list[RefusedAddress]
    is_kept_here: bool


def _moment(notice: Notice) -> datetime:
    return notice.sent_at or notice.due_at


def _kind(notice: Notice) -> str | Promise:
    kind = outbox.KINDS.get(notice.kind)
    return kind.label if kind else notice.kind


def _line(notice: Notice, *, is_own: bool) -> NoticeLine:
    state = NoticeState(notice.state)
    return NoticeLine(
        pk=notice.pk,
        kind=str(_kind(notice)),
        person=notice.person.name,
        subject=notice.subject if is_own else "",
        state=str(state.label),
        chip=CHIPS[state],
        when=school_time(_moment(notice), notice.school or School()),
        reason=_(notice.reason) if notice.reason else "",
        tries=notice.tries,
        is_in_digest=bool(notice.digest_id) and state == NoticeState.SENT,
        has_failed=state == NoticeState.FAILED,
    )


def _lines(rows: QuerySet[Notice], *, is_own: bool) -> list[NoticeLine]:
    return [_line(row, is_own=is_own) for row in rows.select_related("person", "school")]


def notices_page(person: Person, *, number: str | int = 1) -> NoticesPage:
    """The newest thirty of one's own and a page of the others'. At most 9 queries, however many rows there are."""
    own = _lines(access.own_notices(person).order_by("-due_at", "-pk")[:OWN], is_own=True)
    is_kept_here = mailbox.is_kept_here()
    if not access.may_see_reports(person):
        return NoticesPage(own, [], None, 0, [], is_kept_here)
    reported = access.reported_notices(person)
    page = Paginator(reported.order_by("-due_at", "-pk").select_related("person", "school"), PAGE).get_page(number)
    others = [_line(row, is_own=False) for row in page.object_list]
    failed = reported.filter(state=NoticeState.FAILED).count()
    return NoticesPage(own, others, page, failed, list(refused_addresses(person).values()), is_kept_here)


def refused_addresses(reader: Person, people: Iterable[int] | None = None) -> dict[int, RefusedAddress]:
    """Whom no mail reaches, of `people` or of all whose messages the reader answers for, by name. At most 3 queries.

    Since the first notice that was refused, or came back.
    """
    if not access.may_see_reports(reader):
        return {}
    rows = access.refused_notices(reader).select_related("person", "school").order_by("person__name", "-due_at", "-pk")
    first = {row.person_id: row for row in (rows if people is None else rows.filter(person__in=list(people)))}
    return {
        key: RefusedAddress(key, row.person.name, row.address, school_time(row.due_at, row.school or School()))
        for key, row in first.items()
    }


@dataclass(frozen=True)
class NoticeText:
    """A notice as it was, or will be, mailed, and why. `calendar` is the attached file, None without one."""

    line: NoticeLine
    to: str
    subject: str
    text: str
    calendar: str | None
    is_optional: bool


def notice_text(notice: Notice) -> NoticeText | None:
    """Rendered again from the rows as they stand now, with what shared its message; None where its kind is gone."""
    if notice.kind not in outbox.KINDS:
        return None
    mail = outbox.render(notice)
    calendar = mail.calendar.decode() if mail.calendar else None
    line, address = _line(notice, is_own=True), notice.address or notice.person.email
    if line.is_in_digest:
        mail = _digest_of(notice) or mail
    is_optional = outbox.KINDS[notice.kind].is_optional
    return NoticeText(line, address, notice.subject or mail.subject, mail.text, calendar, is_optional)


def _digest_of(notice: Notice) -> outbox.Mail | None:
    """The message that the notice went out in, of its rows that can still be shown."""
    beside = access.own_notices(notice.person).filter(digest_id=notice.digest_id, state=NoticeState.SENT)
    rows = list(beside.filter(kind__in=list(outbox.KINDS)).select_related("person", "school").order_by("due_at", "pk"))
    try:
        return letters.digest(rows, [outbox.render(row) for row in rows])
    except LookupError:
        return None


def optional_kinds() -> list[tuple[str, str]]:
    """Kinds that a person may turn off, with their labels."""
    return [(kind.key, str(kind.label)) for kind in outbox.KINDS.values() if kind.is_optional]


def labels_of(kinds: Iterable[str]) -> list[str]:
    """What people call these kinds."""
    return [str(outbox.KINDS[kind].label) for kind in kinds]


def chosen(person: Person) -> dict[str, Any]:
    """What the person gets, and when, as the form shows it. Two queries."""
    off = set(NoticePreference.objects.filter(person=person, by_mail=False).values_list("kind", flat=True))
    digest_at, quiet_from, quiet_to = hours_of([person.pk]).get(person.pk, USUAL).clocks
    wanted = [key for key, _label in optional_kinds() if key not in off]
    return {"wanted": wanted, "digest_at": digest_at, "quiet_from": quiet_from, "quiet_to": quiet_to}
