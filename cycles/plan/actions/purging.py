"""What is kept of people from outside, and until when (`privacy.md` 2.8): each part only as long as it serves.

A link until its day is over, an address as long as the pass holds, names and answers until the end of the next school
year, as reflections. Each purge is kept with how many, and says nothing of whom.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from cycles.plan import access
from cycles.plan.enums import SessionState
from cycles.plan.models import Pass, Voice
from teams import audit, retention
from teams.models import School, SchoolYear

AHEAD = (SessionState.PLANNED, SessionState.SCHEDULED)
WITHOUT_NEXT_YEAR = timedelta(days=366)


def purge_outside(*, at: datetime) -> int:
    """Run daily; returns how many links, addresses, names and answers are gone. Safe to run at any time."""
    return _purge_links(at) + _purge_addresses(at) + sum(_purge_answers(school, at) for school in _stale_schools(at))


def _purge_links(at: datetime) -> int:
    """Sealed copies that no mail needs any more. The links themselves go on showing that the day is over."""
    # everywhere on Earth the day is over one day later
    over = Q(answers_by__lt=at.date() - timedelta(days=1)) | ~Q(session__state__in=AHEAD)
    return Pass.objects.filter(over).exclude(token="").update(token="")


@transaction.atomic
def _purge_addresses(at: datetime) -> int:
    gone = Pass.objects.filter(person=None).exclude(access.living()).exclude(email="")
    held = retention.unheld(gone, school="session__cycle__school", what="addresses from outside", at=at)
    count = held.update(email="", token_hash="")
    if count:
        audit.record("addresses of people from outside purged", by=None, at=at, count=count)
    return count


def _stale_years(today: date) -> list[int]:
    """School years whose following one has ended."""
    years = list(SchoolYear.objects.order_by("starts_on"))
    ends = [after.ends_on for after in years[1:]] + [year.ends_on + WITHOUT_NEXT_YEAR for year in years[-1:]]
    return [year.pk for year, end in zip(years, ends, strict=True) if end < today]


def _stale_schools(at: datetime) -> list[School]:
    return list(School.objects.filter(cycles__year__in=_stale_years(at.date())).distinct().order_by("pk"))


@transaction.atomic
def _purge_answers(school: School, at: datetime) -> int:
    """Names go with their passes. Whoever has an account keeps the pass, which only says until when it held."""
    stale = Pass.objects.filter(session__cycle__school=school, session__cycle__year__in=_stale_years(at.date()))
    stale = retention.unheld(stale, school="session__cycle__school", what="feedback from outside", at=at)
    answers, _each = Voice.objects.filter(given__in=stale.values("pk")).delete()
    named = stale.filter(person=None)
    names = named.count()
    named.delete()
    if answers + names:
        words = "feedback from outside purged"
        audit.record(words, by=None, at=at, school=school, purpose=f"{names} names", count=answers)
    return answers + names
