"""What was agreed, checked against evidence that came in later."""

from datetime import datetime

from django.db import transaction

from cycles.adjust.enums import Outcome
from cycles.adjust.models import Revalidation
from cycles.meet.models import Cause, GoalRevisit
from cycles.plan.models import ReflectionSession
from data_imports.models import PacketVersion
from teams import audit
from teams.models import Person

from .refusals import ReasonMissing


@transaction.atomic
def revalidate(
    session: ReflectionSession,
    *,
    thing: GoalRevisit | Cause,
    versions: tuple[PacketVersion, PacketVersion],
    outcome: Outcome | str,
    note: str,
    by: Person,
    at: datetime,
) -> Revalidation:
    """Say whether a verdict or root cause holds in the newer evidence; nothing of the record is changed.

    `versions` are the one that the group met over and the newer one.
    Said again of the same version, the later word counts; of a version after it, it is a row of its own. Raises
    `ReasonMissing` where something does not hold as it is and no note says how.
    """
    if outcome != Outcome.HOLDS and not note.strip():
        raise ReasonMissing
    rested_on, checked_against = versions
    about = {"verdict": thing} if isinstance(thing, GoalRevisit) else {"cause": thing}
    said, _made = Revalidation.objects.update_or_create(
        checked_against=checked_against,
        **about,
        defaults={
            "session": session,
            "rested_on": rested_on,
            "outcome": Outcome(outcome),
            "note": note.strip(),
            "by": by,
            "at": at,
        },
    )
    audit.record(f"revalidated: {outcome}", said, by=by, at=at, school=session.cycle.school)
    return said
