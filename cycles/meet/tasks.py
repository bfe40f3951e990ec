"""Doorbells of the room."""

from typing import Any

from celery import shared_task


@shared_task
def purge_boxes(**_: Any) -> None:
    """Destroy sealed cards of meetings that nobody closed, or held. Beat rings daily."""
    from django.utils import timezone

    from . import actions

    actions.purge_boxes(at=timezone.now())


@shared_task
def purge_early_cards(**_: Any) -> None:
    """Delete what was written ahead of meetings that nobody held. Beat rings daily."""
    from django.utils import timezone

    from . import actions

    actions.purge_early_cards(at=timezone.now())
