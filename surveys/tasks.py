"""Doorbells of surveys."""

from typing import Any

from celery import shared_task


@shared_task
def close_due_surveys(**_: Any) -> None:
    """Close what has come to its end, and publish it if enough answered. Beat rings each minute."""
    from django.utils import timezone

    from . import actions

    actions.close_due_surveys(at=timezone.now())


@shared_task
def purge_old_findings(**_: Any) -> None:
    """Delete what was found too long ago. Beat rings each day."""
    from django.utils import timezone

    from . import actions

    actions.purge_old_findings(at=timezone.now())
