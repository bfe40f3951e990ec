"""The board across schools."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from cycles.plan.enums import CycleState, SessionState
from cycles.plan.models import Cycle, ReflectionSession
from cycles.plan.queries import few, people_named
from cycles.prepare.queries import Readiness
from teams.models import School
from teams.templatetags.school_time import day

from .cells import summary_cell
from .gathered import Gathered, sessions_of
from .late import labels, late_kinds, since
from .parts import Cell, Row, SchoolLate, SchoolsBoard, columns
from .school import leader_nudged

Sessions = Sequence[ReflectionSession]


def schools_board(schools: QuerySet[School], *, now: datetime, with_links: bool) -> SchoolsBoard:
    """Schools as rows, each with its latest cycle. At most 19 queries for any number of schools.

    `with_links`: for those who look into each school; they see what is late there, and may nudge its leader.
    """
    latest = Cycle.objects.filter(school=OuterRef("pk")).order_by("-opened_at").values("pk")[:1]
    listed = list(schools.annotate(latest=Subquery(latest)).order_by("name"))
    ids = [pk for school in listed if (pk := getattr(school, "latest", None))]
    cycles = {
        one.school_id: one for one in Cycle.objects.filter(pk__in=ids).select_related("school", "year", "summary")
    }
    found = Gathered(sessions_of(Q(cycle__in=ids)), now)
    by_cycle: dict[int, list[ReflectionSession]] = {pk: [] for pk in ids}
    for session in found.sessions:
        if session.state != SessionState.CANCELLED:
            by_cycle[session.cycle_id].append(session)
    rows = tuple(_school_row(one, cycles.get(one.pk), by_cycle, found, with_links=with_links) for one in listed)
    late = _late([cycles[one.pk] for one in listed if one.pk in cycles], by_cycle, found) if with_links else ()
    return SchoolsBoard(rows, _schools_sentence(len(listed), list(cycles.values())), late)


def _schools_sentence(total: int, cycles: list[Cycle]) -> str:
    running = sum(cycle.state == CycleState.OPEN for cycle in cycles)
    published = sum(summary_cell(cycle).state == "done" for cycle in cycles if cycle.state == CycleState.OPEN)
    numbers = {"running": running, "total": total, "published": published}
    return _("%(running)s of %(total)s schools are in a cycle; %(published)s have shared their summary.") % numbers


# --- what is late


def _late(cycles: list[Cycle], by_cycle: dict[int, list[ReflectionSession]], found: Gathered) -> tuple[SchoolLate, ...]:
    """Schools where something is late, with the teams. 2 queries."""
    late = {cycle.pk: _by_kind(by_cycle[cycle.pk], found) for cycle in cycles}
    leaders = {one.pk: found.circle.leaders(by_cycle[one.pk][0]) for one in cycles if late[one.pk]}
    names, nudged = people_named(set().union(*leaders.values())), leader_nudged(cycles, found.now)
    return tuple(
        SchoolLate(
            cycle.pk,
            cycle.school.name,
            _address(cycle),
            tuple((labels()[kind], _teams(found, kind, teams)) for kind, teams in late[cycle.pk].items()),
            few(names[pk] for pk in leaders[cycle.pk] if pk in names),
            cycle.pk in nudged,
        )
        for cycle in cycles
        if late[cycle.pk]
    )


def _by_kind(sessions: Sessions, found: Gathered) -> dict[str, list[ReflectionSession]]:
    kinds: dict[str, list[ReflectionSession]] = {}
    for session in sessions:
        for kind in late_kinds(session, found):
            kinds.setdefault(kind, []).append(session)
    order = list(labels())
    return dict(sorted(kinds.items(), key=lambda pair: order.index(pair[0])))


FEW = 4


def _teams(found: Gathered, kind: str, sessions: Sessions) -> str:
    """ "Grade 2, Grade 4, since Tue, Dec 2"; past four, how many more."""
    words = ", ".join(session.team.name for session in sessions[:FEW])
    if len(sessions) > FEW:
        words = _("%(teams)s and %(count)s more") % {"teams": words, "count": len(sessions) - FEW}
    days = [late_on for session in sessions if (late_on := since(session, kind, found))]
    return _("%(teams)s, since %(day)s") % {"teams": words, "day": day(min(days))} if days else words


# --- rows


def _of(sessions: Sessions, is_so: Callable[[ReflectionSession], bool]) -> Cell:
    return _share(Readiness(sum(is_so(session) for session in sessions), len(sessions)))


def _share(count: Readiness) -> Cell:
    word = _("%(count)s of %(total)s") % {"count": count.ready, "total": count.total}
    return Cell("done" if count.is_complete else "active" if count.ready else "quiet", word)


def _sum(counts: list[Readiness]) -> Cell:
    return _share(Readiness(sum(one.ready for one in counts), sum(one.total for one in counts)))


def _address(cycle: Cycle) -> str:
    return f"{reverse('cycles:board')}?cycle={cycle.pk}"


def _school_row(
    school: School,
    cycle: Cycle | None,
    by_cycle: dict[int, list[ReflectionSession]],
    found: Gathered,
    *,
    with_links: bool,
) -> Row:
    if cycle is None:
        return Row(school.name, "", tuple(Cell("off", _("No cycle yet")) for _column in columns()))
    sessions = by_cycle[cycle.pk]
    cells = (
        _of(sessions, lambda one: one.state != SessionState.PLANNED),
        _of(sessions, lambda one: one.packet_id is not None),
        _sum([found.ready(one) for one in sessions]),
        _sum([found.talked(one) for one in sessions]),
        _of(sessions, lambda one: one.state == SessionState.MET),
        _of(sessions, lambda one: bool(getattr(one, "steps_taken", 0) or getattr(one, "has_agreed", False))),
        summary_cell(cycle),
    )
    url = _address(cycle) if with_links else ""
    return Row(school.name, url, cells, _("See its teams") if url else "", url)
