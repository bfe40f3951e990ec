from typing import Any

import pytest

from cycles.plan.models import Cycle, ReflectionSession
from tests.cycles.making import open_cycle, schedule


@pytest.fixture
def cycle(people: Any) -> Cycle:
    return open_cycle(people)


@pytest.fixture
def session(people: Any, cycle: Cycle) -> ReflectionSession:
    """The teacher team's session, in two days (soon, whatever the hour); its facilitator is from outside the team."""
    return schedule(cycle, people.team, facilitator=people.facilitator)


@pytest.fixture
def ilt_session(people: Any, cycle: Cycle) -> ReflectionSession:
    return schedule(cycle, people.ilt, facilitator=people.facilitator)
