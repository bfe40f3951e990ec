"""1:1s that are still open when a person is replaced: that they are, never what they hold.

The one who leaves takes no notes along, and none go to the successor: their 1:1s end, and the successor gets new ones
with the same people, without a time and without a word in them.
"""

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy, ngettext

from teams import handover
from teams.handover import Held
from teams.models import Person, School

from . import actions
from .access import Pair
from .enums import CheckInKind
from .models import CheckIn


def _open(person: Person, schools: QuerySet[School], since: date) -> QuerySet[CheckIn]:
    """1:1s from `since` on, or without a day, that were not held yet."""
    rows = CheckIn.objects.whole().of(person).pending().filter(school__in=schools)
    return rows.filter(Q(meets_on=None) | Q(meets_on__gte=since)).order_by("meets_on", "pk")


def _held(person: Person, schools: QuerySet[School], since: date) -> list[Held]:
    count = _open(person, schools, since).count()
    words = ngettext("%(count)s open 1:1", "%(count)s open 1:1s", count) % {"count": count}
    return [Held(words)] if count else []


def _hand_over(
    person: Person, *, successor: Person, schools: QuerySet[School], since: date, by: Person, at: datetime
) -> int:
    rows = list(_open(person, schools, since))
    others: dict[int, CheckIn] = {}
    for row in rows:
        others.setdefault(row.other(person).pk, row)
        actions.cancel_check_in(row, by=by, at=at)
    for pk, row in others.items():
        if pk != successor.pk:
            actions.arrange_again(_pair(row, person, successor), like=row, by=by, at=at)
    return len(rows)


def _pair(row: CheckIn, person: Person, successor: Person) -> Pair:
    """The successor takes the place that gives the pair a moment after this."""
    host, other = (successor if one.pk == person.pk else one for one in (row.host, row.person))
    return Pair(host, other, row.school, (CheckInKind(row.kind),))


handover.register("check-ins", label=gettext_lazy("1:1s"), held=_held, hand_over=_hand_over)
