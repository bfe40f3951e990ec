"""Doorbells of what is kept of reflecting alone."""

from typing import Any

from celery import shared_task


@shared_task
def forget_old_keys(**_: Any) -> None:
    """Forget the keys of drafts that are over. Beat rings each hour."""
    from django.utils import timezone

    from . import drafts

    drafts.forget_old_keys(at=timezone.now())


@shared_task
def forget_old_words(**_: Any) -> None:
    """Delete reflections that are kept no longer. Beat rings each day."""
    from django.utils import timezone

    from . import sharing

    sharing.forget_old_words(at=timezone.now())
