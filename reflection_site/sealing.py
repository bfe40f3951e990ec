"""A sealed box: what several people put in is unreadable until it is opened once, and then nobody's.

While it is shut, a slip holds a random key, the hash of a token that only its author's browser has, and text padded to
one size, under a key made from a secret of the server (never in the database) and the box's salt. A slip has no author
and no time. `take_out` reads all slips in memory, shuffles them, deletes them and destroys the salt, in one
transaction; the caller writes what it needs as fresh rows with random keys in the same transaction. A crash leaves
the box either shut with every slip in it, or opened.

What it does not do. The server's secret and a copy of the database from before the opening together read the slips,
though not who wrote them; so does a changed program while the box is shut. A copy after every slip tells when each
came in, never which text it became. Deleted bytes are overwritten in SQLite's file and its log is emptied once no
other reader holds it; PostgreSQL keeps dead rows until vacuum, and its log for longer, which is why the salt goes too.
Nothing here hides the length of a request on its way, nor how somebody writes.
"""

import json
import uuid
from collections.abc import Collection, Mapping
from random import SystemRandom
from secrets import token_bytes, token_urlsafe
from typing import Any, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import connections, models, router, transaction

from .encryption import keyed_hash

_LENGTH, _NONCE = 4, 12


class BoxOpened(Exception):
    """The box was opened: nothing goes in or out any more."""


class TooLong(Exception):
    """The content is larger than every slip of its kind may be."""


def new_salt() -> bytes:
    """A salt of 32 random bytes."""
    return token_bytes(32)


def new_token() -> str:
    """What an author's browser keeps, to change what they put in."""
    return token_urlsafe(32)


class SealedBox(models.Model):
    """What slips are put into. Without a salt it is opened for good."""

    seal_salt = models.BinaryField(max_length=32, null=True, default=new_salt, editable=False)

    class Meta:
        abstract = True

    @property
    def is_sealed(self) -> bool:
        """Whether it has not been opened yet, as far as this row knows."""
        return self.seal_salt is not None


class Slip(models.Model):
    """One sealed content. Concrete kinds add the box as a foreign key, and nothing else."""

    # bytes of every content, however short it is
    SIZE = 2048

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    sealed = models.BinaryField(editable=False)

    class Meta:
        abstract = True


S = TypeVar("S", bound=Slip)


def put(box: SealedBox, slips: models.Manager[S], content: Mapping[str, Any], *, token: str) -> None:
    """Put `content` (what JSON can say) into `box`, or in the place of what the same token put in before.

    `slips` are the box's own (`survey.ballots`). Raises `BoxOpened`, and `TooLong` for more than `SIZE` bytes.
    """
    with transaction.atomic():
        salt = _locked_salt(box)
        mark = hash_of(token)
        slip = slips.filter(token_hash=mark).first()
        if slip is None:
            slip = slips.create(token_hash=mark, sealed=b"")
        slip.sealed = _seal(salt, _padded(content, slips.model.SIZE), slip)
        slip.save(update_fields=["sealed"])


def look(box: SealedBox, slips: models.Manager[S], *, tokens: Collection[str]) -> dict[str, dict[str, Any]]:
    """What each token put in, for the browser that has it. Raises `BoxOpened`."""
    salt = type(box)._base_manager.values_list("seal_salt", flat=True).get(pk=box.pk)
    if salt is None:
        raise BoxOpened
    by_mark = {hash_of(token): token for token in tokens}
    found = slips.filter(token_hash__in=by_mark)
    return {by_mark[slip.token_hash]: _opened(bytes(salt), slip) for slip in found}


def take_back(box: SealedBox, slips: models.Manager[S], *, token: str) -> bool:
    """Take out what the token put in, unread; whether there was something. Raises `BoxOpened`."""
    with transaction.atomic():
        _locked_salt(box)
        return bool(slips.filter(token_hash=hash_of(token)).delete()[0])


def take_out(box: SealedBox, slips: models.Manager[S]) -> list[dict[str, Any]]:
    """Open the box: every content in random order, the slips deleted, the salt destroyed. Raises `BoxOpened`.

    Call it in the transaction that writes what becomes of the contents.
    """
    with transaction.atomic():
        salt = _locked_salt(box)
        contents = [_opened(salt, slip) for slip in slips.all()]
        SystemRandom().shuffle(contents)
        slips.all().delete()
        type(box)._base_manager.filter(pk=box.pk).update(seal_salt=None)
        box.seal_salt = None
        transaction.on_commit(lambda: _empty_log(type(box)), robust=True)
        return contents


def hash_of(token: str) -> str:
    """What the database keeps of a token."""
    return keyed_hash(token, "seal")


# --- the seal


def _locked_salt(box: SealedBox) -> bytes:
    """The salt as the database has it now; the row stays locked, so that no slip slips in while it is opened."""
    salt = type(box)._base_manager.select_for_update().values_list("seal_salt", flat=True).get(pk=box.pk)
    if salt is None:
        raise BoxOpened
    return bytes(salt)


def _ciphers(salt: bytes) -> list[AESGCM]:
    """One for each of the server's secrets, the newest first."""
    return [
        AESGCM(HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"sealed box").derive(secret.encode()))
        for secret in settings.FIELD_KEYS
    ]


def _padded(content: Mapping[str, Any], size: int) -> bytes:
    told = json.dumps(content, ensure_ascii=False).encode()
    if len(told) > size:
        raise TooLong
    return len(told).to_bytes(_LENGTH, "big") + told.ljust(size, b"\0")


def _seal(salt: bytes, plain: bytes, slip: Slip) -> bytes:
    nonce = token_bytes(_NONCE)
    return nonce + _ciphers(salt)[0].encrypt(nonce, plain, slip.pk.bytes)


def _opened(salt: bytes, slip: Slip) -> dict[str, Any]:
    sealed = bytes(slip.sealed)
    for cipher in _ciphers(salt):
        try:
            plain = cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], slip.pk.bytes)
        except InvalidTag:
            continue
        length = int.from_bytes(plain[:_LENGTH], "big")
        content: dict[str, Any] = json.loads(plain[_LENGTH : _LENGTH + length])
        return content
    raise InvalidTag


def _empty_log(model: type[models.Model]) -> None:
    """SQLite's log still holds pages from before the opening: bring it into the file, where they are overwritten."""
    connection = connections[router.db_for_write(model)]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
