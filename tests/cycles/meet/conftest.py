from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from cycles.meet import access, actions
from cycles.meet.models import Meeting
from cycles.plan.models import ReflectionSession
from teams.models import Person
from tests import moments
from tests.cycles.making import open_cycle, schedule
from tests.people import build_people


@pytest.fixture
def meeting(people: Any, session: ReflectionSession) -> Meeting:
    """The team's meeting in its first phase, led by `people.facilitator`."""
    actions.open_meeting(session, by=people.facilitator, at=timezone.now())
    return fresh(session)


def fresh(session: ReflectionSession) -> Meeting:
    """The meeting as it is now, with what every page of the room needs."""
    meeting = access.meeting_of(session)
    assert meeting is not None
    return meeting


@pytest.fixture
def go_to() -> Callable[[Meeting, str], Meeting]:
    """Advance to the phase of a kind."""

    def walk(meeting: Meeting, kind: str) -> Meeting:
        while meeting.phase.kind != kind:
            actions.advance_phase(meeting, step=meeting.step, by=meeting.facilitator, at=timezone.now())
            meeting = fresh(meeting.session)
        return meeting

    return walk


@pytest.fixture
def success() -> Callable[..., Any]:
    return lambda meeting, by, text="Grew": actions.write_card(
        meeting, kind="success", text=text, because="We met weekly", by=by, at=timezone.now()
    )


@pytest.fixture
def growth() -> Callable[..., Any]:
    return lambda meeting, by, text="Stalled": actions.write_card(
        meeting, kind="growth", text=text, by=by, at=timezone.now()
    )


@pytest.fixture
def topic_of(people: Any, meeting: Meeting, go_to: Any, growth: Any) -> Callable[..., Any]:
    """A chosen or unchosen topic over one shown card."""

    def make(title: str = "Fractions", *, by: Person | None = None, is_chosen: bool = False) -> Any:
        there = go_to(fresh(meeting.session), "growth")
        card = growth(there, by or people.teacher)
        actions.reveal_cards(there, by=people.facilitator, at=timezone.now())
        topic = actions.group_cards(there, cards=[card], title=title, by=people.facilitator, at=timezone.now())
        if is_chosen:
            actions.choose_topics(there, topics=[topic], by=people.facilitator, at=timezone.now())
        topic.refresh_from_db()
        return topic

    return make


@pytest.fixture
def many(transactional_db: None) -> Any:
    """The house of people on a database that several connections see; the default protocols are put back."""
    for name, function in (
        ("0002_default_templates", "add_default_templates"),
        ("0018_more_protocols", "add_ruled_protocols"),
    ):
        getattr(import_module(f"cycles.migrations.{name}"), function)(apps, connection.schema_editor())
    return build_people(moments.today())


@pytest.fixture
def held(many: Any) -> Meeting:
    session = schedule(open_cycle(many), many.team, facilitator=many.facilitator)
    actions.open_meeting(session, by=many.facilitator, at=timezone.now())
    return fresh(session)
