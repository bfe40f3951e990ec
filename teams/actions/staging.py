"""A file waits between its upload and the person's word."""

from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from teams import audit
from teams.models import Person, StagedFile

KEPT = timedelta(days=1)


@transaction.atomic
def stage_file(kind: str, *, name: str, content: bytes, by: Person, at: datetime) -> StagedFile:
    """Keep a file until it is applied or discarded; what was forgotten for a day goes."""
    StagedFile.objects.filter(created_at__lt=at - KEPT).delete()
    file = StagedFile.objects.create(
        person=by,
        kind=kind,
        name=name[:200],
        content=content,
        digest=sha256(content).hexdigest(),
        created_at=at,
    )
    audit.record("set-up file uploaded", file, by=by, at=at, purpose=f"sha256:{file.digest}")
    return file


@transaction.atomic
def discard_file(file: StagedFile, *, by: Person, at: datetime) -> None:
    audit.record("set-up file discarded", file, by=by, at=at)
    file.delete()
