"""Keys for what a device keeps while it can't be saved: given after sign-in, taken away with it.

Deviates from ASVS 14.3.3 (no sensitive data in browser storage) so that an expired sign-in or a lost connection loses
nothing: what is stored is sealed, and its key is with the server only.
"""

import base64
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from reflection_site.encryption import keyed_hash
from teams.models import Person

from .models import DraftKey

LASTS = timedelta(days=14)


def new_device() -> str:
    """A name for a device that has none, for its cookie."""
    return secrets.token_urlsafe(24)


@transaction.atomic
def give_key(person: Person, *, device: str, at: datetime) -> DraftKey:
    """The person's key for this device, the same as before unless it lay unused for fourteen days. 32 bytes, base64."""
    mine = DraftKey.objects.filter(person=person, device=_hashed(device))
    mine.filter(used_at__lt=at - LASTS).delete()
    fresh = base64.b64encode(secrets.token_bytes(32)).decode()
    key, is_new = DraftKey.objects.get_or_create(
        person=person, device=_hashed(device), defaults={"secret": fresh, "used_at": at}
    )
    if not is_new:
        mine.update(used_at=at)
    return key


def forget_key(person: Person, *, device: str) -> None:
    """Make everything unreadable that this device keeps for the person: they sign out, or others use it too."""
    DraftKey.objects.filter(person=person, device=_hashed(device)).delete()


def forget_old_keys(*, at: datetime) -> int:
    """Forget keys that nobody asked for in fourteen days, and those of people whose access is revoked."""
    return DraftKey.objects.filter(Q(used_at__lt=at - LASTS) | Q(person__is_active=False)).delete()[0]


def _hashed(device: str) -> str:
    return keyed_hash(device, "draft device")
