"""What is done around a meeting, as its page shows it: days, states, whose turn it is. Never contents."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from cycles.plan import around
from cycles.plan.around import Circle, People, Standing
from cycles.plan.enums import AFTER_MEETING, DONE_BY_HAND, USUAL_DAYS, MilestoneKind, SessionState
from cycles.plan.models import Milestone, MilestoneDefault, ReflectionSession
from teams.models import Person, School
from teams.templatetags.school_time import day

DATED = (SessionState.SCHEDULED, SessionState.MEETING, SessionState.MET)
CHIPS = {
    Standing.LATER: "quiet",
    Standing.AFTER: "quiet",
    Standing.TODAY: "waiting",
    Standing.DUE_NOW: "waiting",
    Standing.LATE: "waiting",
    Standing.MISSED: "off",
    Standing.DONE: "done",
}


@dataclass(frozen=True)
class AroundStep:
    """One step: `when` is its day in words, `state` and `word` how it stands, `whose` on whom it waits."""

    kind: MilestoneKind
    when: str
    state: str
    word: str
    whose: str
    is_mine: bool
    is_by_hand: bool
    may_finish: bool
    may_reopen: bool

    @property
    def label(self) -> str:
        return str(self.kind.label)


@dataclass(frozen=True)
class Timeline:
    """The steps before and after a meeting, each in the order of their days."""

    before: tuple[AroundStep, ...]
    after: tuple[AroundStep, ...]


def timeline(
    session: ReflectionSession, person: Person, *, sees_names: bool, may_finish: bool, now: datetime
) -> Timeline:
    """Empty where the meeting has no time. At most 14 queries. `session` with its school and team."""
    if session.state not in DATED:
        return Timeline((), ())
    rows = list(Milestone.objects.filter(session=session).order_by("due_on", "pk"))
    circle = Circle([session])
    waiting = {row.kind: around.open_in(MilestoneKind(row.kind), [session], circle).get(session.pk) for row in rows}
    names = people_named(set().union(*(people or () for people in waiting.values()))) if sees_names else {}

    def step(row: Milestone) -> AroundStep:
        standing = around.standing(session, row, waiting[row.kind], now=now)
        people = waiting[row.kind] or around.NOBODY
        is_open = standing not in (Standing.DONE, Standing.MISSED)
        is_ripe = around.is_ripe(session, row, now)
        by_hand = is_ripe and may_finish and row.kind in DONE_BY_HAND
        return AroundStep(
            kind=MilestoneKind(row.kind),
            when=day(row.due_on),
            state=CHIPS[standing],
            word=_word(standing),
            whose=_whose(people, names) if is_open else "",
            is_mine=is_open and is_ripe and person.pk in people,
            is_by_hand=row.is_by_hand,
            # what waits on nobody here is told by what is there
            may_finish=by_hand and row.done_at is None and bool(people),
            may_reopen=by_hand and row.done_at is not None,
        )

    after = [row for row in rows if row.kind in AFTER_MEETING or row.days > 0]
    before = [row for row in rows if row not in after]
    return Timeline(tuple(map(step, before)), tuple(map(step, after)))


def _word(standing: Standing) -> str:
    return {
        Standing.LATER: _("Not yet"),
        Standing.AFTER: _("After the meeting"),
        Standing.TODAY: _("Due today"),
        Standing.DUE_NOW: _("Due now"),
        Standing.LATE: _("Late"),
        Standing.MISSED: _("Not done"),
        Standing.DONE: _("Done"),
    }[standing]


def _whose(people: People, names: dict[int, str]) -> str:
    if names or not people:
        return few(names[pk] for pk in people if pk in names)
    return ngettext("%(count)s person", "%(count)s people", len(people)) % {"count": len(people)}


def people_named(ids: Iterable[int]) -> dict[int, str]:
    """Names of those who still sign in here. 1 query."""
    return dict(Person.objects.filter(pk__in=list(ids), is_active=True).values_list("pk", "name"))


def few(names: Iterable[str]) -> str:
    """ "Ana", "Ana and Ben", "Ana and 4 more": short enough for a button."""
    known = sorted(names)
    if len(known) <= 1:
        return "".join(known)
    if len(known) == 2:
        return _("%(one)s and %(other)s") % {"one": known[0], "other": known[1]}
    return _("%(name)s and %(count)s more") % {"name": known[0], "count": len(known) - 1}


@dataclass(frozen=True)
class UsualDays:
    """What a school, or the district (`school` None), has said itself, and what holds otherwise."""

    school: School | None
    own: dict[MilestoneKind, int]
    otherwise: dict[MilestoneKind, int]
    back: str


def usual_days(school: School | None) -> UsualDays:
    """At most 2 queries."""
    said = MilestoneDefault.objects.filter(school=school).values_list("kind", "days")
    own = {MilestoneKind(kind): count for kind, count in said}
    otherwise = around.usual_days(None) if school else dict(USUAL_DAYS)
    back = reverse("cycles:board") if school else reverse("teams:schools")
    return UsualDays(school, own, otherwise, back)
