"""Doorbells of surveys."""

from typing import Any

from celery import shared_task


@shared_task
def close_due_surveys(**_: Any) -> None:
    """Close what has come to its end, and publish it if enough answered. Beat rings each minute."""
    from django.utils import timezone

    from . import actions

    actions.close_due_surveys(at=timezone.now())
