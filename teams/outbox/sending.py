"""Sending what was claimed and writing down what became of it."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Case, QuerySet, Value, When

from reflection_site import failpoints
from teams import letters, notices
from teams.enums import NoticeState
from teams.models import Notice
from teams.notices import Mail

from .claims import TRIES, Parcel, claim
from .posting import NOT_MADE, UNREACHABLE, Post, Refusal, Unreachable, message, refusal

logger = logging.getLogger(__name__)
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=20), timedelta(hours=1))
STEPS = 6  # answers that one message waits for, each for EMAIL_TIMEOUT at most
Clock = Callable[[], datetime]


def send_due(clock: Clock, batch: int | None = None) -> int:
    """Send everything that is due, batch by batch; returns how many rows were taken up. Safe to run many at once.

    While the mail server cannot be reached, nothing counts as a try; the rows wait for the next run.
    """
    done, post = 0, Post()
    try:
        while True:
            parcels, found = claim(clock(), batch)
            if not found:
                return done
            done += sum(len(parcel.rows) for parcel in parcels)
            if not _send_all(parcels, post, clock):
                return done
    finally:
        post.close()


def _send_all(parcels: Sequence[Parcel], post: Post, clock: Clock) -> bool:
    """Whether to go on. What is left when the lease nears its end, or the server is away, is given back untried."""
    last_answer = timedelta(seconds=STEPS * settings.EMAIL_TIMEOUT)
    for number, parcel in enumerate(parcels):
        if clock() + last_answer > parcel.leased_until:
            _give_back(parcels[number:], None)
            return True
        try:
            send(parcel, post, clock)
        except Unreachable:
            logger.warning("the mail server cannot be reached")
            _give_back(parcels[number:], clock() + PAUSES[0])
            return False
    return True


def send(parcel: Parcel, post: Post, clock: Clock) -> None:
    """Send one message and mark its rows. A refusal rests longer each time, then is shown. Raises `Unreachable`."""
    failpoints.reach("notices.claimed")
    rows, mails = _rendered(parcel, clock)
    if not rows:
        return
    mail = letters.digest(rows, mails) if len(rows) > 1 or rows[0].digest_id else mails[0]
    try:
        envelope = message(rows, mail, parcel.message_id)
        failpoints.reach("notices.made")
        post.send(envelope)
    except Unreachable:
        raise
    except Exception as error:  # noqa: BLE001  whatever one row does, the others go on
        logger.warning("notice %s not sent: %s", rows[0].pk, type(error).__name__)
        post.close()
        _rest(parcel, rows, refusal(error), clock())
        return
    failpoints.reach("notices.sent")
    _mark_sent(parcel, rows, mails, clock())
    failpoints.reach("notices.marked")


def _rendered(parcel: Parcel, clock: Clock) -> tuple[list[Notice], list[Mail]]:
    """The rows that can be rendered with their mails; one that cannot leaves the others and rests alone."""
    made: list[tuple[Notice, Mail]] = []
    for row in parcel.rows:
        try:
            made.append((row, notices.render(row)))
        except Exception as error:  # noqa: BLE001  whatever one row does, the others go on
            logger.warning("notice %s not made: %s", row.pk, type(error).__name__)
            _rest(parcel, [row], Refusal(NOT_MADE), clock(), digest_id="")
    return [row for row, _mail in made], [mail for _row, mail in made]


def _mine(parcel: Parcel, rows: Sequence[Notice]) -> QuerySet[Notice]:
    """The rows as this worker leased them: another that took them over meanwhile has counted one try more."""
    keys = {"pk": rows[0].pk} if len(rows) == 1 else {"pk__in": [row.pk for row in rows]}
    return Notice.objects.filter(**keys, state=NoticeState.SENDING, tries=parcel.tries)


# written out, because building this one statement from a model takes eight times as long as running it, and it is
# the only one that is run for every message
MARK = (
    "UPDATE teams_notice SET state = 'sent', sent_at = %s, subject = %s, address = %s, lease_until = NULL, reason = '' "
    "WHERE id = %s AND state = 'sending' AND tries = %s"
)


def _mark_sent(parcel: Parcel, rows: Sequence[Notice], mails: Sequence[Mail], at: datetime) -> None:
    """One statement, so that all rows of a digest are marked or none. Those of another's claim are left alone."""
    address = rows[0].person.email
    if len(rows) == 1:
        moment = connection.ops.adapt_datetimefield_value(at)
        with connection.cursor() as cursor:
            cursor.execute(MARK, [moment, mails[0].subject[:200], address, rows[0].pk, parcel.tries])
        return
    told = zip(rows, mails, strict=True)
    subjects = Case(*(When(pk=row.pk, then=Value(mail.subject[:200])) for row, mail in told))
    done = {"state": NoticeState.SENT, "sent_at": at, "address": address, "lease_until": None, "reason": ""}
    _mine(parcel, rows).update(**done, subject=subjects)


def _rest(parcel: Parcel, rows: Sequence[Notice], why: Refusal, at: datetime, **changes: str) -> None:
    address = rows[0].person.email
    is_over = why.is_final or parcel.tries >= TRIES
    state = NoticeState.FAILED if is_over else NoticeState.DUE
    until = None if is_over else at + PAUSES[parcel.tries - 1]
    _mine(parcel, rows).update(state=state, lease_until=until, reason=why.reason, address=address, **changes)


def _give_back(parcels: Sequence[Parcel], until: datetime | None) -> None:
    """As if they had not been claimed, but for the Message-ID of what may be out from an earlier try."""
    reason = UNREACHABLE if until else ""
    for parcel in parcels:
        forget = {"digest_id": ""} if parcel.tries == 1 else {}
        back = {"state": NoticeState.DUE, "tries": parcel.tries - 1, "lease_until": until, "reason": reason}
        _mine(parcel, parcel.rows).update(**back, **forget)
