"""What people are told of a session: invited, changed, cancelled, tomorrow. Rows in the transaction of the change."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, gettext_noop

from teams import notices as teams_notices
from teams.enums import NoticeState
from teams.models import Notice, Person
from teams.notices import Mail

from . import around, mails, slots, turns
from .around import nudging, steps
from .enums import CycleState, Reply, SessionState
from .models import Cycle, Invitation, ReflectionSession

INVITED = "session-invitation"
CHANGED = "session-change"
CANCELLED = "session-cancellation"
TOMORROW = "session-tomorrow"
CYCLE_OPENED = "cycle-opened"
TOLD = (NoticeState.SENT, NoticeState.SENDING)


@dataclass(frozen=True)
class Before:
    """A reminder that every invited person gets some school days before the meeting, whatever they have done."""

    kind: str
    days: int


REMINDERS: list[Before] = []


def remind_before(
    kind: str,
    *,
    label: str | Promise,
    days: int,
    still_wanted: Callable[[Notice], bool],
    render: Callable[[Notice], Mail],
) -> None:
    """Register `kind`, put for everyone invited `days` school days before each meeting.

    The row's thing is the session. That the session still meets then, and the person is still invited, is asked here;
    `still_wanted` adds what only the caller knows. What somebody has to do by a day is a step: `around.watch`.
    """

    def wanted(notice: Notice) -> bool:
        return is_on_as_told(notice) and still_wanted(notice)

    teams_notices.register(kind, label=label, still_wanted=wanted, render=render)
    if kind not in [reminder.kind for reminder in REMINDERS]:
        REMINDERS.append(Before(kind, days))


# --- putting and taking back


def moment_key(session: ReflectionSession) -> str:
    """Names the time that a reminder was made for."""
    return f"{session.meets_on:%Y-%m-%d}T{session.meets_at:%H:%M}"


def told_people(session: ReflectionSession) -> set[int]:
    """Who holds an invitation or change in their mailbox that no later cancellation took back. One query."""
    kinds = [INVITED, CHANGED, CANCELLED]
    rows = Notice.objects.filter(thing=teams_notices.thing_key(session), kind__in=kinds, state__in=TOLD)
    last: dict[int, tuple[tuple[int, int], bool]] = {}
    for row in rows:
        word = (turns.rank(row), row.kind == CANCELLED)
        last[row.person_id] = max(word, last.get(row.person_id, word))
    return {person for person, (_rank, is_off) in last.items() if not is_off}


def announce_time(
    session: ReflectionSession, people: Iterable[Person], *, leavers: Iterable[Person] = (), at: datetime
) -> None:
    """Tell the session's time: what is unsent is void, who knew an earlier one gets one change, others one invitation.

    `people` are all who are invited, `leavers` those who no longer are. Reminders are made anew for the new time.
    """
    asked = list(people)
    known = told_people(session)
    teams_notices.void(session, at=at, reason=gettext_noop("The meeting was moved."))
    school = session.cycle.school
    for kind, group in (
        (CHANGED, [person for person in asked if person.pk in known]),
        (INVITED, [person for person in asked if person.pk not in known]),
        (CANCELLED, [person for person in leavers if person.pk in known]),
    ):
        teams_notices.put_many(
            kind, thing=session, people=group, due_at=at, at=at, occurrence=str(session.version), school=school
        )
    remind(session, asked, at=at)


def announce_to(session: ReflectionSession, people: Iterable[Person], *, at: datetime) -> None:
    """Invite people who join a session that has its time already; who had left and returns hears of it anew."""
    asked = list(people)
    left = Notice.objects.filter(thing=teams_notices.thing_key(session), kind=CANCELLED, person__in=asked)
    returning = set(left.values_list("person_id", flat=True))
    turns.raise_for(person for person in asked if person.pk in returning)
    turns.put(INVITED, session, asked, at=at)
    remind(session, asked, at=at)


def announce_leaving(session: ReflectionSession, leavers: Iterable[Person], *, at: datetime) -> None:
    """Tell people that a session goes on without them: what is unsent is void, who had been told is told."""
    known = told_people(session)
    gone = list(leavers)
    for person in gone:
        teams_notices.void(session, person=person, at=at, reason=gettext_noop("The person is no longer invited."))
    told = [person for person in gone if person.pk in known]
    turns.raise_for(told)
    turns.put(CANCELLED, session, told, at=at)


def remind(session: ReflectionSession, people: Iterable[Person], *, at: datetime) -> None:
    """Put the reminders before the meeting, and those of its steps; those whose morning has passed are left out."""
    school, day = session.cycle.school, session.meets_on
    if day is None:
        return
    around.remind(session, at=at)
    asked = list(people)
    days = slots.school_days(school)
    for reminder in REMINDERS:
        due_at = teams_notices.morning_of(school, days.before(day, reminder.days))
        if due_at > at:
            teams_notices.put_many(
                reminder.kind,
                thing=session,
                people=asked,
                due_at=due_at,
                at=at,
                occurrence=moment_key(session),
                school=school,
            )


def announce_cancellation(session: ReflectionSession, people: Iterable[Person], *, at: datetime) -> None:
    """Take back everything unsent about the session, and tell those who had been told."""
    known = told_people(session)
    teams_notices.void(session, at=at, reason=gettext_noop("The meeting was cancelled."))
    teams_notices.put_many(
        CANCELLED,
        thing=session,
        people=[person for person in people if person.pk in known],
        due_at=at,
        at=at,
        occurrence=str(session.version),
        school=session.cycle.school,
    )


def tell_opened(cycle: Cycle, people: Iterable[Person], *, at: datetime) -> None:
    """Tell the school's leaders that the calendar opened a cycle."""
    teams_notices.put_many(CYCLE_OPENED, thing=cycle, people=people, due_at=at, at=at, school=cycle.school)


# --- still wanted?


def session_of(notice: Notice) -> ReflectionSession | None:
    """The session that a notice is about, with school, team and facilitator."""
    return teams_notices.load(notice, ReflectionSession, "cycle__school", "team", "facilitator")


def _is_ahead(session: ReflectionSession) -> bool:
    starts_at = session.starts_at
    return session.state == SessionState.SCHEDULED and starts_at is not None and starts_at > timezone.now()


def _is_asked(notice: Notice, session: ReflectionSession) -> bool:
    return Invitation.objects.filter(session=session, person_id=notice.person_id).exists()


def is_on_as_told(notice: Notice) -> bool:
    """The session is still ahead at the time that the reminder was made for, and the person still invited."""
    session = session_of(notice)
    return (
        session is not None
        and _is_ahead(session)
        and moment_key(session) == notice.occurrence
        and _is_asked(notice, session)
    )


def is_coming(notice: Notice) -> bool:
    """The person has not said that they cannot come."""
    session = session_of(notice)
    said_no = Invitation.objects.filter(session=session, person_id=notice.person_id, reply=Reply.NO)
    return not said_no.exists()


def is_current(notice: Notice) -> bool:
    """The session is ahead, nothing newer was announced, and the person is still invited."""
    session = session_of(notice)
    return (
        session is not None
        and _is_ahead(session)
        and session.version == turns.rank(notice)[0]
        and _is_asked(notice, session)
    )


def _is_called_off(notice: Notice) -> bool:
    session = session_of(notice)
    if session is None or session.version != turns.rank(notice)[0]:
        return False
    return session.state == SessionState.CANCELLED or not _is_asked(notice, session)


def _is_open(notice: Notice) -> bool:
    cycle = teams_notices.load(notice, Cycle)
    return cycle is not None and cycle.state == CycleState.OPEN


def register() -> None:
    """Make the kinds known; called from `CyclesConfig.ready`."""
    for kind, label, wanted, render in (
        (INVITED, gettext_lazy("Invitation to a meeting"), is_current, mails.invitation),
        (CHANGED, gettext_lazy("A meeting was changed"), is_current, mails.change),
        (CANCELLED, gettext_lazy("A meeting was cancelled"), _is_called_off, mails.cancellation),
        (CYCLE_OPENED, gettext_lazy("A cycle has opened"), _is_open, mails.opened),
    ):
        teams_notices.register(
            kind,
            label=label,
            still_wanted=wanted,
            render=render,
            is_optional=False,
            is_urgent=kind != CYCLE_OPENED,
            stale_after=None,
        )
    remind_before(
        TOMORROW,
        label=gettext_lazy("Reminder on the school day before"),
        days=1,
        still_wanted=is_coming,
        render=mails.tomorrow,
    )
    steps.register()
    nudging.register()


register()
