"""Lines to be raised: for which group, how they stand, and what was released."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from cycles.confer import access, slips
from cycles.confer.enums import LineState
from cycles.confer.models import RaisedLine, RaiseSlip
from cycles.plan.enums import SessionState
from cycles.plan.models import ReflectionSession
from cycles.prepare import access as prepare_access
from cycles.prepare.queries.pool import SMALLEST_GROUP
from teams.models import Person

OVER = Q(state__in=(SessionState.MEETING, SessionState.MET, SessionState.CANCELLED)) | Q(begun_at__isnull=False)


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


def raise_page(session: ReflectionSession, reader: Person) -> RaisePage:
    """Only what this very lead, or this very member, has a part in. `session` is one that the reader may raise for."""
    leads, members = access.raising_leads(session), access.raising_members(session)
    is_lead = reader.pk in {one.pk for one in leads}
    rows = RaiseSlip.objects.filter(session=session)
    stored = {(row.lead_id, row.person_id): slips.opened(row.sealed) for row in rows}
    pairs = [(reader, one) for one in members] if is_lead else [(one, reader) for one in leads]
    lines = (LineOnPage(person, lead, stored.get((lead.pk, person.pk), slips.Slip())) for lead, person in pairs)
    return RaisePage(session, target(session), is_lead, tuple(lines))


@dataclass(frozen=True)
class WaitingLine:
    """A line that waits for the person's word, as its member or as its lead."""

    session: ReflectionSession
    is_mine: bool


def waiting_lines(person: Person) -> tuple[WaitingLine, ...]:
    """1 query."""
    rows = RaiseSlip.objects.filter(person=person) | RaiseSlip.objects.filter(lead=person)
    found = []
    for row in rows.select_related("session__team", "session__cycle__school").order_by("session__meets_on", "session"):
        state, is_mine = slips.opened(row.sealed).state, row.person_id == person.pk
        if state == (LineState.WORDED if is_mine else LineState.ASKED):
            found.append(WaitingLine(row.session, is_mine))
    return tuple(found)


def raised_lines(session: ReflectionSession) -> tuple[str, ...]:
    """What was released to this meeting, in an order that tells nothing. 1 query."""
    rows = RaisedLine.objects.filter(session=session).order_by("pk")
    return tuple(row.text.rstrip() for row in rows)
