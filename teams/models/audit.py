from typing import Any, NoReturn

from django.db import models


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """Rows that are added and read, never changed."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("audit rows are append-only")

    def delete(self) -> NoReturn:
        raise TypeError("audit rows are append-only")


class AuditEntry(models.Model):
    """Who did what to which thing, when; no content values.

    Append-only: the querysets refuse it and a database trigger (migration 0002) enforces it.
    Names are kept as ids without a foreign key, so that a row outlives what it tells of.
    """

    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True, db_index=True)
    subject_id = models.BigIntegerField(null=True, db_index=True, help_text="the person whom it is about")
    school_id = models.BigIntegerField(null=True, db_index=True)
    verb = models.CharField(max_length=60)
    thing = models.CharField(max_length=80, blank=True)
    purpose = models.CharField(max_length=120, blank=True)
    count = models.PositiveIntegerField(null=True)

    objects = AuditQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.verb} {self.thing}"
