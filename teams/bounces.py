"""Mails that come back after a server had taken them: delivery reports (RFC 3464) that a mail server hands in.

A report counts where it names a Message-ID of ours, which only who got the mail can know, and the address that the mail
went to. A failure for good (5.x.x) marks it as a refusal at the door would have; anything else changes nothing.
"""

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.message import Message
from pathlib import Path

from django.db.models import Q

from . import outbox
from .enums import NoticeState
from .models import Notice

logger = logging.getLogger(__name__)
# told a Message-ID and an address in small letters; whether it was one of theirs, sent there
Listener = Callable[[str, str], bool]
LISTENERS: list[Listener] = []
LARGEST = 2_000_000  # bytes that are looked at
AT_ONCE = 500
MOST = 100  # addresses of one report
REPORTS = ("message/delivery-status", "message/global-delivery-status")
RETURNED = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")
MESSAGE_ID = re.compile(r"<[^<>\s]{1,118}>")
BLANK_LINE = re.compile(r"\n[ \t]*\n")


def listen(listener: Listener) -> Listener:
    """Be asked about mails of one's own; a decorator."""
    if listener not in LISTENERS:
        LISTENERS.append(listener)
    return listener


@dataclass(frozen=True)
class Report:
    """What a delivery report says: which message came back, and for which addresses there is no use in trying again.

    Only its own words: whether any of it is true is for the listeners to know.
    """

    message_id: str
    addresses: tuple[str, ...]


# --- reading


def read(content: bytes) -> Report | None:
    """The report that a mail is, where it tells of a failure; None for any other. Never raises, whatever is in it."""
    try:
        return _read(message_from_bytes(content[:LARGEST].replace(b"\r\n", b"\n")))
    except Exception as error:  # noqa: BLE001  anybody can send anything here
        logger.warning("a mail that came back cannot be read: %s", type(error).__name__)
        return None


def _read(mail: Message) -> Report | None:
    """Of the first report and the first mail that are in it: what a returned mail holds in turn counts for nothing."""
    report = next((part for part in mail.walk() if part.get_content_type() in REPORTS), None)
    returned = next((part for part in mail.walk() if part.get_content_type() in RETURNED), None)
    if report is None or returned is None:
        return None
    found = MESSAGE_ID.search(_field(message_from_string(_body(returned)), "Message-ID"))
    addresses = tuple(dict.fromkeys(_failed(_body(report))))[:MOST]
    return Report(found[0], addresses) if found and addresses else None


def _body(part: Message) -> str:
    """What stands below the part's own header, as text."""
    whole = part.as_bytes().decode("utf-8", "replace")
    return BLANK_LINE.split(whole, maxsplit=1)[1] if BLANK_LINE.search(whole) else ""


def _field(block: Message, name: str) -> str:
    return str(block.get(name, ""))


def _failed(body: str) -> Iterator[str]:
    """The addresses that a server gave up for good, in small letters: as it was told them, and as it knows them."""
    for text in BLANK_LINE.split(body.strip()):
        block = message_from_string(text)
        is_over = _field(block, "Action").strip().lower() == "failed"
        if is_over and re.match(r"\s*5\.\d{1,3}\.\d{1,3}\b", _field(block, "Status")):
            for name in ("Original-Recipient", "Final-Recipient"):
                _kind, _semicolon, address = _field(block, name).partition(";")
                if "@" in address:
                    yield address.strip().strip("<>").lower()


# --- taking in


def take_in(content: bytes) -> bool:
    """Mark what came back as refused; whether anything of ours did. Taking it in twice is taking it in once."""
    report = read(content)
    if report is None:
        return False
    is_ours = False
    for address in report.addresses:
        for listener in LISTENERS:
            is_ours = listener(report.message_id, address) or is_ours
    return is_ours


@listen
def refuse_notices(message_id: str, address: str) -> bool:
    """The notices that went out as that message, to that address."""
    rows = Notice.objects.filter(Q(message_id=message_id) | Q(digest_id=message_id), address__iexact=address)
    sent = rows.filter(state=NoticeState.SENT)
    return bool(sent.update(state=NoticeState.FAILED, reason=outbox.ADDRESS_REFUSED))


def read_folder(folder: Path) -> int:
    """Take in what a mail server has put into a maildir; returns how many were ours.

    Those are deleted, because a returned mail may hold a link of somebody's own; all others are moved aside as seen.
    """
    count = 0
    for path in sorted((folder / "new").iterdir())[:AT_ONCE]:
        try:
            is_ours = take_in(path.read_bytes())
            if is_ours:
                path.unlink()
            else:
                path.rename(folder / "cur" / f"{path.name}:2,S")
        except FileNotFoundError:
            continue  # another worker was faster
        count += is_ours
    return count
