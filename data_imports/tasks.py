"""Doorbells: ids in, one action, nothing else."""

from typing import Any

from celery import shared_task
from django.utils import timezone

# models and actions ring these bells, so a task imports them when it runs


@shared_task
def read_upload(*, upload: int, **_: Any) -> None:
    """Read a received file."""
    from data_imports import actions
    from data_imports.models import Upload

    actions.read_upload(Upload.objects.select_related("school", "by", "mapping").get(pk=upload), at=timezone.now())


@shared_task
def store_upload(*, upload: int, **_: Any) -> None:
    """Store a confirmed file."""
    from data_imports import actions
    from data_imports.models import Upload

    actions.store_upload(Upload.objects.select_related("school", "by", "mapping").get(pk=upload), at=timezone.now())


@shared_task
def undo_upload(*, upload: int, **_: Any) -> None:
    """Take a stored file back."""
    from data_imports import actions
    from data_imports.models import Upload

    actions.take_back_upload(Upload.objects.select_related("school", "undone_by").get(pk=upload), at=timezone.now())


@shared_task
def resume_uploads(**_: Any) -> None:
    """Ring again for what was lost."""
    from data_imports import actions

    actions.resume_uploads(at=timezone.now())


@shared_task
def purge_old_uploads(**_: Any) -> None:
    """Delete files older than 30 days."""
    from data_imports import actions

    actions.purge_uploads(at=timezone.now())
