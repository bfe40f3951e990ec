"""The append-only trail: who did what to which thing, when. Never a content value."""

from datetime import datetime

from django.db.models import Model

from .models import AuditEntry, Person, School


def record(
    verb: str,
    thing: Model | str = "",
    *,
    by: Person | None,
    at: datetime,
    subject: Person | None = None,
    school: School | None = None,
    purpose: str = "",
    count: int | None = None,
) -> None:
    """Add one row. `verb` is a constant such as "session scheduled"; `subject` is the person whom it is about."""
    name = thing if isinstance(thing, str) else f"{thing._meta.model_name}:{thing.pk}"
    AuditEntry.objects.create(
        at=at,
        actor_id=by.pk if by else None,
        subject_id=subject.pk if subject else None,
        school_id=school.pk if school else None,
        verb=verb,
        thing=name,
        purpose=purpose,
        count=count,
    )
