from datetime import date, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cycles.plan import actions
from cycles.plan.models import Cycle, ReflectionSession
from tests import moments


def fresh(session: ReflectionSession) -> ReflectionSession:
    return ReflectionSession.objects.select_related("cycle__school", "cycle__term", "team").get(pk=session.pk)


def in_days(count: int) -> date:
    return moments.today() + timedelta(days=count)


def give_time(session: ReflectionSession, people: Any, **changes: Any) -> ReflectionSession:
    """Schedule for noon in ten days, facilitated by the lead; `changes` say otherwise."""
    values = {
        "meets_on": in_days(10),
        "meets_at": time(12, 0),
        "minutes": 90,
        "place": "Library",
        "facilitator": people.lead,
        "version": session.version,
        "by": people.leader,
        "at": timezone.now(),
    }
    return fresh(actions.schedule_session(session, **(values | changes)))


@pytest.fixture
def cycle(people: Any) -> Cycle:
    return actions.open_cycle(people.school, term=people.fall, by=people.leader, at=timezone.now())


@pytest.fixture
def session(people: Any, cycle: Cycle) -> ReflectionSession:
    """The teacher team's, without a time."""
    return fresh(cycle.sessions.get(team=people.team))


@pytest.fixture
def timed(people: Any, session: ReflectionSession) -> ReflectionSession:
    """The same with a time."""
    return give_time(session, people)
