"""Sending: lease, commit, send, mark. No transaction is open while mail is on its way.

A worker that dies leaves a lease that runs out; the next one sends again with the same Message-ID, so that a mail
client folds the copy. What was cancelled, done or taken away meanwhile is found by `still_wanted`, asked again in the
transaction that claims. The sixth try never comes: the row is parked and shown.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from reflection_site import failpoints

from . import notices
from .enums import NoticeState
from .models import Notice, NoticePreference

logger = logging.getLogger(__name__)
BATCH = 20
TRIES = 5
LEASE = timedelta(minutes=10)  # longer than a batch whose every mail hangs until EMAIL_TIMEOUT
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=20), timedelta(hours=1))


@dataclass(frozen=True)
class Claim:
    """A row that this worker, and for the length of the lease nobody else, may send."""

    notice: Notice
    tries: int


def due(at: datetime) -> QuerySet[Notice]:
    """Rows to be sent at `at`: due and not resting after a refusal, or left by a worker that died.

    Kinds that this worker does not know are left to newer workers: during a change of release both are running.
    """
    is_free = Q(lease_until=None) | Q(lease_until__lte=at)
    rows = Notice.objects.filter(is_free, state__in=[NoticeState.DUE, NoticeState.SENDING], due_at__lte=at)
    rows = rows.filter(kind__in=list(notices.KINDS))
    return rows.select_related("person", "school").order_by("tries", "due_at", "pk")


def _locked(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True, of=("self",))
    return rows


@transaction.atomic
def claim(at: datetime, batch: int = BATCH) -> tuple[list[Claim], bool]:
    """Lease up to `batch` rows, and settle those that need no sending; also whether there was anything at all.

    Rows that were tried before are taken alone: one that kills its worker takes no other with it again.
    """
    rows = list(_locked(due(at))[:batch])
    fresh = [row for row in rows if row.tries == 0]
    taken = fresh or rows[:1]
    claims = [Claim(row, row.tries + 1) for row in taken if _settle(row, at) and _lease(row, at)]
    return claims, bool(rows)


def _settle(row: Notice, at: datetime) -> bool:
    """Whether the row is still to be sent; otherwise it is closed with its reason."""
    if row.tries >= TRIES:
        _close(row, NoticeState.FAILED, gettext_noop("Tried five times."))
        return False
    reason = needless(row, at)
    if reason:
        _close(row, NoticeState.VOID, reason)
    return not reason


def needless(row: Notice, at: datetime) -> str:
    """Why the notice is not to be sent any more; empty while it is wanted. Asked inside the claiming transaction."""
    kind = notices.KINDS[row.kind]
    if not row.person.is_active:
        return gettext_noop("The person no longer signs in here.")
    if kind.stale_after is not None and at - row.due_at > kind.stale_after:
        return gettext_noop("Skipped: it came too late to be of use.")
    if kind.is_optional and _turned_off(row):
        return gettext_noop("The person turned these off.")
    return "" if kind.still_wanted(row) else gettext_noop("No longer needed when it was due.")


def _turned_off(row: Notice) -> bool:
    return NoticePreference.objects.filter(person_id=row.person_id, kind=row.kind, by_mail=False).exists()


def _same(row: Notice) -> QuerySet[Notice]:
    """The row as it was read: compare-and-set."""
    return Notice.objects.filter(pk=row.pk, state=row.state, tries=row.tries)


def _close(row: Notice, state: NoticeState, reason: str) -> None:
    _same(row).update(state=state, reason=reason[:200], lease_until=None)


def _lease(row: Notice, at: datetime) -> bool:
    changed = _same(row).update(state=NoticeState.SENDING, tries=row.tries + 1, lease_until=at + LEASE)
    return changed == 1


def message(notice: Notice) -> EmailMultiAlternatives:
    """The mail with its stable Message-ID, its text, HTML and calendar parts."""
    mail = notices.render(notice)
    headers = {"Message-ID": notice.message_id, "Auto-Submitted": "auto-generated"}
    envelope = EmailMultiAlternatives(mail.subject, mail.text, to=[notice.person.email], headers=headers)
    if mail.html:
        envelope.attach_alternative(mail.html, "text/html")
    if mail.calendar is not None:
        calendar = mail.calendar.decode()
        envelope.attach_alternative(calendar, f"text/calendar; method={mail.calendar_method}")
        envelope.attach("meeting.ics", calendar, "text/calendar")
    return envelope


def _mark(claimed: Claim, **changes: object) -> None:
    mine = Notice.objects.filter(pk=claimed.notice.pk, state=NoticeState.SENDING, tries=claimed.tries)
    mine.update(**changes)


def send(claimed: Claim, post: BaseEmailBackend, clock: Callable[[], datetime]) -> None:
    """Send one claimed row and write down what became of it. A refusal rests longer each time, then is shown."""
    failpoints.reach("notices.claimed")
    try:
        envelope = message(claimed.notice)
        envelope.connection = post
        envelope.send()
    except Exception as error:  # noqa: BLE001  whatever one row does, the others go on
        logger.warning("notice %s not sent: %s", claimed.notice.pk, type(error).__name__)
        post.close()
        _rest(claimed, error, clock())
        return
    failpoints.reach("notices.sent")
    _mark(claimed, state=NoticeState.SENT, sent_at=clock(), subject=envelope.subject[:200], lease_until=None, reason="")
    failpoints.reach("notices.marked")


def _rest(claimed: Claim, error: Exception, at: datetime) -> None:
    if claimed.tries >= TRIES:
        _mark(claimed, state=NoticeState.FAILED, reason=_reason(error), lease_until=None)
    else:
        _mark(claimed, state=NoticeState.DUE, reason=_reason(error), lease_until=at + PAUSES[claimed.tries - 1])


def _reason(error: Exception) -> str:
    """Words fit for the person's leader; never an address or a text. Kept in English, translated where shown."""
    if isinstance(error, SMTPResponseException | SMTPRecipientsRefused):
        return gettext_noop("The mail server refused it.")
    if isinstance(error, OSError):
        return gettext_noop("The mail server could not be reached.")
    return gettext_noop("The message could not be made.")


def send_due(clock: Callable[[], datetime], batch: int = BATCH) -> int:
    """Send everything that is due, batch by batch; returns how many rows were taken up. Safe to run many at once."""
    done = 0
    post = get_connection()
    while True:
        claims, found = claim(clock(), batch)
        if not found:
            return done
        for claimed in claims:
            send(claimed, post, clock)
        done += len(claims)
