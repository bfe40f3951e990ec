"""Meetings with their topics, causes and promises for tests, made without running a protocol."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from cycles.adjust import actions
from cycles.adjust.models import ActionStep, Adjustment
from cycles.meet.enums import CardKind, ProtocolKind
from cycles.meet.models import Card, Cause, Meeting, Phase, Protocol, Topic
from cycles.plan.enums import SessionState
from cycles.plan.models import ReflectionSession
from teams.models import Person
from tests import moments

PHASES = ("commitments", "goals", "progress", "growth", "causes", "action_steps", "close")


def begin(session: ReflectionSession, *, kind: str = "action_steps") -> Meeting:
    """The session's open meeting, in the phase of `kind`."""
    protocol = Protocol.objects.filter(kind=ProtocolKind.TEAM, is_current=True).first()
    if protocol is None:
        protocol = Protocol.objects.create(kind=ProtocolKind.TEAM, title="Team reflection")
        for position, name in enumerate(PHASES):
            Phase.objects.create(protocol=protocol, position=position, kind=name, title=name, prompt=name, minutes=5)
    meeting = Meeting.objects.create(
        session=session,
        protocol=protocol,
        phase=protocol.phases.filter(kind=kind).first(),
        facilitator=session.facilitator,
        opened_at=timezone.now(),
    )
    ReflectionSession.objects.filter(pk=session.pk).update(state=SessionState.MEETING)
    session.refresh_from_db(fields=["state"])
    return meeting


def end(session: ReflectionSession) -> None:
    Meeting.objects.filter(session=session).update(closed_at=timezone.now())
    ReflectionSession.objects.filter(pk=session.pk).update(state=SessionState.MET)
    session.refresh_from_db(fields=["state"])


def topic(meeting: Meeting, title: str = "Grade-level tasks", *, is_chosen: bool = True) -> Topic:
    return Topic.objects.create(meeting=meeting, title=title, is_chosen=is_chosen)


def cause(of: Topic, text: str = "We plan without a shared picture", *, is_agreed: bool = True) -> Cause:
    return Cause.objects.create(
        topic=of,
        text=text,
        category="curriculum",
        evidence="15 of 24 tasks",
        is_within_control=is_agreed,
        is_not_a_person=is_agreed,
        agreed_at=timezone.now() if is_agreed else None,
    )


def card(meeting: Meeting, by: Person, kind: CardKind = CardKind.PARKED, text: str = "Duty", **fields: Any) -> Card:
    return Card.objects.create(meeting=meeting, author=by, kind=kind, text=text, written_at=timezone.now(), **fields)


def in_days(days: int) -> date:
    return moments.today() + timedelta(days=days)


def step(session: ReflectionSession, owner: Person, text: str = "Collect two tasks", **fields: Any) -> ActionStep:
    """A step taken by the session's facilitator, due in 30 days."""
    wanted = {"due_on": in_days(30), "by": session.facilitator, "at": timezone.now()} | fields
    return actions.take_action_step(session, text=text, owner=owner, **wanted)


def adjustment(session: ReflectionSession, text: str = "Open units with a task", **fields: Any) -> Adjustment:
    wanted = {"scope": "team", "reason": "See early", "by": session.facilitator, "at": timezone.now()} | fields
    return actions.propose_adjustment(session, text=text, **wanted)
