"""Doorbells of the talks of two."""

from typing import Any

from celery import shared_task


@shared_task
def purge_notes(**_: Any) -> None:
    """Delete notes whose time is over, and lines of closed cycles. Beat rings each day."""
    from django.utils import timezone

    from . import actions

    actions.purge_notes(at=timezone.now())
    actions.drop_old_lines(at=timezone.now())
