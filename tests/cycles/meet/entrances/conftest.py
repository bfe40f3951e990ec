from typing import Any

import pytest
from django.utils import timezone

from cycles.meet import actions
from cycles.meet.models import Meeting
from tests.cycles.meet.conftest import fresh
from tests.cycles.meet.entrances.phones import Phone, admit

NOW = timezone.now


@pytest.fixture
def door(people: Any, meeting: Meeting) -> Meeting:
    actions.open_door(meeting, by=people.facilitator, at=NOW())
    return fresh(meeting.session)


@pytest.fixture
def phone(door: Meeting) -> Phone:
    return Phone(door)


@pytest.fixture
def inside(people: Any, phone: Phone) -> Phone:
    """A phone that was admitted as the teacher."""
    phone.tap(people.teacher)
    admit(people)
    return phone
