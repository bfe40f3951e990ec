"""How a dated relationship ends: access ends with it, the same day."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from teams.models.dated import Dated

from .refusals import EndsBeforeStart, StepTaken


def day_of(at: datetime) -> date:
    """The day on which something done at `at` begins to hold."""
    return timezone.localdate(at)


def last_day_before(at: datetime) -> date:
    """The last day of what ends at once: yesterday, so that it does not hold today."""
    return day_of(at) - timedelta(days=1)


def close(row: Dated, *, last_day: date) -> None:
    """Let a relationship hold until `last_day`; one that would then never have held goes away.

    Compare-and-set on the end that the caller read: raises `StepTaken` where somebody changed it meanwhile.
    """
    unchanged: QuerySet[Any] = type(row)._default_manager.filter(pk=row.pk, ends_on=row.ends_on)
    never_held = last_day < row.starts_on
    changed = unchanged.delete()[0] if never_held else unchanged.update(ends_on=last_day)
    if not changed:
        raise StepTaken
    row.ends_on = last_day


def close_all(rows: QuerySet[Any], *, last_day: date) -> int:
    """Let all of `rows` hold until `last_day` at the latest."""
    later = rows.filter(Q(ends_on=None) | Q(ends_on__gt=last_day))
    gone = later.filter(starts_on__gt=last_day).delete()[0]
    return int(gone) + int(later.update(ends_on=last_day))


def check_order(starts_on: date, ends_on: date | None) -> None:
    """Refuse an end before the start."""
    if ends_on is not None and ends_on < starts_on:
        raise EndsBeforeStart
