"""1:1s for tests."""

from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from cycles.confer import access, actions
from cycles.confer.enums import CheckInKind
from cycles.confer.models import CheckIn
from teams.models import Person


def in_days(count: int, school: Any) -> date:
    return timezone.localtime(timezone.now(), school.zone).date() + timedelta(days=count)


def arrange(one: Person, other: Person, session: Any = None, *, days: int | None = 2, **changes: Any) -> CheckIn:
    """The 1:1 of two, in `days` days at ten (None: no time), arranged by the first."""
    pair = access.own_pair(one, other.pk)
    day = None if days is None else in_days(days, pair.school)
    values = {"kind": pair.kinds[0], "session": session, "meets_on": day, "meets_at": time(10) if day else None}
    made = actions.arrange_check_in(pair, **(values | changes), by=one, at=timezone.now())
    return fresh(made)


def fresh(check_in: CheckIn) -> CheckIn:
    return CheckIn.objects.whole().get(pk=check_in.pk)


def note(check_in: CheckIn, by: Person, text: str, *, shared: bool = False, version: int = 0) -> Any:
    author = None if shared else by
    return actions.save_note(fresh(check_in), author=author, text=text, version=version, by=by, at=timezone.now())


FOLLOW_UP = CheckInKind.FOLLOW_UP
