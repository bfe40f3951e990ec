from typing import Any

import pytest

from cycles.meet.models import Cause, Meeting, Topic
from tests.cycles import agreeing


@pytest.fixture
def meeting(session: Any) -> Meeting:
    """The teacher team's meeting, in its action steps."""
    return agreeing.begin(session)


@pytest.fixture
def topic(meeting: Meeting) -> Topic:
    """A chosen topic without a cause."""
    return agreeing.topic(meeting)


@pytest.fixture
def cause(topic: Topic) -> Cause:
    """The topic's agreed root cause."""
    return agreeing.cause(topic)
