"""The word to hold a meeting for which few have prepared."""

from datetime import datetime

from django.db import transaction

from cycles.plan.enums import SessionState
from cycles.plan.models import GoAhead, ReflectionSession
from teams import audit
from teams.models import Person

from .refusals import SessionOver


@transaction.atomic
def go_ahead(session: ReflectionSession, *, ready: int, total: int, by: Person, at: datetime) -> GoAhead:
    """Keep who decided it, when, and how many had prepared. The first word for a day stands."""
    if session.state != SessionState.SCHEDULED or session.meets_on is None:
        raise SessionOver
    said, is_new = GoAhead.objects.get_or_create(
        session=session, meets_on=session.meets_on, defaults={"ready": ready, "total": total, "by": by, "at": at}
    )
    if is_new:
        audit.record("meeting goes ahead", session, by=by, at=at, school=session.cycle.school, count=ready)
    return said
