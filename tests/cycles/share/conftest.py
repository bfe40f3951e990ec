from typing import Any

import pytest
from django.utils import timezone

from cycles.adjust import actions as adjust
from cycles.meet.enums import CardKind
from cycles.share import actions
from cycles.share.models import Summary
from tests.cycles import agreeing


@pytest.fixture
def told(people: Any, session: Any) -> Any:
    """The teacher team has met: one agreed thing of each kind, and a canary in everything that was not agreed."""
    meeting = agreeing.begin(session)
    topic = agreeing.topic(meeting, "Grade-level tasks")
    cause = agreeing.cause(topic, "No shared picture of a task")
    agreeing.cause(topic, "canary cause", is_agreed=False)
    agreeing.cause(agreeing.topic(meeting, "canary topic", is_chosen=False), "canary of a topic left", is_agreed=False)
    agreeing.card(meeting, people.teacher, CardKind.GROWTH, "canary growth", topic=topic)
    agreeing.card(meeting, people.teacher, CardKind.SUCCESS, "canary success", because="canary action")
    agreeing.card(meeting, people.teacher, CardKind.PARKED, "canary parked")
    fields = {"because": "We sort them together", "is_celebrated": True}
    agreeing.card(meeting, people.teacher, CardKind.SUCCESS, "Exit tickets tell us who needs what", **fields)
    agreeing.step(session, people.teacher, text="Annotate two tasks", cause=cause)
    change = agreeing.adjustment(session, text="Open units with a task", cause=cause)
    adjust.decide_adjustment(change, state="agreed", decision="Yes", by=people.leader, at=timezone.now())
    agreeing.adjustment(session, text="canary proposal")
    agreeing.end(session)
    return session


@pytest.fixture
def draft(people: Any, told: Any, cycle: Any) -> Summary:
    return actions.draft_summary(cycle, by=people.leader, at=timezone.now())


@pytest.fixture
def published(people: Any, draft: Summary) -> Summary:
    actions.publish_summary(draft, by=people.leader, at=timezone.now())
    return draft
