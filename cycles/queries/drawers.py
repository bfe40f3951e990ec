"""Which drawers of a person's desk hold anything at all: most are empty, and an empty one need not be opened."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from cycles.adjust.checked import RecordCheck
from cycles.adjust.enums import StepState
from cycles.adjust.models import ActionStep, Advice
from cycles.confer.models import CheckIn, RaiseSlip
from cycles.listen.models import MapRound, ThinkingMap
from cycles.plan.enums import PollState
from cycles.plan.models import Pass, SlotPoll
from reflection_site.statements import Given, Statement
from teams.models import Person

ME = OuterRef("pk")
DRAWERS: dict[str, QuerySet[Any]] = {
    "steps": ActionStep.objects.filter(owner=ME, state=StepState.OPEN),
    "advice": Advice.objects.filter(adviser=ME, given_at=None),
    "voices": Pass.objects.filter(person=ME, is_sent=False),
    "polls": SlotPoll.objects.filter(session__invitations__person=ME, state=PollState.OPEN),
    "talks": CheckIn.objects.filter(Q(host=ME) | Q(person=ME), held=None, is_cancelled=False),
    "lines": RaiseSlip.objects.filter(Q(lead=ME) | Q(person=ME)),
    "maps": ThinkingMap.objects.filter(author=ME, handed_in_at=None),
    "sheets": MapRound.objects.filter(survey__tickets__person=ME),
    "checks": RecordCheck.objects.filter(
        final_at=None, session__invitations__person=ME, session__invitations__has_attended=True
    ),
    "told": MapRound.objects.filter(lead=ME, opened_at__isnull=False),
}
ASKED = Statement(
    lambda: Person.objects.filter(pk=Given("person")).values_list(*(Exists(rows) for rows in DRAWERS.values()))
)


def filled(person: Person) -> frozenset[str]:
    """The drawers that may hold something for the person; whoever opens one still asks for all that counts. 1 query."""
    return frozenset(
        name
        for found in ASKED.rows(person=person.pk)
        for name, is_filled in zip(DRAWERS, found, strict=True)
        if is_filled
    )
