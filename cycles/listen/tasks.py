"""Doorbells of listening."""

from typing import Any

from celery import shared_task


@shared_task
def keep_maps(**_: Any) -> None:
    """Ask for maps where a learning cycle ends, and delete those that are too old. Beat rings each hour."""
    from django.utils import timezone

    from . import actions

    actions.open_due_maps(at=timezone.now())
    actions.purge_old_maps(at=timezone.now())
