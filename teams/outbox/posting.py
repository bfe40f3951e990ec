"""Posting: a parcel as a message, a connection that many messages share, and what a mail server's refusal means."""

from collections.abc import Sequence
from dataclasses import dataclass
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils.translation import gettext_noop

from teams import letters
from teams.models import Notice
from teams.notices import Mail

ADDRESS_REFUSED = gettext_noop("The mail server does not know the address, or refuses it for good.")
REFUSED = gettext_noop("The mail server refused it.")
UNREACHABLE = gettext_noop("The mail server could not be reached.")
NOT_MADE = gettext_noop("The message could not be made.")
GONE = 421


class Unreachable(Exception):
    """No connection to the mail server: that is no fault of any message."""


class Post:
    """One connection to the mail server for all messages of a run."""

    def __init__(self) -> None:
        self._connection = get_connection()

    def open(self) -> None:
        """Raises `Unreachable`. A connection that is open stays."""
        try:
            self._connection.open()
        except (OSError, SMTPException) as error:
            self.close()
            raise Unreachable from error

    def send(self, envelope: EmailMultiAlternatives) -> None:
        """Hand one message over; a server that has enough of the connection gets a new one."""
        self.open()
        try:
            self._connection.send_messages([envelope])
        except SMTPSenderRefused as error:
            if error.smtp_code != GONE:
                raise
            self.close()
            self.open()
            self._connection.send_messages([envelope])

    def close(self) -> None:
        self._connection.close()


def message(rows: Sequence[Notice], mail: Mail, message_id: str) -> EmailMultiAlternatives:
    """The mail with its stable Message-ID, its text, HTML and calendar parts.

    What a person may turn off can be turned off from the mail client, in one click (RFC 8058).
    """
    person = rows[0].person
    headers = {"Message-ID": message_id, "Auto-Submitted": "auto-generated"}
    kinds = letters.stoppable(rows)
    if kinds:
        headers["List-Unsubscribe"] = f"<{letters.stop_address(person, kinds)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    envelope = EmailMultiAlternatives(mail.subject, mail.text, to=[person.email], headers=headers)
    if mail.html:
        envelope.attach_alternative(mail.html, "text/html")
    if mail.calendar is not None:
        calendar = mail.calendar.decode()
        envelope.attach_alternative(calendar, f"text/calendar; method={mail.calendar_method}")
        envelope.attach("meeting.ics", calendar, "text/calendar")
    return envelope


@dataclass(frozen=True)
class Refusal:
    """Why a message did not go out, in words fit for the person's leader, and whether trying again is of no use."""

    reason: str
    is_final: bool = False


def refusal(error: Exception) -> Refusal:
    """Never an address or a text. Kept in English, translated where shown.

    A recipient that is refused with 5xx, or with an address status (RFC 3463: 5.1.x) after the text, is final.
    """
    if isinstance(error, SMTPRecipientsRefused):
        is_final = all(code >= 500 for code, _said in error.recipients.values())
        return Refusal(ADDRESS_REFUSED, is_final=True) if is_final else Refusal(REFUSED)
    if isinstance(error, SMTPDataError) and error.smtp_code >= 500 and _said(error).startswith("5.1."):
        return Refusal(ADDRESS_REFUSED, is_final=True)
    if isinstance(error, SMTPResponseException):
        return Refusal(REFUSED)
    return Refusal(UNREACHABLE if isinstance(error, OSError) else NOT_MADE)


def _said(error: SMTPResponseException) -> str:
    said = error.smtp_error
    return said.decode(errors="replace") if isinstance(said, bytes) else str(said)
