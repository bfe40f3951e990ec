"""Doorbells. The database is the truth; a lost or doubled ring changes nothing."""

from typing import Any

from celery import shared_task
from django.db import transaction


@shared_task
def send_due_notices(**_: Any) -> None:
    """Send what is due. Beat rings each half minute, `ring` as soon as something is due at once."""
    from django.utils import timezone

    from . import outbox

    outbox.send_due(timezone.now)


@shared_task
def follow_zones(**_: Any) -> None:
    """Bring waiting notices to the zones that schools have now. Beat rings each minute."""
    from django.utils import timezone

    from . import notices

    notices.follow_zones(at=timezone.now())


@shared_task
def read_bounces(**_: Any) -> None:
    """Take in the mails that came back. Beat rings each five minutes, where a folder for them is named."""
    from pathlib import Path

    from django.conf import settings

    from . import bounces

    if settings.BOUNCES_MAILDIR:
        bounces.read_folder(Path(settings.BOUNCES_MAILDIR))


def _ring_now() -> None:
    send_due_notices.apply_async(retry=False)


def ring() -> None:
    """Ring once the transaction stands, once however often it is asked; with no broker, beat finds the rows."""
    waiting = transaction.get_connection().run_on_commit
    if not any(entry[1] is _ring_now for entry in waiting):
        transaction.on_commit(_ring_now, robust=True)
