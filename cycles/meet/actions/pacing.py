"""Time in the room: the clock that stands, minutes given away from what is to come, going on past the end."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from cycles.meet import queries
from cycles.meet.models import Meeting, Phase
from cycles.meet.steering import Overtime, PhaseChange, StoppedClock
from teams import audit
from teams.models import Person

from .refusals import RoomRefusal, StepTaken
from .steps import touch


class NothingToShorten(RoomRefusal):
    """The steps that come have the least minutes already, or there are none."""


class NotTheirs(RoomRefusal):
    """The meeting is handed over only to who may lead it."""


# --- the clock


@transaction.atomic
def stop_clock(meeting: Meeting, *, step: int, by: Person, at: datetime) -> None:
    """Let the step's clock stand; every face shows what is left. Twice is once."""
    touch(meeting, step=step)
    ends_at = meeting.phase_ends_at
    if not Meeting.objects.filter(pk=meeting.pk, phase_ends_at=ends_at, phase_ends_at__isnull=False).update(
        phase_ends_at=None
    ):
        return
    assert ends_at is not None  # noqa: S101 (tells the type checker)
    left = round((ends_at - at).total_seconds())
    StoppedClock.objects.update_or_create(meeting=meeting, defaults={"step": step, "seconds": left})
    meeting.phase_ends_at = None


@transaction.atomic
def start_clock(meeting: Meeting, *, step: int, by: Person, at: datetime) -> None:
    """Let it go on with what was left. Twice is once."""
    touch(meeting, step=step)
    stood = StoppedClock.objects.filter(meeting=meeting, step=step).first()
    if stood is None:
        return
    ends_at = at + timedelta(seconds=stood.seconds)
    Meeting.objects.filter(pk=meeting.pk, phase_ends_at=None).update(phase_ends_at=ends_at)
    meeting.phase_ends_at = ends_at
    stood.delete()


@transaction.atomic
def give_minutes(meeting: Meeting, *, minutes: int, by: Person, at: datetime, seen: str = "") -> None:
    """Give the step `minutes` more; a clock that stands goes on standing, with more on it.

    `seen` is the clock as it was when the button was pressed (`queries.clock_mark`): what is sent twice is given once.
    """
    touch(meeting, step=meeting.step)
    meeting.refresh_from_db(fields=["phase_ends_at"])
    if seen and seen != queries.clock_mark(meeting):
        return
    rows = StoppedClock.objects.filter(meeting=meeting, step=meeting.step)
    if meeting.phase_ends_at is not None or not rows.exists():
        # from its planned end, or from now where that has passed
        ends_at = max(meeting.phase_ends_at or at, at) + timedelta(minutes=minutes)
        Meeting.objects.filter(pk=meeting.pk).update(phase_ends_at=ends_at)
        meeting.phase_ends_at = ends_at
        return
    rows.update(seconds=Greatest(F("seconds"), 0) + 60 * minutes)


# --- what is to come


@transaction.atomic
def shorten_coming(meeting: Meeting, *, step: int, by: Person, at: datetime) -> None:
    """Fit the steps that come into the minutes that are left, by the protocol's own rule.

    What is offered is computed again here, so that an old page gives today's minutes. Refuses with
    `NothingToShorten`.
    """
    touch(meeting, step=step)
    plan = queries.pace(meeting, queries.wanted_phases(meeting), at=at)
    if not plan.shorter:
        raise NothingToShorten(
            _("The steps that come have their least minutes already. Skip one, or go on past the end.")
        )
    _say(meeting, [(line.phase_id, line.new) for line in plan.shorter])


@transaction.atomic
def skip_phase(meeting: Meeting, *, step: int, phase: Phase, by: Person, at: datetime) -> None:
    """Leave out a step that comes and that the protocol itself leaves out of shorter meetings."""
    touch(meeting, step=step)
    plan = queries.pace(meeting, queries.wanted_phases(meeting), at=at)
    if phase.pk not in {line.phase_id for line in plan.optional}:
        raise NothingToShorten(_("This step cannot be left out, or it is over already."))
    _say(meeting, [(phase.pk, 0)])
    audit.record("step left out", meeting.session, by=by, at=at, school=meeting.session.cycle.school)


def _say(meeting: Meeting, minutes: Collection[tuple[int, int]]) -> None:
    for phase, new in minutes:
        PhaseChange.objects.update_or_create(meeting=meeting, phase_id=phase, defaults={"minutes": new})


@transaction.atomic
def keep_phases(meeting: Meeting, *, step: int, by: Person, at: datetime) -> None:
    """Take back what was shortened and left out, for the steps that come: as planned again."""
    touch(meeting, step=step)
    PhaseChange.objects.filter(meeting=meeting, phase__position__gt=meeting.phase.position).delete()


@transaction.atomic
def go_past_end(meeting: Meeting, *, step: int, minutes: int, by: Person, at: datetime) -> None:
    """Agree to end later, by `minutes` from the planned end in all."""
    touch(meeting, step=step)
    Overtime.objects.update_or_create(meeting=meeting, defaults={"minutes": minutes})


# --- who leads


@transaction.atomic
def hand_over_meeting(meeting: Meeting, *, to: Person, step: int, by: Person, at: datetime) -> None:
    """Give the lead to the deputy, or back to the facilitator; the page of everyone in the room says so."""
    if to.pk not in {person.pk for person in queries.successors(meeting)}:
        raise NotTheirs(_("The meeting is handed over to its deputy or its facilitator."))
    touch(meeting, step=step, facilitator=by)
    if not Meeting.objects.filter(pk=meeting.pk, facilitator=by).update(facilitator=to):
        raise StepTaken(_("Somebody else leads the meeting already."))
    meeting.facilitator = to
    audit.record("meeting handed over", meeting.session, by=by, at=at, subject=to, school=meeting.session.cycle.school)
