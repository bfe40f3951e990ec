"""The meeting itself: opened, stepped through, timed, taken over, attended, closed."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from cycles.confer.actions import release_lines
from cycles.meet import queries
from cycles.meet.enums import CardKind
from cycles.meet.models import Finished, Meeting, Phase, PhaseRun
from cycles.meet.steering import Spoken
from cycles.plan.enums import SessionState
from cycles.plan.models import Invitation, ReflectionSession
from cycles.plan.signals import session_met
from reflection_site import events
from teams import audit
from teams.models import Person

from .ahead import bring_in
from .counting import count_votes
from .refusals import NotScheduled, PhaseClosed, StepTaken
from .revealing import begin_writing, drop_boxes, end_writing, show_kinds


def touch(meeting: Meeting, **still: Any) -> None:
    """Raise the version and tell the listeners, if the meeting is open and `still` holds; else `PhaseClosed`."""
    rows = Meeting.objects.filter(pk=meeting.pk, closed_at=None, paused_at=None, **still)
    if not rows.update(version=F("version") + 1):
        if Meeting.objects.filter(pk=meeting.pk, paused_at__isnull=False).exists():
            raise PhaseClosed(_("The meeting is paused until another day. What you wrote is still here."))
        raise PhaseClosed(_("The group has moved on. What you wrote is still here; you can park it for later."))
    meeting.refresh_from_db(fields=["version"])
    events.announce(meeting.session.topic, meeting.version)


def _hold_session(meeting: Meeting) -> None:
    """The session's row before the meeting's, as whoever changes a session holds them: no two wait for each other."""
    ReflectionSession.objects.select_for_update(no_key=True).get(pk=meeting.session_id)


def at_step(step: int | None) -> dict[str, int]:
    """The filter of a button that somebody pressed while they saw `step`."""
    return {} if step is None else {"step": step}


def touch_session(session: ReflectionSession) -> None:
    """Tell the listeners of a session's meeting, where it has an open one, that something beside it changed."""
    meeting = Meeting.objects.filter(session=session, closed_at=None, paused_at=None).first()
    if meeting is not None:
        touch(meeting)


def _enter(meeting: Meeting, phase: Phase, *, at: datetime) -> None:
    begin_writing(meeting, phase, at=at)
    Spoken.objects.filter(meeting=meeting).delete()
    PhaseRun.objects.filter(meeting=meeting, left_at=None).update(left_at=at)
    PhaseRun.objects.create(meeting=meeting, phase=phase, step=meeting.step, entered_at=at)


@transaction.atomic
def open_meeting(session: ReflectionSession, *, by: Person, at: datetime) -> Meeting:
    """Begin the protocol's first phase; `by` leads. A meeting that is open already is given back as it is.

    One that was paused continues in the phase where it stood, with the minutes that the phase has left.
    """
    scheduled = ReflectionSession.objects.filter(pk=session.pk, state=SessionState.SCHEDULED)
    if not scheduled.update(state=SessionState.MEETING, begun_at=Coalesce("begun_at", Value(at))):
        meeting = _unfinished(session)
        if meeting is None:
            raise NotScheduled(_("This meeting cannot be opened: it has no time yet, was cancelled, or has ended."))
        return meeting
    session.state, session.begun_at = SessionState.MEETING, session.begun_at or at
    paused = _unfinished(session)
    meeting = _continue(paused, by=by, at=at) if paused else _begin(session, by=by, at=at)
    release_lines(session)
    audit.record(
        "meeting continued" if paused else "meeting opened", session, by=by, at=at, school=session.cycle.school
    )
    events.announce(session.topic, meeting.version)
    return meeting


def _unfinished(session: ReflectionSession) -> Meeting | None:
    meeting = Meeting.objects.select_related("phase", "protocol").filter(session=session, closed_at=None).first()
    if meeting is not None:
        meeting.session = session
    return meeting


def _begin(session: ReflectionSession, *, by: Person, at: datetime) -> Meeting:
    protocol = queries.current_protocol(session)
    phase = protocol.phases.order_by("position")[0]
    meeting = Meeting(
        session=session, protocol=protocol, phase=phase, facilitator=by, opened_at=at, minutes=session.minutes
    )
    meeting.phase_ends_at = at + timedelta(minutes=_minutes_of(meeting, phase))
    meeting.save(force_insert=True)
    bring_in(meeting, at=at)
    _enter(meeting, phase, at=at)
    return meeting


def _minutes_of(meeting: Meeting, phase: Phase) -> int:
    return queries.planned(meeting, queries.wanted_phases(meeting))[phase.pk]


def _continue(meeting: Meeting, *, by: Person, at: datetime) -> Meeting:
    minutes = queries.time_left(meeting, queries.wanted_phases(meeting))
    Meeting.objects.filter(pk=meeting.pk).update(
        paused_at=None,
        step=F("step") + 1,
        version=F("version") + 1,
        facilitator=by,
        phase_ends_at=at + timedelta(minutes=minutes),
    )
    meeting.refresh_from_db(fields=["paused_at", "step", "version", "facilitator", "phase_ends_at"])
    _enter(meeting, meeting.phase, at=at)
    return meeting


@transaction.atomic
def pause_meeting(meeting: Meeting, *, step: int, by: Person, at: datetime) -> None:
    """Stop until another day: everything stays, nobody writes, and the session waits for its new time."""
    _hold_session(meeting)
    touch(meeting, step=step)
    Meeting.objects.filter(pk=meeting.pk).update(paused_at=at, phase_ends_at=None)
    meeting.paused_at, meeting.phase_ends_at = at, None
    PhaseRun.objects.filter(meeting=meeting, left_at=None).update(left_at=at)
    sessions = ReflectionSession.objects.filter(pk=meeting.session_id, state=SessionState.MEETING)
    sessions.update(state=SessionState.SCHEDULED)
    meeting.session.state = SessionState.SCHEDULED
    audit.record("meeting paused", meeting.session, by=by, at=at, school=meeting.session.cycle.school)


def _step(meeting: Meeting, *, step: int, forward: bool, at: datetime) -> Meeting:
    wanted = queries.wanted_phases(meeting)
    before, after = queries.around(meeting, wanted)
    phase = (after if forward else before) if meeting.step == step else None
    if phase is None:
        raise StepTaken(_("Somebody was faster: the meeting is at another step already."))
    rows = Meeting.objects.filter(pk=meeting.pk, step=step, phase=meeting.phase_id, closed_at=None, paused_at=None)
    ends_at = at + timedelta(minutes=queries.planned(meeting, wanted)[phase.pk])
    if not rows.update(phase=phase, step=step + 1, phase_ends_at=ends_at):
        raise StepTaken(_("Somebody was faster: the meeting is at another step already."))
    if forward:
        end_writing(meeting, at=at)
    meeting.phase, meeting.step, meeting.phase_ends_at = phase, step + 1, ends_at
    _enter(meeting, phase, at=at)
    touch(meeting)
    return meeting


@transaction.atomic
def advance_phase(meeting: Meeting, *, step: int, by: Person, at: datetime) -> Meeting:
    """Go to the next phase, if the meeting is still at `step`; else `StepTaken`."""
    return _step(meeting, step=step, forward=True, at=at)


@transaction.atomic
def return_phase(meeting: Meeting, *, step: int, by: Person, at: datetime) -> Meeting:
    """Go back one phase, if the meeting is still at `step`. Everything that was written stays."""
    return _step(meeting, step=step, forward=False, at=at)


@transaction.atomic
def take_over_meeting(meeting: Meeting, *, by: Person, at: datetime) -> None:
    """Lead the meeting from now on. The page of everyone in the room says so."""
    touch(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(facilitator=by)
    meeting.facilitator = by
    audit.record("meeting taken over", meeting.session, by=by, at=at, school=meeting.session.cycle.school)


@transaction.atomic
def follow_substitute(session: ReflectionSession, former: Person | None, at: datetime) -> None:
    """Who now facilitates the session leads its open meeting in the place of `former`, and every page says so at once.

    Where somebody else leads it by now, they go on; the pages are only drawn anew.
    """
    meeting = Meeting.objects.filter(session=session, closed_at=None).first()
    if meeting is None:
        return
    meeting.session = session
    if meeting.is_open:
        touch(meeting)
    if former and session.facilitator:
        Meeting.objects.filter(pk=meeting.pk, facilitator=former).update(facilitator=session.facilitator)


@transaction.atomic
def close_meeting(meeting: Meeting, *, by: Person, at: datetime, step: int | None = None) -> None:
    """End the meeting: its record is what was agreed, and nobody writes any more. The session has met.

    A vote that is still open is counted, so that nobody's votes are kept.
    """
    _hold_session(meeting)
    touch(meeting, **at_step(step))
    Meeting.objects.filter(pk=meeting.pk).update(closed_at=at)
    meeting.closed_at = at
    if Meeting.objects.filter(pk=meeting.pk, votes_opened_at__isnull=False).exists():
        count_votes(meeting, at=at)
    drop_boxes(meeting, at=at)
    Spoken.objects.filter(meeting=meeting).delete()
    show_kinds(meeting, (CardKind.PLUS, CardKind.DELTA), at=at)
    PhaseRun.objects.filter(meeting=meeting, left_at=None).update(left_at=at)
    ReflectionSession.objects.filter(pk=meeting.session_id, state=SessionState.MEETING).update(state=SessionState.MET)
    meeting.session.state = SessionState.MET
    session_met.send(ReflectionSession, session=meeting.session, at=at)
    audit.record("meeting closed", meeting.session, by=by, at=at, school=meeting.session.cycle.school)


def attend_meeting(meeting: Meeting, *, by: Person, at: datetime) -> None:
    """Note that an invited person came. A second time, without an invitation, or once it ended, nothing changes."""
    missing = Invitation.objects.filter(session=meeting.session_id, person=by).exclude(has_attended=True)
    # every fetch of the room asks; only the first one changes something, and waits for others
    if not (meeting.is_open and missing.exists()):
        return
    with suppress(PhaseClosed), transaction.atomic():
        if missing.update(has_attended=True):
            touch(meeting)


@transaction.atomic
def finish_step(meeting: Meeting, *, step: int, is_finished: bool, by: Person, at: datetime) -> None:
    """Say "I'm finished" in this step, or take it back."""
    touch(meeting, step=step)
    if is_finished:
        Finished.objects.get_or_create(meeting=meeting, step=step, person=by)
    else:
        Finished.objects.filter(meeting=meeting, step=step, person=by).delete()
