"""On whom each step waits, and the reminders made from that. The verbs above watch their own steps."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cycles.plan.enums import AFTER_MEETING, MilestoneKind, SessionState
from cycles.plan.models import Milestone, ReflectionSession
from teams import notices as teams_notices
from teams.models import Notice, Person
from teams.notices import Mail
from teams.templatetags.school_time import day, school_time

from .circle import NOBODY, Circle, People

Waiting = Callable[[Sequence[ReflectionSession], Circle], dict[int, People]]


@dataclass(frozen=True)
class Words:
    """What a reminder says. `%(team)s`, `%(when)s` (the meeting) and `%(due)s` stand for themselves."""

    subject: str | Promise
    lines: tuple[str | Promise, ...]
    action: str | Promise
    address: Callable[[ReflectionSession], str]


@dataclass(frozen=True)
class Watch:
    """A kind of step: its notice, and `waiting(sessions, circle)`, which tells by session on whom it still waits."""

    kind: MilestoneKind
    notice: str
    waiting: Waiting
    words: Words


WATCHES: dict[MilestoneKind, Watch] = {}


def watch(kind: MilestoneKind, *, notice: str, label: str | Promise, waiting: Waiting, words: Words) -> None:
    """Make a step known; from `notices` of the verb that knows when it is done.

    `waiting` asks the truth for many sessions at once, in a constant number of queries; a session that is
    done with its step is left out.
    """
    WATCHES[kind] = Watch(kind, notice, waiting, words)

    def mail(row: Notice) -> Mail:
        return letter(row, kind)

    teams_notices.register(
        notice, label=label, still_wanted=_still_waits(kind), wanted_among=_waiting_among(kind), render=mail
    )


def letter(notice: Notice, kind: MilestoneKind, *, first: str = "") -> Mail:
    """The mail about a step; `first` is a line that goes before its own."""
    session, words = session_of(notice), WATCHES[kind].words
    if session is None:
        raise LookupError(notice.thing)
    due_on = Milestone.objects.filter(session=session, kind=kind).values_list("due_on", flat=True).first()
    when = school_time(session.starts_at, session.cycle.school)
    put = {"team": session.team.name, "when": when, "due": day(due_on)}
    return teams_notices.letter(
        notice,
        subject=str(words.subject) % put,
        lines=[*([first] if first else []), *(str(line) % put for line in words.lines)],
        facts=[(_("Meeting"), when), (_("Due"), day(due_on))],
        action=(str(words.action), words.address(session)),
    )


def waiting_for(
    kind: MilestoneKind, sessions: Sequence[ReflectionSession], circle: Circle | None = None
) -> dict[int, People]:
    """On whom the step waits, by session; nobody where it is done. What was said to be done by hand is not asked."""
    found = open_in(kind, sessions, circle or Circle(sessions))
    return {session.pk: found.get(session.pk, NOBODY) for session in sessions}


def open_in(kind: MilestoneKind, sessions: Sequence[ReflectionSession], circle: Circle) -> dict[int, People]:
    """The same for those sessions only where the step is not done; nobody may be there on whom it could wait."""
    return WATCHES[kind].waiting(sessions, circle)


def occurrence(milestone: Milestone) -> str:
    """Names the day that a reminder was made for: a meeting moved within its day repeats none."""
    return milestone.due_on.isoformat()


def is_ripe(session: ReflectionSession, milestone: Milestone, at: datetime) -> bool:
    """Whether it can be done now: what comes after the meeting needs it to have met, the rest to be ahead.

    A 1:1 that was not held before is held after.
    """
    if milestone.kind in AFTER_MEETING or milestone.days > 0:
        return session.state == SessionState.MET
    if session.has_begun:
        return milestone.kind == MilestoneKind.CHECK_INS
    return session.state == SessionState.SCHEDULED and session.starts_at is not None and session.starts_at > at


def session_of(notice: Notice) -> ReflectionSession | None:
    """The session that a notice is about, with what `Circle` needs."""
    return teams_notices.load(notice, ReflectionSession, "cycle__school", "team")


def waits_on(notice: Notice, kind: MilestoneKind) -> Milestone | None:
    """The step, where it still waits on the notice's person; None where it does not."""
    session = session_of(notice)
    milestone = Milestone.objects.filter(session=session, kind=kind, done_at=None).first() if session else None
    if session is None or milestone is None or not is_ripe(session, milestone, timezone.now()):
        return None
    return milestone if notice.person_id in waiting_for(kind, [session])[session.pk] else None


def _still_waits(kind: MilestoneKind) -> Callable[[Notice], bool]:
    def wanted(notice: Notice) -> bool:
        milestone = waits_on(notice, kind)
        return milestone is not None and occurrence(milestone) == notice.occurrence

    return wanted


def _waiting_among(kind: MilestoneKind) -> Callable[[Sequence[Notice]], set[int]]:
    """The same for many notices at once: two queries, and those that the step asks of any number of sessions."""

    def wanted(rows: Sequence[Notice]) -> set[int]:
        found = teams_notices.load_all(rows, ReflectionSession, "cycle__school", "team")
        open_rows = Milestone.objects.filter(session__in=list(found.values()), kind=kind, done_at=None)
        steps = {step.session_id: step for step in open_rows}
        now = timezone.now()
        ripe = [one for one in found.values() if one.pk in steps and is_ripe(one, steps[one.pk], now)]
        waiting = waiting_for(kind, ripe)
        told = {
            (teams_notices.thing_key(one), occurrence(steps[one.pk]), person)
            for one in ripe
            for person in waiting[one.pk]
        }
        return {row.pk for row in rows if (row.thing, row.occurrence, row.person_id) in told}

    return wanted


# --- putting and taking back


@transaction.atomic
def remind(session: ReflectionSession, *, at: datetime, kinds: Collection[str] | None = None) -> None:
    """Put the reminders of what is not done yet, for the mornings ahead; never for one that has passed.

    To everyone on whom a step waits now; whether it still does is asked again when the notice is due.
    """
    rows = Milestone.objects.filter(session=session, done_at=None)
    due = [row for row in rows if (kinds is None or row.kind in kinds) and _morning(session, row) > at]
    circle = Circle([session])
    waiting = {row.kind: waiting_for(MilestoneKind(row.kind), [session], circle)[session.pk] for row in due}
    people = Person.objects.in_bulk(set().union(*waiting.values()))
    for row in due:
        teams_notices.put_many(
            WATCHES[MilestoneKind(row.kind)].notice,
            thing=session,
            people=[people[pk] for pk in sorted(waiting[row.kind])],
            due_at=_morning(session, row),
            at=at,
            occurrence=occurrence(row),
            school=session.cycle.school,
        )


def _morning(session: ReflectionSession, milestone: Milestone) -> datetime:
    return teams_notices.morning_of(session.cycle.school, milestone.due_on)


def forget(session: ReflectionSession, kinds: Iterable[str], *, at: datetime, reason: str) -> None:
    """Take back what is unsent of these steps, in the caller's transaction. `reason` as in `teams.notices.void`."""
    teams_notices.void(session, at=at, kinds=[WATCHES[MilestoneKind(kind)].notice for kind in kinds], reason=reason)
