"""The first page after sign-in: what is asked of me, and by when."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _, ngettext

from cycles.meet import queries as meet_queries
from cycles.plan.enums import SessionState
from teams.models import Person
from teams.templatetags.school_time import school_clock

from .desk import Desk, desk
from .task import Task
from .tasks_of import tasks_of

STRIP_DAYS = 21
NOON, EVENING = 12, 17


@dataclass(frozen=True)
class StripItem:
    """One line of a day; `ahead` is where cards for a meeting are written before it."""

    title: str
    time: str = ""
    url: str = ""
    ahead: str = ""


@dataclass(frozen=True)
class StripDay:
    """A day with something in it, for the calendar strip."""

    day: date
    is_today: bool
    items: list[StripItem] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.day.day

    @property
    def weekday(self) -> str:
        return formats.date_format(self.day, "D")

    @property
    def month(self) -> str:
        return formats.date_format(self.day, "M")


@dataclass(frozen=True)
class Today:
    """The whole page. `tasks[0]` is the main one."""

    greeting: str
    headline: str
    tasks: list[Task]
    strip: list[StripDay]
    has_board: bool
    desk: Desk


def today(person: Person, *, now: datetime) -> Today:
    """Today's page of the person. At most 24 queries, however much is asked of them; half as many for most people."""
    here = desk(person, now=now)
    zone = _zone(here)
    tasks = tasks_of(here)
    return Today(
        greeting(person.first_name, now, zone),
        headline(tasks, now, zone),
        tasks,
        _strip(here, zone),
        here.is_leader or here.is_overseer or bool(here.mine),
        here,
    )


def _zone(here: Desk) -> ZoneInfo:
    """The school's wall clock; for somebody between schools that of the first meeting, else the server's."""
    if here.school:
        return here.school.zone
    return here.mine[0].cycle.school.zone if here.mine else ZoneInfo(timezone.get_current_timezone_name())


def greeting(name: str, now: datetime, zone: ZoneInfo) -> str:
    """ "Good afternoon, Rosa." on the school's clock."""
    hour = timezone.localtime(now, zone).hour
    if hour < NOON:
        return _("Good morning, %(name)s") % {"name": name}
    return (
        _("Good afternoon, %(name)s") % {"name": name}
        if hour < EVENING
        else _("Good evening, %(name)s") % {"name": name}
    )


def _count_word(count: int) -> str:
    words = ["", _("One"), _("Two"), _("Three"), _("Four"), _("Five"), _("Six"), _("Seven"), _("Eight"), _("Nine")]
    return words[count] if count < len(words) else str(count)


def headline(tasks: list[Task], now: datetime, zone: ZoneInfo) -> str:
    """ "Two things before Thursday." where something is due within a week."""
    if not tasks:
        return _("Nothing is waiting for you.")
    count = {"count": _count_word(len(tasks))}
    soon = [task.due_at for task in tasks if task.due_at and now <= task.due_at < now + timedelta(days=6)]
    if len(soon) < len(tasks):
        return ngettext("%(count)s thing for you.", "%(count)s things for you.", len(tasks)) % count
    last = timezone.localtime(max(soon), zone)
    if last.date() == timezone.localtime(now, zone).date():
        return ngettext("%(count)s thing today.", "%(count)s things today.", len(tasks)) % count
    before = {**count, "day": formats.date_format(last, "l")}
    return ngettext("%(count)s thing before %(day)s.", "%(count)s things before %(day)s.", len(tasks)) % before


def _strip(here: Desk, zone: ZoneInfo) -> list[StripDay]:
    first = timezone.localtime(here.now, zone).date()
    days: dict[date, StripDay] = {first: StripDay(first, True)}

    def put(on: date, item: StripItem) -> None:
        if first <= on <= first + timedelta(days=STRIP_DAYS):
            days.setdefault(on, StripDay(on, False)).items.append(item)

    written_ahead = meet_queries.written_ahead(here.mine)
    for session in here.mine:
        if session.meets_on and session.state in (SessionState.SCHEDULED, SessionState.MEETING):
            clock = school_clock(session.starts_at, session.cycle.school)
            where = f"{clock}, {session.place}" if session.place else clock
            title = _("%(team)s reflection") % {"team": session.team.name}
            ahead = reverse("cycles:ahead", args=[session.pk]) if session.pk in written_ahead else ""
            put(session.meets_on, StripItem(title, where, reverse("cycles:session", args=[session.pk]), ahead))
    for talk in here.talks.near:
        if talk.meets_on:
            title = _("1:1 with %(name)s") % {"name": talk.other(here.person).first_name}
            clock = school_clock(talk.starts_at, talk.school)
            put(talk.meets_on, StripItem(title, clock, reverse("cycles:check-in", args=[talk.pk])))
    for step in here.steps:
        put(step.due_on, StripItem(step.text, _("action step due"), reverse("cycles:commitments")))
    found = [one for one in sorted(days.values(), key=lambda one: one.day) if one.items]
    return found[:6]
