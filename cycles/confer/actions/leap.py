"""Saying when the LEAP conversations are."""

from datetime import date, datetime

from django.db import transaction

from cycles.confer.models import LeapDates
from teams import audit
from teams.enums import CycleKind
from teams.models import Person, School, SchoolYear


@transaction.atomic
def set_leap_dates(
    school: School | None,
    *,
    year: SchoolYear,
    kind: CycleKind,
    starts_on: date | None,
    ends_on: date | None,
    guidance_url: str,
    by: Person,
    at: datetime,
) -> None:
    """Set the days of one conversation, of a school or (with the guide's address) of all. Empty days are unsaid."""
    values = {"starts_on": starts_on, "ends_on": ends_on, "guidance_url": "" if school else guidance_url}
    LeapDates.objects.update_or_create(school=school, year=year, kind=kind, defaults=values)
    audit.record("LEAP conversation dates set", by=by, at=at, school=school, purpose=kind)
