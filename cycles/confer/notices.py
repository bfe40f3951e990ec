"""What the two of a 1:1 are told: invited, changed, cancelled, tomorrow. Rows in the transaction of the change.

A time comes into each one's calendar by the way that they chose: with these mails, or through their feed.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy, gettext_noop

from cycles.plan import beside, slots, turns
from cycles.plan.calendar import Item
from cycles.plan.enums import CalendarWay
from cycles.plan.mails import TAKES_BACK
from cycles.plan.models import CalendarChoice
from cycles.plan.notices import TOLD
from teams import notices as teams_notices
from teams.enums import NoticeState
from teams.models import Notice, Person

from . import access, mails
from .enums import CheckInState
from .models import CheckIn

INVITED = "check-in-invitation"
CHANGED = "check-in-change"
CANCELLED = "check-in-cancellation"
TOMORROW = "check-in-tomorrow"
TO_FEED = "check-in-to-feed"
TO_MAIL = "check-in-to-mail"
# one of a series that lies further ahead is announced when it comes near
NEAR = timedelta(days=14)


def _two(check_in: CheckIn) -> list[Person]:
    return [one for one in (check_in.host, check_in.person) if one.is_active]


def _told(check_in: CheckIn) -> set[int]:
    """Who holds a word of its time that no later cancellation took back. One query."""
    kinds = [INVITED, CHANGED, TO_MAIL, CANCELLED]
    rows = Notice.objects.filter(thing=teams_notices.thing_key(check_in), kind__in=kinds, state__in=TOLD)
    last: dict[int, tuple[tuple[int, int], bool]] = {}
    for row in rows:
        word = (turns.rank(row), row.kind == CANCELLED)
        last[row.person_id] = max(word, last.get(row.person_id, word))
    return {person for person, (_rank, is_off) in last.items() if not is_off}


def _key(check_in: CheckIn) -> str:
    return f"{check_in.meets_on:%Y-%m-%d}T{check_in.meets_at:%H:%M}"


def _put(kind: str, check_in: CheckIn, people: Iterable[Person], *, due_at: datetime, at: datetime) -> None:
    teams_notices.put_many(
        kind,
        thing=check_in,
        people=people,
        due_at=due_at,
        at=at,
        occurrence=str(check_in.version),
        school=check_in.school,
    )


def announce(check_in: CheckIn, *, at: datetime) -> None:
    """Tell both its time: what is unsent is void, who knew an earlier one gets one change. Nothing without a time."""
    starts_at = check_in.starts_at
    if starts_at is None or check_in.meets_on is None:
        return
    known = _told(check_in)
    forget(check_in, at=at, reason=gettext_noop("The 1:1 was moved."))
    due_at = at
    if check_in.series_id and starts_at - NEAR > at:
        due_at = teams_notices.morning_of(check_in.school, check_in.meets_on - NEAR)
    two = _two(check_in)
    _put(CHANGED, check_in, [one for one in two if one.pk in known], due_at=at, at=at)
    _put(INVITED, check_in, [one for one in two if one.pk not in known], due_at=due_at, at=at)
    remind(check_in, at=at)


def remind(check_in: CheckIn, *, at: datetime) -> None:
    """Put the reminder on the school day before; left out where that morning has passed."""
    day = check_in.meets_on
    if day is None or check_in.state != CheckInState.SCHEDULED:
        return
    due_at = teams_notices.morning_of(check_in.school, slots.school_days(check_in.school).before(day, 1))
    if due_at > at:
        teams_notices.put_many(
            TOMORROW,
            thing=check_in,
            people=_two(check_in),
            due_at=due_at,
            at=at,
            occurrence=_key(check_in),
            school=check_in.school,
        )


def forget(check_in: CheckIn, *, at: datetime, reason: str) -> None:
    teams_notices.void(check_in, at=at, reason=reason)


def announce_cancellation(check_in: CheckIn, *, at: datetime) -> None:
    """Take back everything unsent, and tell those who had been told."""
    known = _told(check_in)
    forget(check_in, at=at, reason=gettext_noop("The 1:1 was cancelled."))
    if check_in.meets_on:
        _put(CANCELLED, check_in, [one for one in _two(check_in) if one.pk in known], due_at=at, at=at)


# --- still wanted?


def _is_ahead(check_in: CheckIn | None) -> bool:
    if check_in is None or check_in.state != CheckInState.SCHEDULED:
        return False
    starts_at = check_in.starts_at
    return starts_at is not None and starts_at > timezone.now()


def _is_current(notice: Notice) -> bool:
    check_in = mails.check_in_of(notice)
    return check_in is not None and _is_ahead(check_in) and check_in.version == turns.rank(notice)[0]


def _is_off(notice: Notice) -> bool:
    check_in = mails.check_in_of(notice)
    return check_in is not None and check_in.is_cancelled and check_in.version == turns.rank(notice)[0]


def _is_tomorrow(notice: Notice) -> bool:
    check_in = mails.check_in_of(notice)
    return check_in is not None and _is_ahead(check_in) and _key(check_in) == notice.occurrence


def _is_by_mail(notice: Notice) -> bool:
    has_feed = CalendarChoice.objects.filter(person=notice.person_id, way=CalendarWay.FEED).exists()
    return not has_feed and _is_current(notice)


def _is_by_feed(notice: Notice) -> bool:
    return CalendarChoice.objects.filter(person=notice.person_id, way=CalendarWay.FEED).exists()


# --- by one way only


class InCalendars:
    """1:1s beside the teams' meetings: in the feed, or by mail, never both."""

    def happenings(self, person: Person, *, since: datetime) -> list[Item]:
        """At most 5 queries."""
        rows = access.own_check_ins(person).filter(meets_on__gte=since.date()).order_by("meets_on", "meets_at", "pk")
        found = ((row, mails.happening_of(row, person)) for row in rows)
        return [Item(happening, row.changed_at) for row, happening in found if happening]

    def take_out(self, choice: CalendarChoice, *, at: datetime) -> None:
        """One mail for each 1:1 ahead that came by mail; a cancellation under way takes it out itself."""
        for check_in in self._ahead(choice.person, at):
            waiting = Notice.objects.filter(
                thing=teams_notices.thing_key(check_in), kind=CANCELLED, person=choice.person, state=NoticeState.DUE
            )
            if not waiting.update(payload={TAKES_BACK: True}) and choice.person_id in _told(check_in):
                teams_notices.put(
                    TO_FEED,
                    thing=choice,
                    person=choice.person,
                    due_at=at,
                    at=at,
                    occurrence=f"{check_in.pk}.{choice.turns}",
                    school=check_in.school,
                    payload={"check_in": check_in.pk},
                )

    def bring_by_mail(self, choice: CalendarChoice, *, at: datetime) -> None:
        """One mail for each 1:1 ahead; an invitation not sent yet brings it anyway."""
        teams_notices.void(choice, kinds=[TO_FEED], at=at, reason=gettext_noop("The person chose e-mail again."))
        for check_in in self._ahead(choice.person, at):
            waiting = Notice.objects.filter(
                thing=teams_notices.thing_key(check_in), kind__in=[INVITED, CHANGED], state=NoticeState.DUE
            )
            if check_in.state == CheckInState.SCHEDULED and not waiting.filter(person=choice.person).exists():
                teams_notices.put(
                    TO_MAIL,
                    thing=check_in,
                    person=choice.person,
                    due_at=at,
                    at=at,
                    occurrence=f"{check_in.version}.{choice.turns}",
                    school=check_in.school,
                )

    def _ahead(self, person: Person, at: datetime) -> list[CheckIn]:
        """Also one that began within the last day: its mail may still be on the way."""
        rows = CheckIn.objects.whole().of(person).filter(meets_on__gte=(at - timedelta(days=2)).date())
        return [one for one in rows.order_by("pk") if one.starts_at and one.starts_at > at - timedelta(days=1)]


def register() -> None:
    """Make the kinds known; called from `CyclesConfig.ready`. That two meet is nobody else's to see."""
    for kind, label, wanted, render in (
        (INVITED, gettext_lazy("A 1:1 was arranged"), _is_current, mails.invitation),
        (CHANGED, gettext_lazy("A 1:1 was moved"), _is_current, mails.change),
        (CANCELLED, gettext_lazy("A 1:1 was cancelled"), _is_off, mails.cancellation),
        (TO_FEED, gettext_lazy("A 1:1 moved to your feed"), _is_by_feed, mails.to_feed),
        (TO_MAIL, gettext_lazy("A 1:1 for your calendar"), _is_by_mail, mails.to_mail),
    ):
        teams_notices.register(
            kind, label=label, still_wanted=wanted, render=render, is_optional=False, stale_after=None,
            is_confidential=True,
        )  # fmt: skip
    teams_notices.register(
        TOMORROW,
        label=gettext_lazy("Reminder of a 1:1 on the next day"),
        still_wanted=_is_tomorrow,
        render=mails.tomorrow,
        is_confidential=True,
    )
    beside.register("check-ins", InCalendars())


register()
