"""What is late, and why; whom a nudge would reach."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from cycles.plan import around
from cycles.plan.around import Standing, nudging
from cycles.plan.enums import CycleState, MilestoneKind, SessionState
from cycles.plan.models import Milestone, ReflectionSession
from cycles.plan.queries import few, people_named
from teams.models import Notice, Person
from teams.notices import thing_key
from teams.templatetags.school_time import day

from .cells import DUE, is_overdue, proposed
from .gathered import Gathered
from .parts import Late

NO_TIME, NOT_HELD = "time", "held"


def labels() -> dict[str, str]:
    """What is late, as a short noun."""
    return {
        NO_TIME: _("Time"),
        NOT_HELD: _("Meeting"),
        MilestoneKind.PACKET: _("Packet"),
        MilestoneKind.FEEDBACK: _("Stakeholder feedback"),
        MilestoneKind.CHECK_INS: _("1:1s"),
        MilestoneKind.TEMPLATE: _("Reflections"),
        MilestoneKind.RECORD: _("Record"),
        MilestoneKind.ADVICE: _("Advice"),
        MilestoneKind.DECISION: _("Decision"),
        MilestoneKind.STAFF: _("Letter to the staff"),
        MilestoneKind.FAMILIES: _("Letter to families"),
    }


def late_kinds(session: ReflectionSession, found: Gathered) -> list[str]:
    """What is late or due now in an open cycle, in the order of its days. One unpublished letter is late once."""
    if session.cycle.state != CycleState.OPEN or session.state == SessionState.CANCELLED:
        return []
    if session.state == SessionState.PLANNED:
        return [NO_TIME]
    if is_overdue(session, found):
        return [NOT_HELD]
    late: list[str] = [kind for kind in MilestoneKind if found.standing(session, kind) in DUE]
    if session.freeze_asked_at and MilestoneKind.PACKET in late:
        late.remove(MilestoneKind.PACKET)
    if MilestoneKind.STAFF in late and MilestoneKind.FAMILIES in late:
        late.remove(MilestoneKind.FAMILIES)
    return late


def why(session: ReflectionSession, kind: str, found: Gathered) -> str:
    """ "due since Tue, Dec 2; nobody has frozen it": goes on after the label."""
    if kind == NO_TIME:
        slot = proposed(session)
        return _("proposed for %(day)s, not confirmed.") % {"day": day(slot.meets_on)} if slot else _("not set yet.")
    if kind == NOT_HELD:
        return _("was to be on %(day)s; nobody has opened it.") % {"day": day(session.meets_on)}
    milestone = found.milestone(session, MilestoneKind(kind))
    standing = found.standing(session, MilestoneKind(kind))
    words = {"when": _when(milestone, standing), "what": _what(session, MilestoneKind(kind), found)}
    return _("%(when)s; %(what)s.") % words


def since(session: ReflectionSession, kind: str, found: Gathered) -> date | None:
    """The day on which it should have been done; None where it has none, or that is not past."""
    if kind in (NO_TIME, NOT_HELD) or found.standing(session, MilestoneKind(kind)) != Standing.LATE:
        return None
    milestone = found.milestone(session, MilestoneKind(kind))
    return milestone.due_on if milestone else None


def _when(milestone: Milestone | None, standing: Standing | None) -> str:
    if standing == Standing.LATE and milestone:
        return _("due since %(day)s") % {"day": day(milestone.due_on)}
    return _("due today") if standing == Standing.TODAY else _("due now")


def _what(session: ReflectionSession, kind: MilestoneKind, found: Gathered) -> str:
    if kind == MilestoneKind.CHECK_INS:
        return _missing(found.talked(session).total - found.talked(session).ready, found.talked(session).total)
    if kind == MilestoneKind.TEMPLATE:
        return _missing(len(found.waiting(session, kind)), found.ready(session).total)
    if kind == MilestoneKind.PACKET and session.freeze_failed_at:
        return _("it could not be made and has to be asked for again")
    if kind == MilestoneKind.FEEDBACK and not found.waiting(session, kind):
        return _("those asked can still answer")
    return {
        MilestoneKind.PACKET: _("nobody has frozen it"),
        MilestoneKind.FEEDBACK: _("nobody has said that it is in"),
        MilestoneKind.RECORD: _("nobody has confirmed it"),
        MilestoneKind.ADVICE: _("a proposed change waits for it"),
        MilestoneKind.DECISION: _("a proposed change is open"),
        MilestoneKind.STAFF: _("the summary is not published"),
        MilestoneKind.FAMILIES: _("the summary is not published"),
    }[kind]


def _missing(count: int, total: int) -> str:
    words = {"count": count, "total": total}
    return ngettext("%(count)s of %(total)s is missing", "%(count)s of %(total)s are missing", count) % words


def late_lines(
    sessions: Sequence[ReflectionSession], found: Gathered, reader: Person, *, editable: Collection[int]
) -> tuple[Late, ...]:
    """What is late in `sessions`; who would be nudged is told where the reader may change the session. 2 queries."""
    late = [(session, kind) for session in sessions for kind in late_kinds(session, found)]
    waiting = {
        (session.pk, kind): found.waiting(session, MilestoneKind(kind)) - {reader.pk}
        for session, kind in late
        if session.pk in editable and kind not in (NO_TIME, NOT_HELD)
    }
    names = people_named(set().union(*waiting.values()))
    nudged = _nudged_today([session for session, _kind in late], found.now)
    lines = []
    for session, kind in late:
        people = [names[pk] for pk in waiting.get((session.pk, kind), ()) if pk in names]
        url, action = _way(session, kind, found, reader) if session.pk in editable else ("", "")
        lines.append(
            Late(
                session=session.pk,
                team=session.team.name,
                kind=kind,
                label=labels()[kind],
                why=why(session, kind, found),
                people=few(people),
                was_nudged=bool(people) and len(nudged.get((session.pk, kind), ())) >= len(people),
                url=url,
                action=action,
            )
        )
    return tuple(lines)


def _way(session: ReflectionSession, kind: str, found: Gathered, reader: Person) -> tuple[str, str]:
    """Where the reader does it themselves: gives it a time, or what waits on them. Address and words."""
    if kind in (NO_TIME, NOT_HELD):
        words = _("Give it a time") if kind == NO_TIME else _("Give it another time")
        return reverse("cycles:schedule", args=[session.pk]), words
    if reader.pk not in found.waiting(session, MilestoneKind(kind)):
        return "", ""
    step = around.WATCHES[MilestoneKind(kind)].words
    return step.address(session), str(step.action)


def _nudged_today(sessions: Iterable[ReflectionSession], now: datetime) -> dict[tuple[int, str], set[int]]:
    """Who was nudged today, by session and step. 1 query."""
    keys = {thing_key(session): session for session in sessions}
    ends = {timezone.localtime(now, session.cycle.school.zone).date() for session in keys.values()}
    rows = Notice.objects.filter(kind=nudging.NUDGE, thing__in=list(keys))
    found: dict[tuple[int, str], set[int]] = {}
    for thing, occurrence, person in rows.values_list("thing", "occurrence", "person_id"):
        what, _slash, on = occurrence.partition("/")
        if on in {f"{end:%Y-%m-%d}" for end in ends}:
            found.setdefault((keys[thing].pk, what), set()).add(person)
    return found
