"""What every deletion in time asks first: a legal hold goes before it (`privacy.md` 2.8).

What a person deletes of their own is not deleted in time, and sealed slips are opened or destroyed as was promised.
"""

from datetime import datetime
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from . import audit
from .models import AuditEntry, LegalHold

KEPT = "kept by a legal hold"
Rows = TypeVar("Rows", bound=Model)


def unheld(rows: QuerySet[Rows], *, school: str, what: str, at: datetime) -> QuerySet[Rows]:
    """Those of `rows` whose school (the path `school`) is under no legal hold.

    The first time that a hold keeps something of a kind (`what`, a constant), the trail says so and how many. 1 query;
    2 more for each hold.
    """
    holds = list(LegalHold.objects.filter(lifted_at=None).select_related("school"))
    for hold in holds:
        count = rows.filter(**{school: hold.school_id}).distinct().count()
        if count and not _is_told(hold, what):
            audit.record(KEPT, hold, by=None, at=at, school=hold.school, purpose=what, count=count)
    under = {hold.school_id for hold in holds}
    return rows.exclude(Q(**{f"{school}__in": under})) if under else rows


def _is_told(hold: LegalHold, what: str) -> bool:
    return AuditEntry.objects.filter(verb=KEPT, thing=f"legalhold:{hold.pk}", purpose=what).exists()
