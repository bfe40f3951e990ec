"""Doorbells of what follows a meeting."""

from typing import Any

from celery import shared_task


@shared_task
def finish_due_checks(**_: Any) -> None:
    """Make records final whose day of checking is over. Beat rings every five minutes."""
    from django.utils import timezone

    from . import actions

    actions.finish_due_checks(at=timezone.now())
