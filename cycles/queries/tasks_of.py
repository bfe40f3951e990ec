"""What is asked of a person: one provider a verb, all working on the same desk, none asking the database."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from cycles.plan.enums import Reply, SessionState
from cycles.plan.models import ReflectionSession
from cycles.plan.queries import is_open
from cycles.share.enums import SummaryState
from teams.templatetags.school_time import day

from .desk import Desk
from .listening import learning_cycles, maps_asked, maps_told
from .talks import lines_to_raise, near_talks, talks_to_arrange
from .task import FEW, SOON, Task, by, end_of, state_of, when_of

PACKET_DAYS = timedelta(days=10)
FACILITATE_DAYS = timedelta(days=7)


def tasks_of(desk: Desk) -> list[Task]:
    """Everything asked of the person: what is on now first, then by due time. No query."""
    found = [task for provider in PROVIDERS for task in provider(desk)]

    def order(task: Task) -> tuple[int, datetime, str]:
        late = SOON if task.state == "waiting" else timedelta(days=60)
        return task.rank, task.due_at or desk.now + late, task.title

    return sorted(found, key=order)


def _upcoming(desk: Desk) -> Iterator[tuple[ReflectionSession, datetime]]:
    for session in desk.mine:
        starts_at = session.starts_at
        if session.state == SessionState.SCHEDULED and starts_at:
            yield session, starts_at


# --- plan


def _invitations(desk: Desk) -> Iterator[Task]:
    for session, starts_at in _upcoming(desk):
        invitation = desk.invitations.get(session.pk)
        if invitation and invitation.reply == Reply.NONE and starts_at > desk.now:
            yield Task(
                _("Say whether you are coming"),
                reverse("cycles:session", args=[session.pk]),
                _("Answer"),
                when_of(session),
                due_at=starts_at,
                minutes=1,
                state=state_of(starts_at, desk.now),
            )


def _times(desk: Desk) -> Iterator[Task]:
    planned = [session for session in desk.led if session.state == SessionState.PLANNED]
    if planned and desk.cycle:
        count = len(planned)
        yield Task(
            ngettext("Give a meeting a time", "Give %(count)s meetings a time", count) % {"count": count},
            reverse("cycles:schedule", args=[planned[0].pk])
            if count == 1
            else reverse("cycles:cycle", args=[planned[0].cycle_id]),
            _("Plan"),
            ", ".join(session.team.name for session in planned[:FEW]) + ("…" if count > FEW else ""),
            minutes=2 * count,
            state="waiting",
        )


def _polls(desk: Desk) -> Iterator[Task]:
    for poll in desk.polls:
        yield Task(
            _("Say when you can meet"),
            reverse("cycles:poll", args=[poll.pk]),
            _("Answer"),
            _("%(team)s looks for another time") % {"team": poll.session.team.name},
            by(poll.closes_at, poll.session),
            poll.closes_at,
            2,
            state_of(poll.closes_at, desk.now),
        )


def _packets(desk: Desk) -> Iterator[Task]:
    bare = [session for session in _bare(desk) if session.starts_at]
    for session in bare[:1] if len(bare) > FEW else bare:
        count = len(bare) if len(bare) > FEW else 1
        one = count == 1
        yield Task(
            ngettext("Freeze the evidence packet", "Freeze %(count)s evidence packets", count) % {"count": count},
            reverse("cycles:packet", args=[session.pk]) if one else reverse("cycles:board"),
            _("Look and freeze") if one else _("See which"),
            when_of(session) if one else _("first: %(team)s") % {"team": session.team.name},
            due_at=session.starts_at,
            minutes=3 * count,
            state=state_of(session.starts_at, desk.now),
        )


def _bare(desk: Desk) -> Iterator[ReflectionSession]:
    """Sessions near enough whose packet the person may freeze and nobody has."""
    near = {session.pk: session for session in (*desk.led, *desk.mine)}
    for session in near.values():
        may = (desk.is_leader and session in desk.led) or session.team_id in desk.led_teams
        starts_at = session.starts_at
        is_near = starts_at is not None and desk.now < starts_at < desk.now + PACKET_DAYS
        if may and is_near and session.state == SessionState.SCHEDULED and session.packet_id is None:
            yield session


def _opening(desk: Desk) -> Iterator[Task]:
    term = desk.closing_term
    if desk.is_leader and term and desk.cycle is None and desk.school:
        due_at = end_of(term.ends_on, desk.school.zone)
        yield Task(
            _("Open the reflection cycle"),
            reverse("cycles:board"),
            _("Open"),
            _("%(term)s ends %(day)s") % {"term": term.name, "day": day(term.ends_on)},
            due_at=due_at,
            minutes=2,
            state=state_of(due_at, desk.now),
        )


def _voices(desk: Desk) -> Iterator[Task]:
    for given in desk.voices:
        if not is_open(given, at=desk.now) or given.answers_by is None:
            continue
        due_at = end_of(given.answers_by, given.session.cycle.school.zone)
        yield Task(
            _("Say what you saw"),
            reverse("cycles:feedback", args=[given.pk]),
            _("Answer"),
            _("%(team)s asks for your feedback") % {"team": given.session.team.name},
            _("by %(when)s") % {"when": day(given.answers_by)},
            due_at,
            10,
            state_of(due_at, desk.now),
        )


# --- prepare


def _reflections(desk: Desk) -> Iterator[Task]:
    for session, starts_at in _upcoming(desk):
        reflection = desk.reflections.get(session.pk)
        if not desk.is_asked(session) or (reflection and reflection.is_handed_in):
            continue
        done = reflection.answered if reflection else 0
        yield Task(
            _("Finish your reflection") if done else _("Fill in your reflection"),
            reverse("cycles:prepare", args=[session.pk]),
            _("Continue") if done else _("Begin"),
            when_of(session),
            by(starts_at, session),
            starts_at,
            reflection.minutes if reflection else desk.minutes.get(session.cycle.kind, 20),
            state_of(starts_at, desk.now),
            ngettext("%(count)s answered", "%(count)s answered", done) % {"count": done} if done else "",
        )


# --- meet


def _meetings(desk: Desk) -> Iterator[Task]:
    for session in desk.mine:
        if session.state == SessionState.MEETING:
            page = "cycles:facilitate" if desk.runs(session) else "cycles:room"
            action = _("Facilitate") if desk.runs(session) else _("Join")
            yield Task(
                _("Your meeting is open now"),
                reverse(page, args=[session.pk]),
                action,
                when_of(session),
                due_at=session.starts_at,
                state="waiting",
                rank=0,
            )
    for session, starts_at in _upcoming(desk):
        if desk.runs(session) and starts_at - desk.now < FACILITATE_DAYS:
            yield Task(
                _("Get ready to facilitate"),
                reverse("cycles:facilitate", args=[session.pk]),
                _("See the agenda"),
                when_of(session),
                due_at=starts_at,
                minutes=10,
                state=state_of(starts_at, desk.now),
            )


# --- adjust


def _steps(desk: Desk) -> Iterator[Task]:
    zone = desk.school.zone if desk.school else ZoneInfo("UTC")
    steps = desk.steps if len(desk.steps) <= FEW else desk.steps[:1]
    for step in steps:
        due_at = end_of(step.due_on, zone)
        one = len(steps) == len(desk.steps)
        yield Task(
            step.text if one else _("%(count)s action steps are due") % {"count": len(desk.steps)},
            reverse("cycles:commitments"),
            _("Say how it stands"),
            _("promised in the %(team)s reflection") % {"team": step.team} if one else "",
            _("due %(day)s") % {"day": day(step.due_on)},
            due_at,
            2 if one else 2 * len(desk.steps),
            state_of(due_at, desk.now),
        )


def _records(desk: Desk) -> Iterator[Task]:
    for check in desk.checks:
        due_at = end_of(check.last_on, check.session.cycle.school.zone)
        yield Task(
            _("Check the record"),
            reverse("cycles:record", args=[check.session_id]),
            _("Read and check"),
            when_of(check.session),
            _("due %(day)s") % {"day": day(check.last_on)},
            due_at,
            5,
            state_of(due_at, desk.now),
        )


def _advice(desk: Desk) -> Iterator[Task]:
    for advice in desk.advice:
        school = advice.adjustment.session.cycle.school
        due_at = end_of(advice.due_on, school.zone) if advice.due_on else None
        yield Task(
            _("Advice is asked of you"),
            reverse("cycles:adjustment", args=[advice.adjustment_id]),
            _("Read and answer"),
            _("%(school)s: %(question)s") % {"school": school.name, "question": advice.question},
            _("due %(day)s") % {"day": day(advice.due_on)} if advice.due_on else "",
            due_at,
            10,
            state_of(due_at, desk.now) or "waiting",
        )


def _proposals(desk: Desk) -> Iterator[Task]:
    count = desk.undecided
    if count:
        yield Task(
            ngettext("Decide on a proposed change", "Decide on %(count)s proposed changes", count) % {"count": count},
            reverse("cycles:adjustments"),
            _("Look at them"),
            _("from this cycle's reflections"),
            minutes=5 * count,
        )


# --- share


def _summaries(desk: Desk) -> Iterator[Task]:
    cycle = desk.cycle
    if not cycle:
        return
    summary = getattr(cycle, "summary", None)
    held = [session for session in desk.led if session.cycle_id == cycle.pk and session.state != SessionState.CANCELLED]
    if summary is None and held and all(session.state == SessionState.MET for session in held):
        yield Task(
            _("Draft the summary"),
            reverse("cycles:board") + "#summary",
            _("Begin"),
            _("All teams have met."),
            minutes=15,
            state="waiting",
        )
    if summary is not None and summary.state == SummaryState.DRAFT:
        url = reverse("cycles:summary-edit", args=[summary.pk])
        yield Task(_("Finish and publish the summary"), url, _("Edit"), summary.title, minutes=15, state="waiting")


def _reviews(desk: Desk) -> Iterator[Task]:
    for review in desk.reviews:
        school = review.summary.cycle.school.name
        url = reverse("cycles:review", args=[review.pk])
        yield Task(
            _("Read the summary of %(school)s") % {"school": school}, url, _("Read"), review.summary.title, minutes=10
        )


# --- the first day, and evidence


def _first_day(desk: Desk) -> Iterator[Task]:
    if desk.has_no_school:
        words = _("One workbook with its people, teams and terms, or page by page")
        yield Task(
            _("Set up your first school"), reverse("teams:setup"), _("Begin"), words, minutes=45, state="waiting"
        )


def _uploads(desk: Desk) -> Iterator[Task]:
    if desk.brings_data and desk.uploads:
        count = desk.uploads
        yield Task(
            ngettext("A file waits for your word", "%(count)s files wait for your word", count) % {"count": count},
            reverse("data_imports:evidence"),
            _("Look and apply"),
            minutes=3 * count,
            state="waiting",
        )


PROVIDERS: tuple[Callable[[Desk], Iterator[Task]], ...] = (
    _meetings,
    _invitations,
    _times,
    _polls,
    _opening,
    _packets,
    _voices,
    _reflections,
    near_talks,
    talks_to_arrange,
    lines_to_raise,
    maps_asked,
    maps_told,
    learning_cycles,
    _steps,
    _records,
    _advice,
    _proposals,
    _summaries,
    _reviews,
    _first_day,
    _uploads,
)
