"""A Student Learning Objective's life: written, handed in, approved, checked mid-course, closed."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from teams import audit
from teams.enums import SLO_STEPS, SloState
from teams.models import Person, School, SchoolYear, Slo, Team

from .dated import day_of
from .refusals import Refusal, StepTaken


class Settled(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Only a draft can be changed. Ask for it back first."))


class OwnApproval(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Nobody approves their own SLO."))


def _step(slo: Slo, state: SloState, verb: str, *, by: Person, at: datetime, **fields: Any) -> None:
    if state not in SLO_STEPS[SloState(slo.state)]:
        raise StepTaken
    changed = Slo.objects.filter(pk=slo.pk, state=slo.state).update(state=state, **fields)
    if not changed:
        raise StepTaken
    slo.state = state
    audit.record(verb, slo, by=by, at=at, subject=slo.person, school=slo.school)


@transaction.atomic
def write_slo(
    person: Person,
    *,
    school: School,
    year: SchoolYear,
    course: str,
    objective: str,
    by: Person,
    at: datetime,
    team: Team | None = None,
    **baseline: int,
) -> Slo:
    """A draft. `baseline`: students by preparedness (`ahead` … `significantly_under`)."""
    slo = Slo.objects.create(
        person=person, school=school, year=year, team=team, course=course, objective=objective, **baseline
    )
    audit.record("SLO written", slo, by=by, at=at, subject=person, school=school)
    return slo


@transaction.atomic
def edit_slo(
    slo: Slo, *, course: str, objective: str, team: Team | None, by: Person, at: datetime, **baseline: int
) -> None:
    """Change a draft. Raises `Settled` for one that was handed in."""
    drafts = Slo.objects.filter(pk=slo.pk, state=SloState.DRAFT)
    if not drafts.update(course=course, objective=objective, team=team, **baseline):
        raise Settled
    audit.record("SLO changed", slo, by=by, at=at, subject=slo.person, school=slo.school)


@transaction.atomic
def submit_slo(slo: Slo, *, by: Person, at: datetime) -> None:
    """Hand it in for approval."""
    _step(slo, SloState.SUBMITTED, "SLO handed in", by=by, at=at)


@transaction.atomic
def return_slo(slo: Slo, *, by: Person, at: datetime) -> None:
    """Give it back to be changed."""
    _step(slo, SloState.DRAFT, "SLO given back", by=by, at=at)


@transaction.atomic
def approve_slo(slo: Slo, *, by: Person, at: datetime) -> None:
    """Approve it, as its teacher's evaluator or the school's leader. Raises `OwnApproval`, `StepTaken`."""
    if by.pk == slo.person_id:
        raise OwnApproval
    _step(slo, SloState.APPROVED, "SLO approved", by=by, at=at, approved_by=by, approved_at=at)


@transaction.atomic
def check_slo(slo: Slo, *, verdict: str, note: str, by: Person, at: datetime) -> None:
    """The mid-course check of an approved SLO."""
    approved = Slo.objects.filter(pk=slo.pk, state=SloState.APPROVED)
    if not approved.update(midcourse_verdict=verdict, midcourse_note=note, midcourse_on=day_of(at)):
        raise StepTaken
    audit.record("SLO checked", slo, by=by, at=at, subject=slo.person, school=slo.school)


@transaction.atomic
def close_slo(slo: Slo, *, result: str, by: Person, at: datetime, **command: int) -> None:
    """Its result. `command`: students by command level at the end (`command_limited` … `command_distinguished`)."""
    _step(slo, SloState.CLOSED, "SLO closed", by=by, at=at, result=result, **command)
