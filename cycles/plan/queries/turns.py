"""The turning points of the year at one school: which reflections are open, which one could open."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from cycles.plan import access, slots
from cycles.plan.models import Cycle
from teams.models import School, Term


@dataclass(frozen=True)
class Turn:
    """One turning point. `opens_on` is when the calendar opens it by itself, `cycle` what is open already."""

    term: Term
    opens_on: date
    cycle: Cycle | None


def turning_points(school: School, *, today: date) -> tuple[Turn, ...]:
    """Closes ahead and of the last four weeks, by day; open ones with their cycle. 2 queries."""
    weeks, since = timedelta(weeks=settings.CYCLE_OPENS_WEEKS_BEFORE), today - timedelta(weeks=slots.WEEKS_AROUND)
    begun = Cycle.objects.filter(school=school, term__ends_on__gte=since).select_related("term__year")
    found = [Turn(one.term, one.term.ends_on - weeks, one) for one in begun]
    terms = access.openable_terms(school).filter(ends_on__gte=since)
    found += [Turn(term, term.ends_on - weeks, None) for term in terms]
    return tuple(sorted(found, key=lambda turn: (turn.term.ends_on, turn.term.pk)))
