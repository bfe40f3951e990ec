"""Open action steps pass to a successor when a person is replaced."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from teams import handover
from teams.handover import Held
from teams.models import Person, School

from . import actions
from .enums import StepState
from .models import ActionStep


def _open_steps(person: Person, schools: QuerySet[School]) -> QuerySet[ActionStep]:
    mine = ActionStep.objects.filter(owner=person, state=StepState.OPEN, session__cycle__school__in=schools)
    return mine.select_related("session__cycle__school", "session__team").order_by("due_on", "pk")


def _held(person: Person, schools: QuerySet[School], since: date) -> list[Held]:
    """Every open step, whatever its day: what is overdue is to be done too."""
    return [Held(step.text, step.due_on, reverse("cycles:commitments")) for step in _open_steps(person, schools)]


def _hand_over(
    person: Person, *, successor: Person, schools: QuerySet[School], since: date, by: Person, at: datetime
) -> int:
    steps = list(_open_steps(person, schools))
    for step in steps:
        actions.hand_over_step(step, owner=successor, by=by, at=at)
    return len(steps)


handover.register("action steps", label=gettext_lazy("Open action steps"), held=_held, hand_over=_hand_over)
