"""Mails to people without an account: put in the transaction of the change, sent as the outbox sends its notices.

Lease, commit, send, mark: a worker that dies leaves a lease that runs out, and the next one sends again under the same
Message-ID. Whether a mail is still wanted is asked in the transaction that claims it.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _, gettext_noop

from teams import bounces, letters as house, outbox
from teams.enums import NoticeState
from teams.notices import new_id
from teams.templatetags.school_time import day

from . import access, tasks
from .enums import LetterKind, SessionState
from .models import LinkLetter, Pass

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]
OPEN = (NoticeState.DUE, NoticeState.SENDING)


# --- putting and taking back


def invite(given: Pass, *, at: datetime) -> None:
    """Mail the link that the pass has now, at once. Earlier links are mailed no more."""
    forget([given.pk], reason=gettext_noop("There is a newer link."), kind=LetterKind.ASK)
    _put(given, LetterKind.ASK, _link_name(given), due_at=at)
    tasks.ring_for_letters()


def remind(given: Pass, *, due_at: datetime) -> None:
    """Mail it once more then, if nothing is sent by that time."""
    _put(given, LetterKind.REMIND, f"{given.answers_by}", due_at=due_at)


def _put(given: Pass, kind: LetterKind, occurrence: str, *, due_at: datetime) -> None:
    key = {"given": given, "kind": kind, "occurrence": occurrence}
    row, is_new = LinkLetter.objects.get_or_create(**key, defaults={"due_at": due_at, "message_id": new_id()})
    if not is_new:
        again = {"state": NoticeState.DUE, "due_at": due_at, "reason": "", "tries": 0, "lease_until": None}
        LinkLetter.objects.filter(pk=row.pk, state=NoticeState.VOID).update(**again)


def forget(passes: Iterable[int], *, reason: str, kind: LetterKind | None = None) -> None:
    """Take back what is unsent, in the caller's transaction. `reason` in English, translated where shown."""
    rows = LinkLetter.objects.filter(given__in=list(passes), state=NoticeState.DUE)
    (rows.filter(kind=kind) if kind else rows).update(state=NoticeState.VOID, reason=reason)


def _link_name(given: Pass) -> str:
    return given.token_hash[:16]


# --- what they say


def asking(given: Pass) -> tuple[str, list[str]]:
    """Subject and paragraphs of the question, with an account or without."""
    words = {"team": given.session.team.name, "day": day(given.answers_by)}
    return _("What did you see? %(team)s asks for your feedback by %(day)s") % words, [
        _("%(team)s meets to look at its semester, and asks what you saw from where you stand.") % words,
        _("Four open questions; one answer is enough. The page says who will read it before you write."),
    ]


def reminding(given: Pass) -> tuple[str, list[str]]:
    """The same of the reminder."""
    words = {"team": given.session.team.name, "day": day(given.answers_by)}
    return _("By %(day)s: what you saw, for %(team)s") % words, [
        _("%(team)s would still like to hear what you saw. Until the end of %(day)s you can answer.") % words,
        _("One answer is enough, and what you have written so far is still there. This is the only reminder."),
    ]


def _message(letter: LinkLetter) -> EmailMultiAlternatives:
    given, school = letter.given, letter.given.session.cycle.school
    with translation.override(given.language):
        subject, lines = (asking if letter.kind == LetterKind.ASK else reminding)(given)
        lines = [*lines, _("The link below is yours alone: it opens these questions and nothing else.")]
        action = (_("Answer the questions"), reverse("cycles:link", args=[given.token]))
        mail = house.letter_to(given.name, school, subject=subject, lines=lines, action=action)
    headers = {"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"}
    envelope = EmailMultiAlternatives(mail.subject, mail.text, to=[given.email], headers=headers)
    envelope.attach_alternative(mail.html, "text/html")
    return envelope


# --- sending


def send_due(clock: Clock) -> int:
    """Send what is due, one by one; returns how many went out. While the server is away, nothing counts as a try."""
    sent, post = 0, outbox.Post()
    try:
        while (letter := _claim(clock())) is not None:
            sent += _send(letter, post, clock)
    except outbox.Unreachable:
        logger.warning("the mail server cannot be reached")
    finally:
        post.close()
    return sent


def _due(at: datetime) -> QuerySet[LinkLetter]:
    is_free = Q(lease_until=None) | Q(lease_until__lte=at)
    rows = LinkLetter.objects.filter(is_free, state__in=OPEN, due_at__lte=at).order_by("due_at", "pk")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    return rows.select_related("given__session__cycle__school", "given__session__team")


@transaction.atomic
def _claim(at: datetime) -> LinkLetter | None:
    """Lease the first one that is still wanted; those before it that are not are closed with the reason."""
    while (letter := _due(at).first()) is not None:
        ending = _ending(letter, at)
        if ending is None:
            letter.tries, letter.state = letter.tries + 1, NoticeState.SENDING
            letter.lease_until = at + outbox.LEASE
            letter.save(update_fields=["tries", "state", "lease_until"])
            return letter
        LinkLetter.objects.filter(pk=letter.pk).update(state=ending[0], reason=ending[1], lease_until=None)
    return None


def _ending(letter: LinkLetter, at: datetime) -> tuple[NoticeState, str] | None:
    if letter.tries >= outbox.TRIES:
        return NoticeState.FAILED, gettext_noop("Tried five times.")
    if not _is_wanted(letter, at):
        return NoticeState.VOID, gettext_noop("No longer needed when it was due.")
    return None


def _is_wanted(letter: LinkLetter, at: datetime) -> bool:
    """The link is the pass's own, which holds; the meeting is ahead, the day not over, and nothing was sent yet."""
    given, session = letter.given, letter.given.session
    names = {LetterKind.ASK: _link_name(given), LetterKind.REMIND: f"{given.answers_by}"}
    if not given.token or not given.email or letter.occurrence != names[LetterKind(letter.kind)]:
        return False
    if session.state not in (SessionState.PLANNED, SessionState.SCHEDULED):
        return False
    today = at.astimezone(session.cycle.school.zone).date()
    return Pass.objects.filter(access.living(), pk=given.pk, is_sent=False, answers_by__gte=today).exists()


def _send(letter: LinkLetter, post: outbox.Post, clock: Clock) -> bool:
    """Whether it went out. A refusal rests longer each time, then is shown. Raises `Unreachable`."""
    # another worker that took it over meanwhile has counted one try more
    mine = LinkLetter.objects.filter(pk=letter.pk, state=NoticeState.SENDING, tries=letter.tries)
    try:
        post.send(_message(letter))
    except outbox.Unreachable:
        away = {"lease_until": clock() + outbox.PAUSES[0], "reason": outbox.UNREACHABLE}
        mine.update(state=NoticeState.DUE, tries=F("tries") - 1, **away)
        raise
    except Exception as error:  # noqa: BLE001  whatever one row does, the others go on
        logger.warning("letter %s not sent: %s", letter.pk, type(error).__name__)
        post.close()
        why = outbox.refusal(error)
        is_over = why.is_final or letter.tries >= outbox.TRIES
        until = None if is_over else clock() + outbox.PAUSES[letter.tries - 1]
        state = NoticeState.FAILED if is_over else NoticeState.DUE
        mine.update(state=state, lease_until=until, reason=why.reason)
        return False
    mine.update(state=NoticeState.SENT, sent_at=clock(), lease_until=None, reason="")
    return True


# --- what comes back


@bounces.listen
def refuse(message_id: str, address: str) -> bool:
    """A mail that was accepted came back: the address takes nothing. Whether it was one of these."""
    letter = LinkLetter.objects.filter(message_id=message_id, state=NoticeState.SENT).select_related("given").first()
    if letter is None or letter.given.email.lower() != address:
        return False
    rows = LinkLetter.objects.filter(pk=letter.pk, state=NoticeState.SENT)
    return bool(rows.update(state=NoticeState.FAILED, reason=outbox.ADDRESS_REFUSED))
