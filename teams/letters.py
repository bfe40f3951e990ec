"""The house's one form of mail: a letter, and a digest of several, in the person's language, as text and HTML."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _, ngettext

from .hours import zone_of
from .kinds import KINDS, Mail, Part
from .models import Notice, Person, School

STOP_SALT = "teams.notices.stop"


def render(notice: Notice) -> Mail:
    """The mail as the person gets it, in their language. Needs `person` and `school` fetched."""
    with translation.override(notice.person.language):
        mail = KINDS[notice.kind].render(notice)
    return replace(mail, subject=_one_line(mail.subject))


def _one_line(text: str) -> str:
    """A name with a line break in it must not keep the mail from going out."""
    return " ".join(text.split())


def _frame(rows: Sequence[Notice]) -> dict[str, Any]:
    schools = {row.school_id: row.school for row in rows}
    kinds = stoppable(rows)
    return {
        "person": rows[0].person,
        "school": rows[0].school if len(schools) == 1 else None,
        "preferences": settings.SITE_URL + reverse("teams:notice-preferences"),
        "stop": stop_address(rows[0].person, kinds) if kinds else "",
    }


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
    """A mail about one notice.

    `lines` are paragraphs, `facts` pairs of label and value, `action` a button's words and a path on this site.
    """
    subject = _one_line(subject)
    part = Part(subject, tuple(lines), tuple(facts), action and (action[0], settings.SITE_URL + action[1]))
    context = {**_frame([notice]), "subject": subject, "part": part}
    text = render_to_string("mail/letter.txt", context)
    html = render_to_string("mail/letter.html", context)
    return Mail(subject, text, html, calendar, calendar_method, part)


def letter_to(
    name: str, school: School, *, subject: str, lines: Iterable[str], action: tuple[str, str] | None = None
) -> Mail:
    """The same for somebody without an account, in the language that is active: nothing to sign in to, or to stop."""
    subject = _one_line(subject)
    part = Part(subject, tuple(lines), (), action and (action[0], settings.SITE_URL + action[1]))
    context = {"person": Person(name=name), "school": school, "subject": subject, "part": part, "stop": ""}
    text = render_to_string("mail/letter.txt", context)
    return Mail(subject, text, render_to_string("mail/letter.html", context), part=part)


def digest(rows: Sequence[Notice], mails: Sequence[Mail]) -> Mail:
    """One mail about several notices for one person; `mails` are theirs, rendered in the same order."""
    with translation.override(rows[0].person.language):
        last = max(rows, key=lambda row: row.due_at)
        day = date_format(last.due_at.astimezone(zone_of(last.school)), _("D, M j"))
        told = {"day": day, "count": len(rows)}
        subject = ngettext("%(day)s: %(count)s reminder", "%(day)s: %(count)s reminders", len(rows)) % told
        parts = [mail.part or Part(mail.subject, (mail.text,)) for mail in mails]
        context = {**_frame(rows), "subject": subject, "parts": parts}
        text = render_to_string("mail/digest.txt", context)
        return Mail(subject, text, render_to_string("mail/digest.html", context))


# --- stopping a kind without signing in


def stoppable(rows: Iterable[Notice]) -> list[str]:
    """The kinds among the rows that the person may turn off."""
    return sorted({row.kind for row in rows if row.kind in KINDS and KINDS[row.kind].is_optional})


def stop_address(person: Person, kinds: Iterable[str]) -> str:
    """A link that turns these kinds off for this person, and does and shows nothing else."""
    token = signing.dumps([person.pk, *kinds], salt=STOP_SALT)
    return settings.SITE_URL + reverse("teams:notice-stop", args=[token])


def read_stop(token: str) -> tuple[int, list[str]] | None:
    """The person's key and the kinds of such a link; None for one that this site did not make. It never expires."""
    try:
        pk, *kinds = signing.loads(token, salt=STOP_SALT)
    except (signing.BadSignature, ValueError):
        return None
    return pk, [kind for kind in kinds if kind in KINDS and KINDS[kind].is_optional]
