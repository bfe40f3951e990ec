"""One card on a person's page, and the words that all cards share."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from cycles.plan.models import ReflectionSession
from teams.templatetags.school_time import school_time

SOON = timedelta(days=3)
FEW = 3


@dataclass(frozen=True)
class Task:
    """One card: what, for which meeting, by when, how long it takes, one button."""

    title: str
    url: str
    action: str
    for_what: str = ""
    due: str = ""
    due_at: datetime | None = None
    minutes: int | None = None
    state: str = ""
    done_so_far: str = ""
    rank: int = 1


def when_of(session: ReflectionSession) -> str:
    """The meeting in words."""
    meets = school_time(session.starts_at, session.cycle.school)
    return _("%(team)s reflection, %(when)s") % {"team": session.team.name, "when": meets}


def state_of(due_at: datetime | None, now: datetime) -> str:
    """Late, waiting (within three days), or neither."""
    if due_at is None:
        return ""
    return "late" if due_at < now else "waiting" if due_at - now < SOON else ""


def by(moment: datetime, session: ReflectionSession) -> str:
    """By when, on the school's clock."""
    return _("by %(when)s") % {"when": school_time(moment, session.cycle.school)}


def end_of(due_on: date, zone: ZoneInfo) -> datetime:
    """The last minute of that day."""
    return datetime.combine(due_on, time(23, 59), tzinfo=zone)
