"""The coverage board: how far each team, or each school, has come. States only, never contents."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from cycles.adjust.enums import AdjustmentState
from cycles.adjust.models import ActionStep, Adjustment
from cycles.plan import access as plan_access
from cycles.plan.enums import CycleState, SessionState
from cycles.plan.models import Cycle, ReflectionSession
from cycles.prepare.queries import Readiness, readiness_by_session
from cycles.share.enums import SummaryState
from cycles.share.models import Summary
from teams.models import Person, School, Term
from teams.templatetags.school_time import day

from .desk import ilt_first

PACKET_DAYS = 7
READY_DAYS = 2


@dataclass(frozen=True)
class Cell:
    """A shape (`state`), a word and a date."""

    state: str
    word: str
    when: str = ""
    url: str = ""


@dataclass(frozen=True)
class Row:
    """A team (or a school): its six cells and what is next for it."""

    name: str
    url: str
    cells: tuple[Cell, ...]
    next_label: str = ""
    next_url: str = ""
    is_mine: bool = False


@dataclass(frozen=True)
class SchoolBoard:
    """One school's cycle, team by team; `cycle` is None where none was opened yet."""

    school: School
    cycle: Cycle | None
    rows: tuple[Row, ...]
    summary: str
    earlier: tuple[Cycle, ...]
    may_lead: bool
    has_met: bool
    next_term: Term | None


@dataclass(frozen=True)
class SchoolsBoard:
    """Schools as rows."""

    rows: tuple[Row, ...]
    summary: str


def columns() -> tuple[str, ...]:
    """The steps of a cycle, in the order of the cells."""
    return (_("Scheduled"), _("Packet"), _("Prepared"), _("Met"), _("Adjusted"), _("Shared"))


# --- one school


def school_board(person: Person, school: School, cycle: Cycle | None, *, now: datetime) -> SchoolBoard:
    """The board of `cycle`, or of the school's latest where none is given. At most 16 queries."""
    cycles = list(
        Cycle.objects.filter(school=school).select_related("school", "year", "summary").order_by("-opened_at")[:6]
    )
    shown = next((one for one in cycles if cycle is None or one.pk == cycle.pk), None)
    standing = plan_access.Standing(person)
    leads = standing.led_schools.filter(pk=school.pk).exists()
    sessions = _sessions(Q(cycle=shown)) if shown else []
    ready = readiness_by_session(sessions)
    mine, visible = _own(person, sessions)
    rows = [_team_row(one, ready[one.pk], now, leads=leads, mine=mine, visible=visible) for one in sessions]
    return SchoolBoard(
        school,
        shown,
        tuple(sorted(rows, key=lambda row: not row.is_mine)) if not leads else tuple(rows),
        _team_sentence(sessions, ready),
        tuple(one for one in cycles if shown and one.pk != shown.pk),
        leads,
        any(one.state == SessionState.MET for one in sessions),
        None if shown and shown.state == CycleState.OPEN else next_term(school, now),
    )


def _sessions(where: Q) -> list[ReflectionSession]:
    """Sessions with what their cells need; 1 query."""
    steps = ActionStep.objects.filter(session=OuterRef("pk")).order_by().values("session").annotate(n=Count("pk"))
    agreed = Adjustment.objects.filter(session=OuterRef("pk"), state=AdjustmentState.AGREED)
    found = ReflectionSession.objects.filter(where).select_related(
        "cycle__school", "cycle__summary", "team", "packet", "meeting"
    )
    counted = found.annotate(steps_taken=Subquery(steps.values("n")), has_agreed=Exists(agreed))
    return sorted(counted, key=ilt_first)


def _own(person: Person, sessions: list[ReflectionSession]) -> tuple[set[int], set[int]]:
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


def _team_row(
    session: ReflectionSession, ready: Readiness, now: datetime, *, leads: bool, mine: set[int], visible: set[int]
) -> Row:
    url = reverse("cycles:session", args=[session.pk]) if session.pk in visible else ""
    label, next_url = _next(session, leads=leads) if leads else ((_("Open"), url) if url else ("", ""))
    cells = tuple(cell(session, ready, now) for cell in (_scheduled, _packet, _prepared, _met, _adjusted, _shared))
    return Row(session.team.name, url, cells, label, next_url, session.pk in mine and not leads)


def _next(session: ReflectionSession, *, leads: bool) -> tuple[str, str]:
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


# --- cells


def _near(session: ReflectionSession, now: datetime, days: int) -> bool:
    starts_at = session.starts_at
    return starts_at is not None and starts_at - now < timedelta(days=days)


def _scheduled(session: ReflectionSession, _ready: Readiness, _now: datetime) -> Cell:
    if session.state == SessionState.CANCELLED:
        return Cell("off", _("Cancelled"))
    if session.state == SessionState.PLANNED:
        return Cell("waiting", _("No time yet"))
    return Cell("done", _("Scheduled"), day(session.meets_on))


def _packet(session: ReflectionSession, _ready: Readiness, now: datetime) -> Cell:
    if session.packet:
        return Cell(
            "done", _("Frozen"), day(timezone.localtime(session.packet.as_of, session.cycle.school.zone).date())
        )
    late = session.state == SessionState.SCHEDULED and _near(session, now, PACKET_DAYS)
    return Cell("waiting", _("Due now")) if late else Cell("quiet", _("Not yet"))


def _prepared(session: ReflectionSession, ready: Readiness, now: datetime) -> Cell:
    word = _("%(ready)s of %(total)s") % {"ready": ready.ready, "total": ready.total}
    if ready.total == 0 or session.state == SessionState.CANCELLED:
        return Cell("quiet", _("Not yet"))
    if ready.is_complete or session.state in (SessionState.MET, SessionState.MEETING):
        return Cell("done" if ready.ready else "quiet", word)
    if session.state == SessionState.SCHEDULED and _near(session, now, READY_DAYS):
        return Cell("waiting", word)
    return Cell("active" if ready.ready else "quiet", word)


def _met(session: ReflectionSession, _ready: Readiness, now: datetime) -> Cell:
    if session.state == SessionState.MEETING:
        return Cell("active", _("Meeting now"))
    if session.state == SessionState.MET:
        return Cell("done", _("Met"), day(session.meets_on))
    ends_at = session.ends_at
    overdue = session.state == SessionState.SCHEDULED and ends_at is not None and ends_at < now
    return Cell("waiting", _("Not held yet")) if overdue else Cell("quiet", _("Not yet"))


def _adjusted(session: ReflectionSession, _ready: Readiness, _now: datetime) -> Cell:
    steps = getattr(session, "steps_taken", None) or 0
    if steps:
        return Cell("done", ngettext("%(count)s step", "%(count)s steps", steps) % {"count": steps})
    if getattr(session, "has_agreed", False):
        return Cell("done", _("Change agreed"))
    return Cell("waiting", _("No step yet")) if session.state == SessionState.MET else Cell("quiet", _("Not yet"))


def _shared(session: ReflectionSession, _ready: Readiness, _now: datetime) -> Cell:
    return _summary_cell(session.cycle)


def _summary_cell(cycle: Cycle) -> Cell:
    summary: Summary | None = getattr(cycle, "summary", None)
    if summary is None:
        return Cell("quiet", _("Not yet"))
    if summary.state == SummaryState.DRAFT:
        return Cell("active", _("Draft"))
    published = timezone.localtime(summary.published_at, cycle.school.zone).date() if summary.published_at else None
    return Cell("done", _("Shared"), day(published))


def _team_sentence(sessions: list[ReflectionSession], ready: dict[int, Readiness]) -> str:
    """ "5 of 7 prepared; Grade 4 has no time yet." """
    if not sessions:
        return ""
    parts = [_prepared_words(ready.values())]
    without = [session.team.name for session in sessions if session.state == SessionState.PLANNED]
    if len(without) == 1:
        parts.append(_("%(team)s has no time yet") % {"team": without[0]})
    elif without:
        parts.append(_("%(count)s teams have no time yet") % {"count": len(without)})
    met = sum(session.state == SessionState.MET for session in sessions)
    if met:
        parts.append(_("%(met)s of %(total)s have met") % {"met": met, "total": len(sessions)})
    return "; ".join(parts) + "."


def _prepared_words(all_ready: Iterable[Readiness]) -> str:
    found = list(all_ready)
    numbers = {"ready": sum(one.ready for one in found), "total": sum(one.total for one in found)}
    return _("%(ready)s of %(total)s prepared") % numbers


# --- across schools


def schools_board(schools: QuerySet[School], *, now: datetime, with_links: bool) -> SchoolsBoard:
    """Schools as rows, each with its latest cycle. 5 queries for any number of schools."""
    latest = Cycle.objects.filter(school=OuterRef("pk")).order_by("-opened_at").values("pk")[:1]
    found = list(schools.annotate(latest=Subquery(latest)).order_by("name"))
    ids = [pk for school in found if (pk := getattr(school, "latest", None))]
    cycles = {
        one.school_id: one for one in Cycle.objects.filter(pk__in=ids).select_related("school", "year", "summary")
    }
    by_cycle: dict[int, list[ReflectionSession]] = {pk: [] for pk in ids}
    sessions = _sessions(Q(cycle__in=ids))
    for session in sessions:
        by_cycle[session.cycle_id].append(session)
    ready = readiness_by_session(sessions)
    rows = tuple(_school_row(one, cycles.get(one.pk), by_cycle, ready, with_links=with_links) for one in found)
    return SchoolsBoard(rows, _schools_sentence(len(found), list(cycles.values())))


def _schools_sentence(total: int, cycles: list[Cycle]) -> str:
    running = sum(cycle.state == CycleState.OPEN for cycle in cycles)
    published = sum(_summary_cell(cycle).state == "done" for cycle in cycles if cycle.state == CycleState.OPEN)
    numbers = {"running": running, "total": total, "published": published}
    return _("%(running)s of %(total)s schools are in a cycle; %(published)s have shared their summary.") % numbers


def _of(sessions: list[ReflectionSession], is_so: Callable[[ReflectionSession], bool]) -> Cell:
    count, total = sum(is_so(session) for session in sessions), len(sessions)
    word = _("%(count)s of %(total)s") % {"count": count, "total": total}
    return Cell("done" if total and count == total else "active" if count else "quiet", word)


def _school_row(
    school: School,
    cycle: Cycle | None,
    by_cycle: dict[int, list[ReflectionSession]],
    ready: dict[int, Readiness],
    *,
    with_links: bool,
) -> Row:
    if cycle is None:
        return Row(school.name, "", tuple(Cell("off", _("No cycle yet")) for _column in columns()))
    sessions = [one for one in by_cycle[cycle.pk] if one.state != SessionState.CANCELLED]
    counts = [ready[one.pk] for one in sessions]
    prepared = Readiness(sum(one.ready for one in counts), sum(one.total for one in counts))
    word = _("%(ready)s of %(total)s") % {"ready": prepared.ready, "total": prepared.total}
    cells = (
        _of(sessions, lambda one: one.state != SessionState.PLANNED),
        _of(sessions, lambda one: one.packet_id is not None),
        Cell("done" if prepared.is_complete else "active" if prepared.ready else "quiet", word),
        _of(sessions, lambda one: one.state == SessionState.MET),
        _of(sessions, lambda one: bool(getattr(one, "steps_taken", 0) or getattr(one, "has_agreed", False))),
        _summary_cell(cycle),
    )
    url = f"{reverse('cycles:board')}?cycle={cycle.pk}" if with_links else ""
    return Row(school.name, url, cells, _("See its teams") if url else "", url)
