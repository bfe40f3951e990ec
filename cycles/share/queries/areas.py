"""What the ILT had set out to look at, before the letter of its cycle."""

from cycles.confer.queries import AgreedArea, agreed_areas
from cycles.plan.models import Cycle, ReflectionSession
from teams.enums import TeamKind


def areas_of(cycle: Cycle) -> tuple[AgreedArea, ...]:
    """The focus areas that were agreed on before the ILT's meeting of the cycle. At most 3 queries."""
    session = ReflectionSession.objects.filter(cycle=cycle, team__kind=TeamKind.ILT).first()
    return agreed_areas(session) if session else ()
