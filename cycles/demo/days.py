"""The demo's days: when nobody is at school."""

from datetime import date, timedelta

THURSDAY = 3


def thanksgiving(year: int) -> date:
    """The fourth Thursday of November; schools are closed that day and the next."""
    first = date(year, 11, 1)
    return first + timedelta(days=(THURSDAY - first.weekday()) % 7 + 21)


def workday(day: date, step: int = 1) -> date:
    """`day`, or the nearest day of school in the direction of `step`; other breaks lie far from what is told."""
    while day.weekday() > 4 or 0 <= (day - thanksgiving(day.year)).days < 2:
        day += timedelta(days=step)
    return day
