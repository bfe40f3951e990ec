"""The planner: the weeks around the term's close, with every meeting of the cycle on its day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.db.models import Count, Q

from cycles.plan import access, slots
from cycles.plan.enums import CycleState, PollState, Reply, SessionState
from cycles.plan.models import ContractDay, Cycle, Invitation, ReflectionSession, SlotPoll
from cycles.plan.slots import Frame, Proposed
from teams.enums import BlockKind
from teams.models import Person

from .clashes import about_people
from .slots import Board, board, contract_day

CHIPS = {
    SessionState.PLANNED: "waiting",
    SessionState.SCHEDULED: "quiet",
    SessionState.MEETING: "active",
    SessionState.MET: "done",
    SessionState.CANCELLED: "off",
}
FIXED = (SessionState.MEETING, SessionState.MET)


@dataclass(frozen=True)
class Card:
    """One meeting on the planner. `meets_on` is its day or the one proposed; `reason` why that is proposed,
    `clash` what stands against a time that somebody chose.

    `is_beyond` says that it reaches beyond the contract day, `earlier` when the team met in the cycle before,
    `poll` which poll about its time is open.
    """

    session: ReflectionSession
    chip: str
    is_proposed: bool
    meets_on: date | None
    meets_at: time | None
    ends_at: time | None
    reason: str
    clash: str
    is_beyond: bool
    earlier: date | None
    asked: int
    coming: int
    declined: int
    has_packet: bool
    may_edit: bool
    poll: int | None

    @property
    def shown(self) -> str:
        """Names the slot on the page, so that what is confirmed is what was seen."""
        return f"{self.meets_on:%Y-%m-%d}T{self.meets_at:%H:%M}" if self.meets_on and self.meets_at else ""


@dataclass(frozen=True)
class Day:
    """A school day with its meetings. `closed` and `testing` are the names of what is on then.

    `is_again` says that the same testing window was named on the day before; `is_close` marks the last school day of
    the term.
    """

    day: date
    is_today: bool
    is_past: bool
    is_close: bool
    closed: str
    testing: str
    is_again: bool
    note: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Week:
    """Monday to Friday."""

    monday: date
    days: tuple[Day, ...]

    @property
    def is_empty(self) -> bool:
        return not any(day.cards for day in self.days)

    @property
    def closed(self) -> str:
        """The name of the break that takes the whole week."""
        names = {day.closed for day in self.days}
        return names.pop() if len(names) == 1 else ""


@dataclass(frozen=True)
class Planner:
    """A cycle's planner. `loose` are meetings without a day; `beyond` are proposals that need the leader's word."""

    cycle: Cycle
    weeks: tuple[Week, ...]
    loose: tuple[Card, ...]
    total: int
    proposed: int
    beyond: int
    untimed: int
    may_edit: bool
    is_open: bool
    hours: ContractDay


def planner(cycle: Cycle, person: Person, *, today: date) -> Planner:
    """The weeks and all meetings, proposals as they are true now. At most 14 queries, however many teams."""
    standing = access.Standing(person)
    own = access.sessions_where(standing.leads_school | standing.leads_team).filter(cycle=cycle)
    editable = set(own.values_list("pk", flat=True))
    found = board(cycle, today=today)
    proposed = found.proposed()
    cancelled = cycle.sessions.filter(state=SessionState.CANCELLED).select_related("team", "follows")
    rows, answers, polls = [*found.sessions, *cancelled], _answers(cycle), _polls(cycle)
    clashing = _clashing(found, proposed)
    cards = [
        _card(
            row, proposed.get(row.pk), found.frame, answers.get(row.pk, {}), clash=clashing.get(row.pk, ""),
            poll=polls.get(row.pk), may_edit=row.pk in editable,
        )
        for row in rows
    ]  # fmt: skip
    cards.sort(key=lambda card: (card.meets_at or time.min, card.session.team.is_ilt, card.session.team.name))
    return Planner(
        cycle=cycle,
        weeks=_weeks(found.frame, cards, today),
        loose=tuple(card for card in cards if card.meets_on is None),
        total=len(cards),
        proposed=sum(card.is_proposed for card in cards),
        beyond=sum(card.is_proposed and card.is_beyond for card in cards),
        untimed=sum(card.session.state == SessionState.PLANNED for card in cards),
        may_edit=standing.led_school == cycle.school,
        is_open=cycle.state == CycleState.OPEN,
        hours=contract_day(cycle.school),
    )


def _clashing(found: Board, proposed: Mapping[int, Proposed]) -> dict[int, str]:
    """The first thing that stands against each time that somebody set or chose; nothing stands against proposals."""
    diary, told = found.diary(proposed), {}
    over = {one.pk for one in found.sessions if one.state in FIXED}
    for key, booking in diary.bookings.items():
        if booking.is_ours and not booking.is_soft and key not in over:
            clashes = about_people(found, found.wants[key], booking, diary)
            told[key] = next((one.text for one in clashes if not one.is_mark), "")
    return told


def _answers(cycle: Cycle) -> dict[int, dict[str, int]]:
    counted = cycle.sessions.annotate(
        asked=Count("invitations"),
        coming=Count("invitations", filter=Q(invitations__reply=Reply.YES)),
        declined=Count("invitations", filter=Q(invitations__reply=Reply.NO)),
    )
    rows = counted.order_by().values_list("pk", "asked", "coming", "declined")
    return {pk: {"asked": asked, "coming": coming, "declined": no} for pk, asked, coming, no in rows}


def _polls(cycle: Cycle) -> dict[int, int]:
    rows = SlotPoll.objects.filter(session__cycle=cycle, state=PollState.OPEN)
    return dict(rows.values_list("session_id", "pk"))


def _card(
    session: ReflectionSession,
    told: Proposed | None,
    frame: Frame,
    counts: Mapping[str, int],
    *,
    clash: str,
    poll: int | None,
    may_edit: bool,
) -> Card:
    is_off = session.state == SessionState.CANCELLED
    stands: Any = told.slot if told else session
    day, clock = (None, None) if is_off else (stands.meets_on, stands.meets_at)
    start = slots.minute_of(clock) if clock else 0
    return Card(
        session=session,
        chip=CHIPS[SessionState(session.state)],
        is_proposed=told is not None,
        meets_on=day,
        meets_at=clock,
        ends_at=slots.time_of((start + stands.minutes) % 1440) if clock else None,
        reason=slots.sentence(told.reason) if told else "",
        clash=clash,
        is_beyond=clock is not None and frame.is_beyond(start, stands.minutes),
        earlier=session.follows.meets_on if session.follows else None,
        asked=counts.get("asked", 0),
        coming=counts.get("coming", 0),
        declined=counts.get("declined", 0),
        has_packet=session.packet_id is not None,
        may_edit=may_edit and session.state not in FIXED,
        poll=poll,
    )


def _weeks(frame: Frame, cards: Iterable[Card], today: date) -> tuple[Week, ...]:
    """From four weeks before the close to four after; longer where a meeting lies outside."""
    by_day: dict[date, list[Card]] = defaultdict(list)
    for card in cards:
        if card.meets_on is not None:
            by_day[card.meets_on].append(card)
    first, last = min([frame.first, *by_day]), max([frame.last, *by_day])
    monday, weeks = first - timedelta(days=first.weekday()), []
    while monday <= last:
        days = (monday + timedelta(days=shift) for shift in range(7))
        shown = tuple(_day(frame, day, by_day, today) for day in days if day.weekday() < 5 or day in by_day)
        weeks.append(Week(monday, shown))
        monday += timedelta(days=7)
    return tuple(weeks)


def _day(frame: Frame, day: date, by_day: Mapping[date, list[Card]], today: date) -> Day:
    closing, testing = frame.closing(day), frame.testing(day)
    learning = next((one for one in frame.blocks if one.kind == BlockKind.LEARNING and one.covers(day)), None)
    return Day(
        day=day,
        is_today=day == today,
        is_past=day < today,
        is_close=day == frame.closes_on - timedelta(days=max(0, frame.closes_on.weekday() - 4)),
        closed=closing.name if closing else "",
        testing=testing.name if testing else "",
        is_again=testing is not None and day.weekday() > 0 and testing.covers(day - timedelta(days=1)),
        note=learning.name if learning else "",
        cards=tuple(by_day.get(day, ())),
    )


def invitations(session: ReflectionSession) -> list[Invitation]:
    """Everyone invited with their answer, guests last. One query."""
    return list(session.invitations.select_related("person").order_by("is_guest", "person__name", "pk"))
