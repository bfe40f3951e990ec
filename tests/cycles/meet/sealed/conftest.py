from collections.abc import Callable
from typing import Any

import pytest

from cycles.meet.models import Meeting
from tests.cycles.meet.sealed.boxes import here, rule


@pytest.fixture
def growing(people: Any, meeting: Meeting, go_to: Callable[..., Meeting]) -> Meeting:
    """Growth is written without names, with six people in the room."""
    here(meeting, 6)
    rule(meeting, "growth")
    return go_to(meeting, "growth")
