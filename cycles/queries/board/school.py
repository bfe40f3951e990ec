"""One school's board, team by team."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cycles.plan import access as plan_access
from cycles.plan.around import nudging
from cycles.plan.enums import CycleState, SessionState
from cycles.plan.models import Cycle, ReflectionSession
from cycles.plan.queries import few, people_named
from cycles.prepare.queries import Readiness
from teams import access as teams_access
from teams.models import Notice, Person, School, Term
from teams.notices import thing_key

from .cells import cells_of
from .gathered import Gathered, sessions_of
from .late import late_lines
from .parts import Late, Row, SchoolBoard


def school_board(person: Person, school: School, cycle: Cycle | None, *, now: datetime) -> SchoolBoard:
    """The board of `cycle`, or of the school's latest where none is given. At most 29 queries, however many teams."""
    cycles = list(
        Cycle.objects.filter(school=school).select_related("school", "year", "summary").order_by("-opened_at")[:6]
    )
    shown = next((one for one in cycles if cycle is None or one.pk == cycle.pk), None)
    leads = teams_access.led_school(person) == school
    found = Gathered(sessions_of(Q(cycle=shown)) if shown else [], now)
    late, leaders, was_nudged = _late(person, school, shown, found)
    return SchoolBoard(
        school,
        shown,
        _rows(person, found, leads=leads),
        team_sentence(found),
        tuple(one for one in cycles if shown and one.pk != shown.pk),
        leads,
        any(one.state == SessionState.MET for one in found.sessions),
        None if shown and shown.state == CycleState.OPEN else next_term(school, now),
        late,
        leaders,
        was_nudged,
    )


def _rows(person: Person, found: Gathered, *, leads: bool) -> tuple[Row, ...]:
    """All teams; one's own first, but for the school's leader. 2 queries, and what was gathered."""
    mine, visible = _own(person, found.sessions)
    rows = [_team_row(one, found, leads=leads, mine=mine, visible=visible) for one in found.sessions]
    return tuple(rows) if leads else tuple(sorted(rows, key=lambda row: not row.is_mine))


def _late(person: Person, school: School, cycle: Cycle | None, found: Gathered) -> tuple[tuple[Late, ...], str, bool]:
    """What the reader may act on: a leader and a lead nudge those on whom it waits, a superintendent the leader."""
    if cycle is None:
        return (), "", False
    ids = [session.pk for session in found.sessions]
    editable = set(plan_access.editable_sessions(person).filter(pk__in=ids).values_list("pk", flat=True))
    oversees = teams_access.overseen_schools(person).filter(pk=school.pk).exists()
    shown = [session for session in found.sessions if oversees or session.pk in editable]
    late = late_lines(shown, found, person, editable=editable)
    if not (oversees and late):
        return late, "", False
    leaders = people_named(found.circle.leaders(found.sessions[0]) - {person.pk})
    return late, few(leaders.values()), bool(leader_nudged([cycle], found.now))


def leader_nudged(cycles: Iterable[Cycle], now: datetime) -> set[int]:
    """Cycles of which a school's leader was nudged today. 1 query."""
    keys = {thing_key(cycle): cycle for cycle in cycles}
    rows = Notice.objects.filter(kind=nudging.LEADER_NUDGE, thing__in=list(keys))
    return {
        keys[thing].pk
        for thing, occurrence in rows.values_list("thing", "occurrence")
        if occurrence.endswith(f"{timezone.localtime(now, keys[thing].school.zone):%Y-%m-%d}")
    }


def _own(person: Person, sessions: Iterable[ReflectionSession]) -> tuple[set[int], set[int]]:
    """Which of the sessions are the person's own, and which exist for them at all. 2 queries."""
    standing = plan_access.Standing(person)
    ids = [session.pk for session in sessions]
    own = plan_access.sessions_where(standing.in_team | standing.facilitates).filter(pk__in=ids)
    visible = plan_access.visible_sessions(person).filter(pk__in=ids)
    return set(own.values_list("pk", flat=True)), set(visible.values_list("pk", flat=True))


def next_term(school: School, now: datetime) -> Term | None:
    """The term whose close calls for the next cycle: the running one, else the next. 1 query."""
    today = timezone.localtime(now, school.zone).date()
    done = Cycle.objects.filter(school=school, year=OuterRef("year"), kind=OuterRef("closes"))
    terms = Term.objects.filter(Q(school=school) | Q(school=None), ends_on__gte=today).exclude(closes="")
    return terms.exclude(Exists(done)).order_by("ends_on", "school_id").first()


def _team_row(session: ReflectionSession, found: Gathered, *, leads: bool, mine: set[int], visible: set[int]) -> Row:
    url = reverse("cycles:session", args=[session.pk]) if session.pk in visible else ""
    label, next_url = _next(session) if leads else ((_("Open"), url) if url else ("", ""))
    return Row(session.team.name, url, cells_of(session, found), label, next_url, session.pk in mine and not leads)


def _next(session: ReflectionSession) -> tuple[str, str]:
    """The one thing that moves this row on, for the school's leader."""
    page = {
        SessionState.PLANNED: (_("Give it a time"), "cycles:schedule", session.pk),
        SessionState.MEETING: (_("Join the room"), "cycles:room", session.pk),
        SessionState.CANCELLED: (_("Give it a time"), "cycles:schedule", session.pk),
    }.get(SessionState(session.state), (_("See who is ready"), "cycles:session", session.pk))
    if session.state == SessionState.SCHEDULED and session.packet_id is None:
        page = (_("Freeze the packet"), "cycles:packet", session.pk)
    if session.state == SessionState.MET:
        page = (_("Read the record"), "cycles:record", session.pk)
    return page[0], reverse(page[1], args=[page[2]])


def team_sentence(found: Gathered) -> str:
    """ "5 of 7 prepared; Grade 4 has no time yet." """
    if not found.sessions:
        return ""
    parts = [_prepared_words(found.ready(one) for one in found.sessions)]
    without = [session.team.name for session in found.sessions if session.state == SessionState.PLANNED]
    if len(without) == 1:
        parts.append(_("%(team)s has no time yet") % {"team": without[0]})
    elif without:
        parts.append(_("%(count)s teams have no time yet") % {"count": len(without)})
    met = sum(session.state == SessionState.MET for session in found.sessions)
    if met:
        parts.append(_("%(met)s of %(total)s have met") % {"met": met, "total": len(found.sessions)})
    return "; ".join(parts) + "."


def _prepared_words(all_ready: Iterable[Readiness]) -> str:
    found = list(all_ready)
    numbers = {"ready": sum(one.ready for one in found), "total": sum(one.total for one in found)}
    return _("%(ready)s of %(total)s prepared") % numbers
