"""The folder that stands in for a mail server in the embedded default: what is in it for one person."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses
from pathlib import Path

from django.conf import settings

from teams.models import Person

FILES = 300
LETTERS = 50
# what Django's file backend writes between two messages
BETWEEN = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True)
class KeptLetter:
    """A message as it would have gone out. `when` as the message says it, empty where it does not."""

    subject: str
    text: str
    when: str


def is_kept_here() -> bool:
    """Whether mail goes to a folder: never in production, where a folder would be a mistake and not a page."""
    return settings.EMAIL_BACKEND.endswith("filebased.EmailBackend") and not settings.PRODUCTION


def kept_letters(person: Person) -> list[KeptLetter]:
    """The newest fifty in the newest files that are addressed to the person, and nobody else's."""
    files = sorted(Path(settings.EMAIL_FILE_PATH).glob("*.log"), reverse=True)[:FILES]
    letters: list[KeptLetter] = []
    for path in files:
        kept = path.read_bytes().split(BETWEEN)
        messages = [message_from_bytes(text, policy=policy.default) for text in reversed(kept) if text.strip()]
        letters += [_letter(message) for message in messages if _is_for(message, person)]
        if len(letters) >= LETTERS:
            break
    return letters[:LETTERS]


def _is_for(message: EmailMessage, person: Person) -> bool:
    addresses = getaddresses([str(value) for value in message.get_all("To", [])])
    return person.email.lower() in {address.lower() for _name, address in addresses}


def _letter(message: EmailMessage) -> KeptLetter:
    body = message.get_body(("plain",))
    return KeptLetter(str(message["Subject"] or ""), body.get_content() if body else "", str(message["Date"] or ""))
