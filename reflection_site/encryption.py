"""Text that is unreadable in the database, and hashes that only this site can make.

Keys are derived from the secrets in `FIELD_KEYS` (newest first; older ones still read).
"""

import base64
import hashlib
import hmac
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


@lru_cache(maxsize=8)
def _box(secrets: tuple[str, ...]) -> MultiFernet:
    digests = (hashlib.sha256(b"field:" + secret.encode()).digest() for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def encrypt(text: str) -> str:
    """`text` sealed under the newest key; an empty text stays empty."""
    return _box(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode() if text else ""


def decrypt(sealed: str) -> str:
    """The text that `encrypt` sealed; raises `cryptography.fernet.InvalidToken` for anything else."""
    return _box(tuple(settings.FIELD_KEYS)).decrypt(sealed.encode()).decode() if sealed else ""


def keyed_hash(value: str, purpose: str) -> str:
    """64 hexadecimal digits that tell equal values from different ones and nothing else.

    The oldest key is used, so that adding a newer one leaves stored hashes comparable.
    """
    return hmac.digest(_hash_key(settings.FIELD_KEYS[-1], purpose), value.strip().encode(), "sha256").hex()


@lru_cache(maxsize=64)
def _hash_key(secret: str, purpose: str) -> bytes:
    return hashlib.sha256(f"hash:{purpose}:{secret}".encode()).digest()


if TYPE_CHECKING:
    _Text = models.TextField[str, str]
else:
    _Text = models.TextField


class EncryptedTextField(_Text):
    """A text field whose column holds sealed text. It can't be searched or compared in the database."""

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else encrypt(str(value))

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> str | None:
        return None if value is None else decrypt(value)


# --- keys of their own, which can be destroyed


def new_key() -> str:
    """A random key; kept in an `EncryptedTextField`, it is itself sealed under the field keys."""
    return Fernet.generate_key().decode()


def seal(text: str, key: str) -> str:
    """`text` sealed under a key of `new_key`; an empty text stays empty."""
    return Fernet(key.encode()).encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str, key: str) -> str:
    """The text that `seal` sealed under the same key; raises `cryptography.fernet.InvalidToken` for anything else."""
    return Fernet(key.encode()).decrypt(sealed.encode()).decode() if sealed else ""


def filled(text: str, size: int) -> str:
    """`text` with spaces behind it up to `size` bytes, so that its sealed length tells nothing. Refuses longer text."""
    spare = size - len(text.encode())
    if spare < 0:
        raise ValueError("the text is longer than what it is filled up to")
    return text + " " * spare
