"""One click to ask those on whom something waits."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cycles.plan import around
from cycles.plan.around import nudging
from cycles.plan.enums import MilestoneKind
from cycles.plan.models import Cycle, Milestone, ReflectionSession
from teams import audit
from teams.enums import Role
from teams.models import Appointment, Person

from .invitations import whole_session
from .refusals import PlanRefused


class NothingWaits(PlanRefused):
    def __init__(self) -> None:
        super().__init__(_("This is done by now, so nobody is nudged."))


@transaction.atomic
def nudge(session: ReflectionSession, *, kind: MilestoneKind, by: Person, at: datetime) -> list[Person]:
    """Ask those on whom a step waits, and nobody else; returns whom. Nobody hears of the same step twice a day.

    Refuses with `NothingWaits` where it is done, or cannot be done now.
    """
    now = whole_session(session)
    milestone = Milestone.objects.filter(session=now, kind=kind, done_at=None).first()
    waiting = (
        around.waiting_for(kind, [now])[now.pk] if milestone and around.is_ripe(now, milestone, at) else around.NOBODY
    )
    if not waiting:
        raise NothingWaits
    people = Person.objects.filter(pk__in=waiting, is_active=True).order_by("name")
    asked = nudging.nudge(now, people, what=kind, by=by, at=at)
    if asked:
        audit.record("nudged", now, by=by, at=at, school=now.cycle.school, purpose=kind, count=len(asked))
    return asked


@transaction.atomic
def nudge_leader(cycle: Cycle, *, by: Person, at: datetime) -> list[Person]:
    """Ask the school's leaders how far the teams are, at most once a day; returns whom."""
    held = Appointment.objects.on(timezone.localtime(at, cycle.school.zone).date()).filter(
        role=Role.LEADER, school=cycle.school
    )
    leaders = Person.objects.filter(pk__in=held.values("person_id"), is_active=True).order_by("name")
    asked = nudging.nudge_leaders(cycle, leaders, by=by, at=at)
    if asked:
        audit.record("leader nudged", cycle, by=by, at=at, school=cycle.school, count=len(asked))
    return asked
