"""Lines to be raised: for which group, how they stand, and what was released."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from cycles.confer import access, slips
from cycles.confer.enums import LineState
from cycles.confer.models import RaisedLine, RaiseSlip
from cycles.plan.enums import SessionState
from cycles.plan.models import ReflectionSession
from cycles.prepare import access as prepare_access
from cycles.prepare.queries.pool import SMALLEST_GROUP
from teams.enums import TeamKind
from teams.models import Person

BEGUN = Q(state__in=(SessionState.MEETING, SessionState.MET)) | Q(begun_at__isnull=False)
OVER = BEGUN | Q(state=SessionState.CANCELLED)


@dataclass(frozen=True)
class Target:
    """Before which meeting a line would come: the team's own, the ILT's with those of other small teams, or none."""

    session: ReflectionSession | None
    is_pooled: bool = False
    sources: tuple[ReflectionSession, ...] = ()

    @property
    def is_offered(self) -> bool:
        return self.session is not None

    @property
    def has_begun(self) -> bool:
        return self.session is not None and (self.session.has_begun or self.session.state == SessionState.CANCELLED)


def target(session: ReflectionSession) -> Target:
    """Where a line from this team would be raised. 3 queries; for a small team 4 more for each small one."""
    if is_large(session):
        return Target(session, sources=(session,))
    if session.team.is_ilt:
        return Target(None)
    sessions = list(_sessions(session.cycle_id))
    ilt = next((one for one in sessions if one.team.is_ilt), None)
    return pooled(ilt, sessions) if ilt else Target(None)


def pooled(ilt: ReflectionSession, sessions: Iterable[ReflectionSession]) -> Target:
    """The ILT's meeting for the lines of all the school's small teams, where together they are enough."""
    small = [one for one in sessions if not one.team.is_ilt and not is_large(one)]
    writers = {person.pk for one in small for person in access.raising_members(one)}
    if not _is_enough(writers, _readers(ilt)):
        return Target(None)
    return Target(ilt, is_pooled=True, sources=tuple(small))


def released_for(session: ReflectionSession) -> tuple[ReflectionSession, ...]:
    """The teams' meetings whose lines come before the group when this meeting begins."""
    own = (session,) if is_large(session) else ()
    if not session.team.is_ilt:
        return own
    return own + pooled(session, _sessions(session.cycle_id)).sources


def is_left_behind(session: ReflectionSession) -> bool:
    """Whether the meeting that could have heard this team's lines has begun, or is none: what is left is not raised.

    What was raised is gone by then. At most 4 queries.
    """
    if is_large(session) or session.team.is_ilt:
        return session.has_begun
    ilt = next((one for one in _sessions(session.cycle_id) if one.team.is_ilt), session)
    return ilt.has_begun


def _sessions(cycle: int) -> Iterable[ReflectionSession]:
    rows = ReflectionSession.objects.filter(cycle=cycle).exclude(state=SessionState.CANCELLED)
    return rows.select_related("cycle__school", "team").order_by("team__kind", "pk")


def is_large(session: ReflectionSession) -> bool:
    """Whether at least five people besides any reader could have written a line from this team. 3 queries."""
    return _is_enough({person.pk for person in access.raising_members(session)}, _readers(session))


def _readers(session: ReflectionSession) -> set[int]:
    """Who hears it: the team, and those who lead or run its meeting."""
    team = {person.pk for person in access.raising_members(session)}
    return team | set(prepare_access.readers_of_group(session).values_list("pk", flat=True))


def _is_enough(writers: set[int], readers: set[int]) -> bool:
    return min([len(writers - {reader}) for reader in readers], default=len(writers)) >= SMALLEST_GROUP


# --- how lines stand


@dataclass(frozen=True)
class LineOnPage:
    """One slip as its lead or its member sees it."""

    person: Person
    lead: Person
    slip: slips.Slip

    @property
    def state(self) -> LineState:
        return LineState(self.slip.state)

    def is_of(self, other: "LineOnPage") -> bool:
        """Whether it is the line of the same two."""
        return (self.person, self.lead) == (other.person, other.lead)

    @property
    def is_waiting_for_lead(self) -> bool:
        return self.state in (LineState.ASKED, LineState.DECLINED)


@dataclass(frozen=True)
class RaisePage:
    """The page of a meeting's lines: for a lead those of their members, for a member their own with each lead."""

    session: ReflectionSession
    target: Target
    is_lead: bool
    lines: tuple[LineOnPage, ...]
    left_behind: tuple[LineOnPage, ...] = ()


def raise_page(session: ReflectionSession, reader: Person) -> RaisePage:
    """Only what this very lead, or this very member, has a part in. `session` is one that the reader may raise for."""
    leads, members = access.raising_leads(session), access.raising_members(session)
    is_lead = reader.pk in {one.pk for one in leads}
    rows = RaiseSlip.objects.filter(session=session)
    stored = {(row.lead_id, row.person_id): slips.opened(row.sealed) for row in rows}
    pairs = [(reader, one) for one in members] if is_lead else [(one, reader) for one in leads]
    lines = (LineOnPage(person, lead, stored.get((lead.pk, person.pk), slips.Slip())) for lead, person in pairs)
    every = tuple(lines)
    agreed = tuple(line for line in every if line.state == LineState.AGREED)
    left = agreed if agreed and is_left_behind(session) else ()
    return RaisePage(session, target(session), is_lead, every, left)


@dataclass(frozen=True)
class WaitingLine:
    """A line that waits for the person's word, as its member or as its lead; or one that was agreed and not raised."""

    session: ReflectionSession
    is_mine: bool
    is_left_behind: bool = False


def waiting_lines(person: Person) -> tuple[WaitingLine, ...]:
    """1 query, and 4 for each meeting with a line that was agreed when the ILT's, or its own, began."""
    ilt_begun = ReflectionSession.objects.filter(BEGUN, cycle=OuterRef("session__cycle"), team__kind=TeamKind.ILT)
    rows = RaiseSlip.objects.filter(person=person) | RaiseSlip.objects.filter(lead=person)
    found, left = [], dict[int, bool]()
    related = rows.select_related("session__team", "session__cycle__school").annotate(ilt_begun=Exists(ilt_begun))
    for row in related.order_by("session__meets_on", "session"):
        state, is_mine = slips.opened(row.sealed).state, row.person_id == person.pk
        if state == (LineState.WORDED if is_mine else LineState.ASKED):
            found.append(WaitingLine(row.session, is_mine))
        elif state == LineState.AGREED and (row.ilt_begun or row.session.has_begun):
            if row.session_id not in left:
                left[row.session_id] = is_left_behind(row.session)
            found += [WaitingLine(row.session, is_mine, True)] if left[row.session_id] else []
    return tuple(found)


def raised_lines(session: ReflectionSession) -> tuple[str, ...]:
    """What was released to this meeting, in an order that tells nothing. 1 query."""
    rows = RaisedLine.objects.filter(session=session).order_by("pk")
    return tuple(row.text.rstrip() for row in rows)
