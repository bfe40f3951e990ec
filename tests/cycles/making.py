"""Cycles, sessions and reflections for tests, made without the actions of other verbs."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from cycles.plan import actions as plan_actions
from cycles.plan.enums import CycleState, SessionState
from cycles.plan.models import Cycle, Invitation, ReflectionSession
from cycles.prepare import actions
from cycles.prepare.models import Reflection
from teams.enums import CycleKind, Position
from teams.models import Membership, Person, Team
from tests import moments

NOON = time(12, 0)


def open_cycle(people: Any, school: Any = None, kind: CycleKind = CycleKind.MID_YEAR) -> Cycle:
    """A bare open cycle of `people.school` (or another)."""
    return Cycle.objects.create(
        school=school or people.school,
        year=people.year,
        term=people.fall if kind == CycleKind.MID_YEAR else people.spring,
        kind=kind,
        state=CycleState.OPEN,
        opened_at=timezone.now(),
    )


def schedule(cycle: Cycle, team: Team, *, days: int | None = 2, facilitator: Person | None = None) -> ReflectionSession:
    """The team's session, in `days` days at noon at the school (None: no time yet), its members invited."""
    day = None if days is None else timezone.localtime(timezone.now(), cycle.school.zone).date() + timedelta(days=days)
    session = ReflectionSession.objects.create(
        cycle=cycle,
        team=team,
        state=SessionState.PLANNED if day is None else SessionState.SCHEDULED,
        meets_on=day,
        meets_at=NOON if day else None,
        place="Library",
        facilitator=facilitator,
    )
    for membership in Membership.objects.on().filter(team=team):
        Invitation.objects.create(session=session, person=membership.person)
    return ReflectionSession.objects.select_related("cycle__school", "team").get(pk=session.pk)


def dated(session: ReflectionSession, **days: int) -> ReflectionSession:
    """The session with the steps around its meeting; `days` move some, in calendar days from today."""
    plan_actions.plan_around(session, at=timezone.now() - timedelta(days=60))
    today = timezone.localtime(timezone.now(), session.cycle.school.zone).date()
    for kind, count in days.items():
        session.milestones.filter(kind=kind).update(due_on=today + timedelta(days=count))
    return session


def join(session: ReflectionSession, name: str) -> Person:
    """One more member of the session's team, invited."""
    person = Person.objects.create_user(email=f"{name.lower()}@example.org", name=name, password="x" * 12)
    since = moments.today() - timedelta(days=9)
    Membership.objects.create(team=session.team, person=person, position=Position.MEMBER, starts_on=since)
    person.appointments.create(role="staff", school=session.cycle.school, starts_on=since)
    Invitation.objects.create(session=session, person=person)
    return person


def write(
    session: ReflectionSession,
    person: Person,
    text: str,
    audience: str = "me",
    *,
    position: int = 1,
    at: datetime | None = None,
) -> Reflection:
    """Save `text` (and `text` + " cause") under the prompt at `position`."""
    at = at or timezone.now()
    reflection = actions.begin_reflection(session, by=person, at=at)
    prompt = reflection.template.prompts.get(position=position)
    actions.save_answer(
        reflection, prompt=prompt, text=text, second_text="", audience=audience, version=0, by=person, at=at
    )
    return reflection


def hand_in(session: ReflectionSession, person: Person, text: str = "fine", audience: str = "me") -> Reflection:
    """Answer the needed prompts and be ready; `text` stands under the first."""
    write(session, person, text, audience)
    reflection = write(session, person, "needed", position=2)
    kind = {prompt.position for prompt in reflection.template.prompts.filter(is_required=True)}
    for position in kind - {1, 2}:
        write(session, person, "needed", position=position)
    actions.submit_reflection(reflection, by=person, at=timezone.now())
    return reflection


def begin_meeting(session: ReflectionSession) -> None:
    ReflectionSession.objects.filter(pk=session.pk).update(state=SessionState.MEETING)
    session.refresh_from_db()
