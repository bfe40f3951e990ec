"""A session's cells: shape, word and date."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _, ngettext

from cycles.plan.around import Standing
from cycles.plan.enums import CycleState, MilestoneKind, SessionState
from cycles.plan.models import Cycle, Milestone, ReflectionSession, SlotProposal
from cycles.prepare.queries import Readiness
from cycles.share.enums import SummaryState
from cycles.share.models import Summary
from teams.templatetags.school_time import day

from .gathered import Gathered
from .parts import Cell

DUE = (Standing.LATE, Standing.DUE_NOW, Standing.TODAY)
OVER = (SessionState.MEETING, SessionState.MET)


def cells_of(session: ReflectionSession, found: Gathered) -> tuple[Cell, ...]:
    """One cell a column, in the order of `columns`."""
    return tuple(cell(session, found) for cell in (_time, _packet, _prepared, _talked, _met, _adjusted, _shared))


def proposed(session: ReflectionSession) -> SlotProposal | None:
    """The slot that is proposed for a session without a time; fetched with it."""
    return getattr(session, "proposal", None)


def proposal(session: ReflectionSession) -> Cell:
    """A session that is planned and has no confirmed time."""
    slot = proposed(session)
    return Cell("waiting", _("Proposed"), day(slot.meets_on)) if slot else Cell("waiting", _("No time yet"))


def _time(session: ReflectionSession, _found: Gathered) -> Cell:
    if session.state == SessionState.CANCELLED:
        return Cell("off", _("Cancelled"))
    if session.state == SessionState.PLANNED:
        return proposal(session)
    return Cell("done", _("Confirmed"), day(session.meets_on))


def _due(milestone: Milestone) -> str:
    """ "due Dec 2": a board has no room for more."""
    return _("due %(day)s") % {"day": date_format(milestone.due_on, _("M j"))}


def _due_cell(session: ReflectionSession, kind: MilestoneKind, found: Gathered) -> Cell:
    """A step that nobody has done: late, due, or on which day."""
    milestone, standing = found.milestone(session, kind), found.standing(session, kind)
    is_off = session.state == SessionState.CANCELLED or session.cycle.state == CycleState.CLOSED
    if milestone is None or is_off:
        return Cell("quiet", _("Not yet"))
    if standing == Standing.LATE:
        return Cell("waiting", _("Late"), _due(milestone))
    if standing in DUE:
        return Cell("waiting", _("Due today") if standing == Standing.TODAY else _("Due now"))
    return Cell("quiet", _("Not yet"), _due(milestone))


def _packet(session: ReflectionSession, found: Gathered) -> Cell:
    if session.packet:
        frozen_on = timezone.localtime(session.packet.as_of, session.cycle.school.zone).date()
        return Cell("done", _("Frozen"), day(frozen_on))
    if session.freeze_asked_at:
        return Cell("active", _("On its way"))
    if session.state in OVER:
        return Cell("off", _("Not frozen"))
    return _due_cell(session, MilestoneKind.PACKET, found)


def _count_cell(
    session: ReflectionSession, count: Readiness, kind: MilestoneKind, found: Gathered, *, is_over: bool
) -> Cell:
    """ "3 of 6": done when complete, or once it is over with whoever has; with the day by which it is due."""
    word = _("%(ready)s of %(total)s") % {"ready": count.ready, "total": count.total}
    if count.total == 0 or session.state == SessionState.CANCELLED:
        return Cell("quiet", _("Not yet"))
    if count.is_complete or found.standing(session, kind) == Standing.DONE or (is_over and count.ready):
        return Cell("done", word)
    due = _due_cell(session, kind, found)
    if is_over or session.state == SessionState.PLANNED:
        return Cell("quiet", word)
    if due.state == "waiting":
        return Cell("waiting", word, due.when or due.word)
    return Cell("active" if count.ready else "quiet", word, due.when)


def _prepared(session: ReflectionSession, found: Gathered) -> Cell:
    is_over = session.state in OVER
    return _count_cell(session, found.ready(session), MilestoneKind.TEMPLATE, found, is_over=is_over)


def _talked(session: ReflectionSession, found: Gathered) -> Cell:
    """1:1s are held before or after the meeting, so they are over only with the cycle."""
    return _count_cell(session, found.talked(session), MilestoneKind.CHECK_INS, found, is_over=False)


def _met(session: ReflectionSession, found: Gathered) -> Cell:
    if session.state == SessionState.MEETING:
        return Cell("active", _("Meeting now"))
    if session.state == SessionState.MET:
        return Cell("done", _("Met"), day(session.meets_on))
    return Cell("waiting", _("Not held yet")) if is_overdue(session, found) else Cell("quiet", _("Not yet"))


def is_overdue(session: ReflectionSession, found: Gathered) -> bool:
    """Its time is over, and nobody has opened it."""
    ends_at = session.ends_at
    return session.state == SessionState.SCHEDULED and ends_at is not None and ends_at < found.now


def _adjusted(session: ReflectionSession, found: Gathered) -> Cell:
    if found.standing(session, MilestoneKind.DECISION) in DUE:
        return Cell("waiting", _("To be decided"))
    steps = getattr(session, "steps_taken", None) or 0
    if steps:
        return Cell("done", ngettext("%(count)s step", "%(count)s steps", steps) % {"count": steps})
    if getattr(session, "has_agreed", False):
        return Cell("done", _("Change agreed"))
    return Cell("waiting", _("No step yet")) if session.state == SessionState.MET else Cell("quiet", _("Not yet"))


def _shared(session: ReflectionSession, _found: Gathered) -> Cell:
    return summary_cell(session.cycle)


def summary_cell(cycle: Cycle) -> Cell:
    """How the whole cycle's letter stands."""
    summary: Summary | None = getattr(cycle, "summary", None)
    if summary is None:
        return Cell("quiet", _("Not yet"))
    if summary.state == SummaryState.DRAFT:
        return Cell("active", _("Draft"))
    published = timezone.localtime(summary.published_at, cycle.school.zone).date() if summary.published_at else None
    return Cell("done", _("Shared"), day(published))
