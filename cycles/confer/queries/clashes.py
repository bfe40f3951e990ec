"""What stands against a time for a 1:1, as far as the calendars here know. Never what the other is doing then."""

from collections.abc import Iterable, Iterator
from datetime import date, time

from django.utils.translation import gettext as _

from cycles.confer.models import CheckIn
from cycles.plan import slots
from cycles.plan.enums import Reply, SessionState
from cycles.plan.models import Invitation
from teams.models import Person, School


def clashes(
    people: Iterable[Person], school: School, day: date, clock: time, minutes: int, *, but: int | None = None
) -> list[str]:
    """Sentences, none where nothing is known; `but` is the 1:1 that is being moved. 3 queries."""
    two = {person.pk: person.name for person in people}
    start = slots.minute_of(clock)
    told = [] if slots.school_days(school).is_open(day) else [_("School is closed on that day.")]
    busy = {
        person
        for person, first, length in (*_meetings(two, day), *_check_ins(two, day, but))
        if first < start + minutes and start < first + length
    }
    return told + [_("%(name)s is in another meeting then.") % {"name": two[pk]} for pk in sorted(busy)]


def _meetings(two: dict[int, str], day: date) -> Iterator[tuple[int, int, int]]:
    """(person, first minute, minutes) of the teams' meetings on that day."""
    asked = Invitation.objects.filter(
        person__in=two, session__meets_on=day, session__state__in=[SessionState.SCHEDULED, SessionState.MEETING]
    ).exclude(reply=Reply.NO)
    for person, clock, minutes in asked.values_list("person_id", "session__meets_at", "session__minutes"):
        if clock:
            yield person, slots.minute_of(clock), minutes


def _check_ins(two: dict[int, str], day: date, but: int | None) -> Iterator[tuple[int, int, int]]:
    rows = CheckIn.objects.filter(meets_on=day, held=None, is_cancelled=False)
    rows = rows.exclude(pk=but) if but else rows
    both = rows.filter(host__in=two) | rows.filter(person__in=two)
    for host, person, clock, minutes in both.values_list("host_id", "person_id", "meets_at", "minutes"):
        if clock:
            yield from ((one, slots.minute_of(clock), minutes) for one in (host, person) if one in two)
