"""Legal holds: placed at once by one, lifted by two."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from teams import audit
from teams.models import LegalHold, Person, School

from .refusals import Refusal


class NeedsAnother(Refusal):
    """Who asked cannot agree to it too."""

    def __init__(self) -> None:
        super().__init__(_("You asked to lift this hold, so somebody else of the district has to agree."))


class HoldLifted(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This hold is lifted already."))


@transaction.atomic
def place_hold(school: School, *, reason: str, by: Person, at: datetime) -> LegalHold:
    """From now on nothing of the school is deleted in time. The reason is on the page of holds, not on the trail."""
    hold = LegalHold.objects.create(school=school, reason=reason, placed_by=by, placed_at=at)
    audit.record("legal hold placed", hold, by=by, at=at, school=school)
    return hold


@transaction.atomic
def ask_lift(hold: LegalHold, *, by: Person, at: datetime) -> None:
    """Ask a second person to lift it. Raises `HoldLifted`. Twice is once."""
    waiting = LegalHold.objects.filter(pk=hold.pk, lifted_at=None)
    if waiting.filter(lift_asked_by=None).update(lift_asked_by=by):
        audit.record("legal hold: lifting asked", hold, by=by, at=at, school=hold.school)
    elif not waiting.exists():
        raise HoldLifted


@transaction.atomic
def keep_hold(hold: LegalHold, *, by: Person, at: datetime) -> None:
    """It stays: nobody is asked to lift it any more. Twice is once."""
    if LegalHold.objects.filter(pk=hold.pk, lifted_at=None).exclude(lift_asked_by=None).update(lift_asked_by=None):
        audit.record("legal hold: stays", hold, by=by, at=at, school=hold.school)


@transaction.atomic
def lift_hold(hold: LegalHold, *, by: Person, at: datetime) -> None:
    """The second person agrees; what is due is deleted with the next run. Raises `NeedsAnother`, `HoldLifted`."""
    waiting = LegalHold.objects.filter(pk=hold.pk, lifted_at=None)
    asked = waiting.exclude(lift_asked_by=None).exclude(lift_asked_by=by)
    if asked.update(lifted_by=by, lifted_at=at):
        audit.record("legal hold lifted", hold, by=by, at=at, school=hold.school)
    else:
        raise NeedsAnother if waiting.exists() else HoldLifted
