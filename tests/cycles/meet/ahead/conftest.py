from typing import Any

import pytest

from cycles.plan.models import ReflectionSession
from tests.cycles.meet.ahead.writing import rule


@pytest.fixture
def growing(people: Any, session: ReflectionSession) -> ReflectionSession:
    """Ahead of a meeting in which growth is written without names."""
    rule(session, "growth")
    return session
