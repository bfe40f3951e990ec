"""Charts held back until they are predicted, and a packet that leaves as a file or on paper."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.plan.models import HeldChart, ReflectionSession
from data_imports.models import PacketVersion
from data_imports.privacy import Profile
from teams import audit
from teams.models import Person

from .refusals import PlanRefused

INTEREST = "invited to take part in the school's reflection meeting"


class PredictedAlready(PlanRefused):
    def __init__(self) -> None:
        super().__init__(_("Somebody has predicted already, so this chart is shown by revealing it in the meeting."))


@transaction.atomic
def hold_chart(session: ReflectionSession, *, chart: str, by: Person, at: datetime) -> HeldChart:
    """Hold a chart back from everyone alike until it is predicted and revealed. Twice is once."""
    held, is_new = HeldChart.objects.get_or_create(
        session=session, chart=chart, defaults={"held_by": by, "held_at": at}
    )
    if is_new:
        audit.record("chart held back", session, by=by, at=at, school=session.cycle.school, purpose=chart)
    return held


@transaction.atomic
def release_chart(session: ReflectionSession, *, chart: str, by: Person, at: datetime) -> None:
    """Hold a chart back no longer, while nobody has predicted it; afterwards `PredictedAlready`."""
    held = HeldChart.objects.select_for_update().filter(session=session, chart=chart, revealed_at=None).first()
    if held is None:
        return
    if held.predictions.exists():
        raise PredictedAlready
    held.delete()
    audit.record("chart held back no longer", session, by=by, at=at, school=session.cycle.school, purpose=chart)


def note_export(
    session: ReflectionSession, version: PacketVersion, *, kind: str, rows: int, by: Person, at: datetime
) -> None:
    """Keep that a packet left as `kind` ("csv", "xlsx", "print"): rows, profile, digest, for whom.

    What was made for readers from outside carries the interest that 34 CFR 99.32 asks for.
    """
    purpose = f"{kind}, profile {version.profile}, digest {version.digest[:16]}"
    if version.profile == Profile.OUTSIDE:
        purpose = f"{purpose}; {INTEREST}"
    verb = "packet printed" if kind == "print" else "packet downloaded"
    audit.record(verb, version, by=by, at=at, school=session.cycle.school, purpose=purpose, count=rows)
