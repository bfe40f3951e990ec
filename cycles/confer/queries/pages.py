"""The page of one's 1:1s, and the page of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cycles.confer import access
from cycles.confer.access import Pair
from cycles.confer.enums import AROUND_MEETING, CheckInState
from cycles.confer.kits import Kit, Point, kit
from cycles.confer.models import CheckIn, TickedPoint
from cycles.plan.enums import CycleState, SessionState, Step
from cycles.plan.models import HeldCheckIn, ReflectionSession
from cycles.plan.queries import ResourceShown, resources
from teams.models import Person, School

from .notes import Panes, panes

SHOWN_HELD = 30


@dataclass(frozen=True)
class Line:
    """One 1:1 on the list. `is_past`: its time is over, and nobody has said whether they talked."""

    check_in: CheckIn
    name: str
    starts_at: datetime | None
    is_past: bool
    meeting: str

    @property
    def school(self) -> School:
        return self.check_in.school


@dataclass(frozen=True)
class Arrange:
    """Somebody with whom nothing is arranged, by key; `session` is the meeting around which it would be."""

    pair: Pair
    pk: int
    name: str
    session: ReflectionSession | None
    has_talked: bool


@dataclass(frozen=True)
class MyCheckIns:
    """What comes, what waits for a word, with whom nothing is arranged, what was held."""

    past: tuple[Line, ...]
    coming: tuple[Line, ...]
    timeless: tuple[Line, ...]
    arrange: tuple[Arrange, ...]
    talked: tuple[Arrange, ...]
    held: tuple[Line, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.past or self.coming or self.timeless or self.arrange or self.talked or self.held)


def my_check_ins(reader: Person, *, now: datetime) -> MyCheckIns:
    """At most 15 queries, however many people and 1:1s there are."""
    rows = list(access.own_check_ins(reader).filter(is_cancelled=False).order_by("meets_on", "meets_at", "pk"))
    lines = [_line(one, reader, now) for one in rows]
    waiting = [line for line in lines if line.check_in.state != CheckInState.HELD]
    timed = [line for line in waiting if line.starts_at]
    arrange = _arrange(reader, {(line.check_in.host_id, line.check_in.person_id) for line in waiting})
    held = [line for line in lines if line.check_in.state == CheckInState.HELD]
    talked = {(line.check_in.host_id, line.check_in.person_id) for line in held}
    return MyCheckIns(
        past=tuple(line for line in timed if line.is_past),
        coming=tuple(line for line in timed if not line.is_past),
        timeless=tuple(line for line in waiting if not line.starts_at),
        arrange=tuple(one for one in arrange if not one.has_talked),
        talked=tuple(one for one in arrange if one.has_talked and (one.pair.host.pk, one.pair.person.pk) not in talked),
        held=tuple(reversed(held[-SHOWN_HELD:])),
    )


def _line(check_in: CheckIn, reader: Person, now: datetime) -> Line:
    ends_at = check_in.ends_at
    meeting = check_in.session.team.name if check_in.session else ""
    return Line(
        check_in, check_in.other(reader).name, check_in.starts_at, ends_at is not None and ends_at < now, meeting
    )


def _arrange(reader: Person, waiting: set[tuple[int, int]]) -> list[Arrange]:
    """Pairs without a 1:1 that waits, those whose meeting comes first on top."""
    free = [pair for pair in access.pairs(reader) if (pair.host.pk, pair.person.pk) not in waiting]
    sessions = sessions_around(free)
    held = set(
        HeldCheckIn.objects.filter(session__in=[one.pk for one in sessions]).values_list("session_id", "person_id")
    )
    found = []
    for pair in free:
        session = next((one for one in sessions if fits(one, pair)), None)
        is_tick = session is not None and pair.kinds[0] in AROUND_MEETING
        has_talked = is_tick and session is not None and (session.pk, pair.person.pk) in held
        other = pair.other(reader)
        found.append(Arrange(pair, other.pk, other.name, session, has_talked))
    return sorted(found, key=lambda one: (one.session is None, str(one.session and one.session.meets_on), one.name))


def fits(session: ReflectionSession, pair: Pair) -> bool:
    """Whether a pair's 1:1 may be around a meeting: one of a team that ties them, or the school's ILT."""
    if session.cycle.school_id != pair.school.pk:
        return False
    return session.team_id in pair.teams or (not pair.teams and session.team.is_ilt)


def sessions_around(pairs: Iterable[Pair]) -> list[ReflectionSession]:
    """The meetings of open cycles at the pairs' schools, those with a day first. 1 query."""
    schools = {pair.school.pk for pair in pairs}
    rows = ReflectionSession.objects.filter(cycle__school__in=schools, cycle__state=CycleState.OPEN)
    rows = rows.exclude(state=SessionState.CANCELLED).select_related("cycle__school", "cycle__year", "team")
    return sorted(rows, key=lambda one: (one.meets_on is None, str(one.meets_on), one.pk))


@dataclass(frozen=True)
class CheckInPage:
    """One 1:1 as one of its two sees it."""

    check_in: CheckIn
    reader: Person
    other: Person
    kit: Kit
    points: tuple[tuple[Point, bool], ...]
    panes: Panes
    packet_session: ReflectionSession | None
    is_past: bool
    may_again: bool
    resources: tuple[ResourceShown, ...]

    @property
    def state(self) -> CheckInState:
        return self.check_in.state

    @property
    def is_waiting(self) -> bool:
        return self.state in (CheckInState.OPEN, CheckInState.SCHEDULED)

    @property
    def raising(self) -> ReflectionSession | None:
        """The team's meeting for which a line may be raised; the page of it says whether."""
        session = self.check_in.session
        is_ahead = session is not None and session.state not in (SessionState.MET, SessionState.CANCELLED)
        return session if is_ahead and self.check_in.kind in access.WITH_MEMBER else None


def check_in_page(check_in: CheckIn, reader: Person, *, now: datetime) -> CheckInPage:
    """At most 19 queries."""
    ticked = set(TickedPoint.objects.filter(check_in=check_in).values_list("point", flat=True))
    found = kit(check_in.kind)
    ends_at, other = check_in.ends_at, check_in.other(reader)
    is_held = check_in.state == CheckInState.HELD
    return CheckInPage(
        check_in,
        reader,
        other,
        found,
        tuple((point, point.key in ticked) for point in found.checklist),
        panes(check_in, reader),
        access.packet_session(reader, check_in),
        ends_at is not None and ends_at < now,
        is_held and access.pair_with(reader, other.pk) is not None,
        resources(Step.CHECK_IN),
    )
