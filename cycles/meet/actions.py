"""What was done in the room. Each change raises the meeting's version and tells its listeners, through `touch`.

Every change of an open meeting begins by raising its version under a filter that says what must still hold
("this phase, not closed"): that is the compare-and-set, and the row lock that puts simultaneous changes in order.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from cycles.plan.enums import SessionState
from cycles.plan.models import Invitation, ReflectionSession
from reflection_site import events
from teams import audit
from teams.enums import CycleKind, Verdict
from teams.models import Expectation, Person, Slo, UipGoal

from . import phases, queries
from .enums import VOTES_EACH, CardKind, CauseCategory, ProtocolKind
from .models import (
    Card,
    Cause,
    Finished,
    GoalRevisit,
    Meeting,
    Phase,
    PhaseRun,
    Protocol,
    Reveal,
    Topic,
    Vote,
)


class RoomRefusal(Exception):
    """What the room says no to. The text is for the person; `status` is the answer's."""

    status = 422


class StepTaken(RoomRefusal):
    """Somebody else was faster with "next" or "back"."""

    status = 409


class PhaseClosed(RoomRefusal):
    """The group has moved on: too late for this phase, or the meeting is closed."""

    status = 409


class NotScheduled(RoomRefusal):
    """The session has no time, was cancelled, or has met."""


class NotShownYet(RoomRefusal):
    """Cards are grouped, celebrated and voted on only after everyone can see them."""


class VotesSpent(RoomRefusal):
    """The person's votes are all given."""


class VotesClosed(RoomRefusal):
    """The totals are out."""

    status = 409


class CauseNotOurs(RoomRefusal):
    """A cause outside our control, or one that is a person, is not agreed."""


class TopicNotChosen(RoomRefusal):
    """Causes belong to the topics that the group chose."""


class NothingChosen(RoomRefusal):
    """A choice of no card or no topic."""


# --- the one place where a meeting's version rises


def touch(meeting: Meeting, **still: Any) -> None:
    """Raise the version and tell the listeners, if the meeting is open and `still` holds; else `PhaseClosed`."""
    rows = Meeting.objects.filter(pk=meeting.pk, closed_at=None, **still)
    if not rows.update(version=F("version") + 1):
        raise PhaseClosed(_("The group has moved on. What you wrote is still here; you can park it for later."))
    meeting.refresh_from_db(fields=["version"])
    events.announce(meeting.session.topic, meeting.version)


def _at(step: int | None) -> dict[str, int]:
    """The filter of a button that somebody pressed while they saw `step`."""
    return {} if step is None else {"step": step}


def touch_session(session: ReflectionSession) -> None:
    """Tell the listeners of a session's meeting, where it has an open one, that something beside it changed."""
    meeting = Meeting.objects.filter(session=session, closed_at=None).first()
    if meeting is not None:
        touch(meeting)


# --- opening, steps, closing


def _protocol_for(session: ReflectionSession) -> Protocol:
    kind = ProtocolKind.TEAM
    if session.team.is_ilt:
        mid_year = session.cycle.kind == CycleKind.MID_YEAR
        kind = ProtocolKind.ILT_MID_YEAR if mid_year else ProtocolKind.ILT_END_OF_YEAR
    return Protocol.objects.get(kind=kind, is_current=True)


def _enter(meeting: Meeting, phase: Phase, *, at: datetime) -> None:
    PhaseRun.objects.filter(meeting=meeting, left_at=None).update(left_at=at)
    PhaseRun.objects.create(meeting=meeting, phase=phase, step=meeting.step, entered_at=at)


@transaction.atomic
def open_meeting(session: ReflectionSession, *, by: Person, at: datetime) -> Meeting:
    """Begin the protocol's first phase; `by` leads. A meeting that is open already is given back as it is."""
    scheduled = ReflectionSession.objects.filter(pk=session.pk, state=SessionState.SCHEDULED)
    if not scheduled.update(state=SessionState.MEETING):
        meeting = Meeting.objects.select_related("phase", "protocol").filter(session=session, closed_at=None).first()
        if meeting is None:
            raise NotScheduled(_("This meeting cannot be opened: it has no time yet, was cancelled, or has ended."))
        return meeting
    session.state = SessionState.MEETING
    protocol = _protocol_for(session)
    phase = protocol.phases.order_by("position")[0]
    meeting = Meeting.objects.create(
        session=session,
        protocol=protocol,
        phase=phase,
        facilitator=by,
        opened_at=at,
        phase_ends_at=at + timedelta(minutes=phase.minutes),
    )
    _enter(meeting, phase, at=at)
    audit.record("meeting opened", session, by=by, at=at, school=session.cycle.school)
    events.announce(session.topic, meeting.version)
    return meeting


def _neighbour(meeting: Meeting, *, forward: bool) -> Phase | None:
    before, after = queries.around(meeting, queries.wanted_phases(meeting))
    return after if forward else before


def _step(meeting: Meeting, *, step: int, forward: bool, at: datetime) -> Meeting:
    phase = _neighbour(meeting, forward=forward) if meeting.step == step else None
    if phase is None:
        raise StepTaken(_("Somebody was faster: the meeting is at another step already."))
    rows = Meeting.objects.filter(pk=meeting.pk, step=step, phase=meeting.phase_id, closed_at=None)
    ends_at = at + timedelta(minutes=phase.minutes)
    if not rows.update(phase=phase, step=step + 1, phase_ends_at=ends_at):
        raise StepTaken(_("Somebody was faster: the meeting is at another step already."))
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
def extend_phase(meeting: Meeting, *, minutes: int, by: Person, at: datetime) -> None:
    """Give the phase `minutes` more: from its planned end, or from now where that has passed."""
    touch(meeting, step=meeting.step)
    ends_at = max(meeting.phase_ends_at or at, at) + timedelta(minutes=minutes)
    Meeting.objects.filter(pk=meeting.pk).update(phase_ends_at=ends_at)
    meeting.phase_ends_at = ends_at


@transaction.atomic
def take_over_meeting(meeting: Meeting, *, by: Person, at: datetime) -> None:
    """Lead the meeting from now on. The page of everyone in the room says so."""
    touch(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(facilitator=by)
    meeting.facilitator = by
    audit.record("meeting taken over", meeting.session, by=by, at=at, school=meeting.session.cycle.school)


@transaction.atomic
def close_meeting(meeting: Meeting, *, by: Person, at: datetime, step: int | None = None) -> None:
    """End the meeting: its record is what was agreed, and nobody writes any more. The session has met."""
    touch(meeting, **_at(step))
    Meeting.objects.filter(pk=meeting.pk).update(closed_at=at)
    meeting.closed_at = at
    for kind in (CardKind.PLUS, CardKind.DELTA):
        Reveal.objects.get_or_create(meeting=meeting, kind=kind, defaults={"revealed_at": at})
    PhaseRun.objects.filter(meeting=meeting, left_at=None).update(left_at=at)
    ReflectionSession.objects.filter(pk=meeting.session_id, state=SessionState.MEETING).update(state=SessionState.MET)
    meeting.session.state = SessionState.MET
    audit.record("meeting closed", meeting.session, by=by, at=at, school=meeting.session.cycle.school)


# --- people


@transaction.atomic
def attend_meeting(meeting: Meeting, *, by: Person, at: datetime) -> None:
    """Note that an invited person came. A second time, or without an invitation, nothing changes."""
    asked = Invitation.objects.filter(session=meeting.session_id, person=by)
    if meeting.is_open and asked.exclude(has_attended=True).update(has_attended=True):
        touch(meeting)


@transaction.atomic
def finish_step(meeting: Meeting, *, step: int, is_finished: bool, by: Person, at: datetime) -> None:
    """Say "I'm finished" in this step, or take it back."""
    touch(meeting, step=step)
    if is_finished:
        Finished.objects.get_or_create(meeting=meeting, step=step, person=by)
    else:
        Finished.objects.filter(meeting=meeting, step=step, person=by).delete()


# --- goals


@transaction.atomic
def revisit_goal(
    meeting: Meeting,
    *,
    verdict: Verdict | str,
    evidence: str,
    by: Person,
    at: datetime,
    goal: UipGoal | None = None,
    slo: Slo | None = None,
    expectation: Expectation | None = None,
) -> GoalRevisit:
    """Keep the group's verdict on one goal, SLO or expectation, with its evidence; a later one replaces it."""
    touch(meeting)
    revisit, _made = GoalRevisit.objects.update_or_create(
        meeting=meeting,
        goal=goal,
        slo=slo,
        expectation=expectation,
        defaults={"verdict": verdict, "evidence": evidence, "recorded_by": by, "recorded_at": at},
    )
    return revisit


# --- cards


def _writing_phases(kind: CardKind | str) -> list[str]:
    return [key for key, phase in phases.kinds().items() if kind in phase.writes]


@transaction.atomic
def write_card(
    meeting: Meeting, *, kind: CardKind | str, text: str, by: Person, at: datetime, because: str = ""
) -> Card:
    """Write one card. Parked ones at any time; the others in a phase that asks for them, else `PhaseClosed`."""
    anytime = kind == CardKind.PARKED
    touch(meeting, **({} if anytime else {"phase__kind__in": _writing_phases(kind)}))
    return Card.objects.create(meeting=meeting, kind=kind, author=by, text=text, because=because, written_at=at)


@transaction.atomic
def withdraw_card(card: Card, *, by: Person, at: datetime) -> None:
    """Take back one's own card while its phase lasts."""
    anytime = card.kind == CardKind.PARKED
    touch(card.meeting, **({} if anytime else {"phase__kind__in": _writing_phases(card.kind)}))
    card.delete()


@transaction.atomic
def reveal_cards(meeting: Meeting, *, by: Person, at: datetime, step: int | None = None) -> None:
    """Show everyone the cards of the current phase, with names. Twice is once."""
    touch(meeting, phase=meeting.phase_id, **_at(step))
    for kind in phases.kind(meeting.phase.kind).writes:
        Reveal.objects.get_or_create(meeting=meeting, kind=kind, defaults={"revealed_at": at})


def _must_be_shown(meeting: Meeting, kind: CardKind) -> None:
    if not Reveal.objects.filter(meeting=meeting, kind=kind).exists():
        raise NotShownYet(_("Show the cards first; then the group can work with them."))


@transaction.atomic
def celebrate_card(card: Card, *, by: Person, at: datetime, is_celebrated: bool = True) -> None:
    """Keep a success, with the action that led to it, for the record; or take it out again."""
    _must_be_shown(card.meeting, CardKind.SUCCESS)
    touch(card.meeting)
    Card.objects.filter(pk=card.pk, kind=CardKind.SUCCESS).update(is_celebrated=is_celebrated)
    card.is_celebrated = is_celebrated


# --- topics and votes


def _clear_empty_topics(meeting: Meeting) -> None:
    Topic.objects.filter(meeting=meeting, cards=None, is_chosen=False, causes=None).delete()


@transaction.atomic
def group_cards(
    meeting: Meeting,
    *,
    cards: Collection[Card],
    title: str,
    by: Person,
    at: datetime,
    topic: Topic | None = None,
    goal: UipGoal | None = None,
) -> Topic:
    """Put growth cards into a new topic, or into `topic`; a topic that loses its last card goes."""
    _must_be_shown(meeting, CardKind.GROWTH)
    if not cards:
        raise NothingChosen(_("Select at least one card."))
    touch(meeting)
    if topic is None:
        topic = Topic.objects.create(meeting=meeting, title=title, goal=goal)
    pks = [card.pk for card in cards]
    Card.objects.filter(pk__in=pks, meeting=meeting, kind=CardKind.GROWTH).update(topic=topic)
    _clear_empty_topics(meeting)
    return topic


@transaction.atomic
def split_topic(topic: Topic, *, by: Person, at: datetime) -> None:
    """Undo a group: its cards stand alone again. A topic that the group chose stays as it is."""
    touch(topic.meeting)
    Card.objects.filter(topic=topic, topic__is_chosen=False).update(topic=None)
    _clear_empty_topics(topic.meeting)


@transaction.atomic
def rename_topic(topic: Topic, *, title: str, by: Person, at: datetime) -> None:
    """Give a topic better words."""
    touch(topic.meeting)
    Topic.objects.filter(pk=topic.pk).update(title=title)
    topic.title = title


@transaction.atomic
def open_votes(meeting: Meeting, *, by: Person, at: datetime, step: int | None = None) -> None:
    """Ask for votes. A card that stands alone becomes a topic of its own first."""
    _must_be_shown(meeting, CardKind.GROWTH)
    touch(meeting, **_at(step))
    for card in Card.objects.filter(meeting=meeting, kind=CardKind.GROWTH, topic=None):
        title = card.text if len(card.text) <= 200 else f"{card.text[:199]}…"
        card.topic = Topic.objects.create(meeting=meeting, title=title)
        card.save(update_fields=["topic"])
    Meeting.objects.filter(pk=meeting.pk).update(votes_opened_at=at, votes_closed_at=None)
    meeting.votes_opened_at, meeting.votes_closed_at = at, None


@transaction.atomic
def close_votes(meeting: Meeting, *, by: Person, at: datetime, step: int | None = None) -> None:
    """End the vote; from now on everyone sees the totals, never who voted how."""
    touch(meeting, **_at(step))
    Meeting.objects.filter(pk=meeting.pk, votes_closed_at=None).update(votes_closed_at=at)
    meeting.votes_closed_at = meeting.votes_closed_at or at


@transaction.atomic
def vote_for(topic: Topic, *, by: Person, at: datetime, is_wanted: bool | None = None) -> None:
    """Give one of `VOTES_EACH` votes to a topic or (`is_wanted=False`) take it back; None toggles.

    The meeting's row is locked by `touch`, so a double press can never spend more than the budget.
    """
    meeting = topic.meeting
    _must_be_shown(meeting, CardKind.GROWTH)
    try:
        touch(meeting, votes_closed_at=None)
    except PhaseClosed as closed:
        raise VotesClosed(_("The vote is closed.")) from closed
    mine = Vote.objects.filter(person=by, topic__meeting=meeting)
    has_voted = mine.filter(topic=topic).exists()
    if has_voted and is_wanted is not True:
        mine.filter(topic=topic).delete()
    elif not has_voted and is_wanted is not False:
        if mine.count() >= VOTES_EACH:
            raise VotesSpent(_("Your %(votes)s votes are given. Take one back to move it.") % {"votes": VOTES_EACH})
        Vote.objects.create(topic=topic, person=by)


@transaction.atomic
def choose_topics(meeting: Meeting, *, topics: Collection[Topic], by: Person, at: datetime) -> None:
    """Choose the few that the group goes deep on; this closes the vote."""
    if not topics:
        raise NothingChosen(_("Choose at least one topic."))
    touch(meeting)
    pks = [topic.pk for topic in topics]
    Topic.objects.filter(meeting=meeting).exclude(pk__in=pks).update(is_chosen=False)
    Topic.objects.filter(meeting=meeting, pk__in=pks).update(is_chosen=True)
    Meeting.objects.filter(pk=meeting.pk, votes_closed_at=None).update(votes_closed_at=at)
    meeting.votes_closed_at = meeting.votes_closed_at or at


# --- causes


@transaction.atomic
def propose_cause(
    topic: Topic, *, text: str, category: CauseCategory | str, evidence: str, by: Person, at: datetime
) -> Cause:
    """Add a link to a chosen topic's chain of whys, under the last one."""
    if not topic.is_chosen:
        raise TopicNotChosen(_("Choose this topic first; then look for its cause."))
    touch(topic.meeting)
    return Cause.objects.create(topic=topic, text=text, category=category, evidence=evidence, proposed_by=by)


@transaction.atomic
def agree_cause(cause: Cause, *, is_within_control: bool, is_not_a_person: bool, by: Person, at: datetime) -> None:
    """The group agrees on the root cause of a topic: within its control, and not a person. One per topic."""
    if not (is_within_control and is_not_a_person):
        raise CauseNotOurs(
            _("A cause that we agree on is within our control and is not a person. If it is neither, ask why again.")
        )
    touch(cause.topic.meeting)
    Cause.objects.filter(topic=cause.topic_id).update(agreed_at=None)
    cause.is_within_control, cause.is_not_a_person, cause.agreed_at = True, True, at
    cause.save(update_fields=["is_within_control", "is_not_a_person", "agreed_at"])
