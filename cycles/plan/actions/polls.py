"""Asking those invited which other time suits them: open, answer, settle, call off, close at the deadline."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cycles.plan import polling
from cycles.plan.enums import PollReply, PollState, SessionState
from cycles.plan.models import PollAnswer, PollSlot, ReflectionSession, SlotPoll
from cycles.plan.slots import Slot
from teams import audit
from teams.models import Person

from .invitations import whole_session
from .proposals import check_hours, reschedule
from .refusals import PlanRefused, SessionOver

MAY_BE_POLLED = (SessionState.PLANNED, SessionState.SCHEDULED)


class PollRunning(PlanRefused):
    def __init__(self) -> None:
        super().__init__(_("A poll about this meeting is open already."))


class PollOver(PlanRefused):
    def __init__(self) -> None:
        super().__init__(_("This poll is over, so no answer can be given or changed any more."))


@transaction.atomic
def open_poll(
    session: ReflectionSession, *, slots: Iterable[Slot], closes_at: datetime, by: Person, at: datetime
) -> SlotPoll:
    """Offer other times to everyone invited, until `closes_at`; they are asked once and reminded the day before.

    Refuses with `PollRunning` where one is open, with `SessionOver` a meeting that has begun or is cancelled.
    """
    now = whole_session(session)
    if now.state not in MAY_BE_POLLED:
        raise SessionOver
    try:
        with transaction.atomic():
            poll = SlotPoll.objects.create(session=now, asked_by=by, opened_at=at, closes_at=closes_at)
    except IntegrityError as running:
        raise PollRunning from running
    PollSlot.objects.bulk_create(
        PollSlot(poll=poll, meets_on=one.meets_on, meets_at=one.meets_at, minutes=one.minutes) for one in slots
    )
    polling.ask(poll, at=at)
    audit.record("time poll opened", now, by=by, at=at, school=now.cycle.school)
    return poll


@transaction.atomic
def answer_poll(poll: SlotPoll, *, replies: Mapping[int, str], by: Person, at: datetime) -> None:
    """Say yes, if need be or no to each time; may be changed until the poll is over. Ends the reminders to oneself."""
    rows = SlotPoll.objects.select_for_update(of=("self",)).filter(pk=poll.pk, state=PollState.OPEN, closes_at__gt=at)
    if not rows.exists():
        raise PollOver
    known = set(PollSlot.objects.filter(poll=poll).values_list("pk", flat=True))
    answers = [
        PollAnswer(slot_id=key, person=by, reply=PollReply(reply)) for key, reply in replies.items() if key in known
    ]
    PollAnswer.objects.bulk_create(
        answers, update_conflicts=True, unique_fields=["slot", "person"], update_fields=["reply"]
    )
    polling.thank(poll, by, at=at)


def _end(poll: SlotPoll, state: PollState, at: datetime) -> None:
    """Compare-and-set; what was unsent about the poll is void."""
    ending = (PollState.OPEN, PollState.CLOSED) if state == PollState.SETTLED else (PollState.OPEN,)
    if not SlotPoll.objects.filter(pk=poll.pk, state__in=ending).update(state=state, closed_at=at):
        raise PollOver
    polling.end(poll, at=at)


@transaction.atomic
def settle_poll(
    poll: SlotPoll, *, slot: PollSlot, version: int, has_word: bool, by: Person, at: datetime
) -> ReflectionSession:
    """Give the meeting this time: everyone invited is told once, the poll is over and reminds nobody.

    Beyond the contract day only with the leader's word. Refuses with `PollOver` what is settled or called off already.
    """
    now = whole_session(poll.session)
    check_hours(now, slot.meets_at, slot.minutes, has_word=has_word)
    _end(poll, PollState.SETTLED, at)
    reschedule(now, slot.meets_on, slot.meets_at, slot.minutes, version, by=by, at=at)
    audit.record("time poll settled", now, by=by, at=at, school=now.cycle.school)
    return whole_session(now)


@transaction.atomic
def cancel_poll(poll: SlotPoll, *, by: Person, at: datetime) -> None:
    """Call it off: nobody is asked or reminded any more, the meeting stays as it is."""
    _end(poll, PollState.CANCELLED, at)
    audit.record("time poll cancelled", poll.session, by=by, at=at, school=poll.session.cycle.school)


def close_due_polls(*, at: datetime) -> int:
    """Close what has reached its deadline, and tell who asked; returns how many. Twice is once."""
    due = SlotPoll.objects.filter(state=PollState.OPEN, closes_at__lte=at).select_related(
        "session__cycle__school", "asked_by"
    )
    closed = 0
    for poll in due:
        with transaction.atomic():
            rows = SlotPoll.objects.filter(pk=poll.pk, state=PollState.OPEN)
            if rows.update(state=PollState.CLOSED, closed_at=at):
                polling.end(poll, at=at)
                polling.tell_closed(poll, at=at)
                closed += 1
    return closed
