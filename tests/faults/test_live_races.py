"""The short form of `live.races`, and proof that it can fail."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum

from cycles.meet import actions, queries
from cycles.meet.models import Meeting, PhaseRun, Topic, Vote
from teams.models import Person
from tests.faults.live_races import wrong_pairs
from tests.faults.races.pairs import PAIRS
from tests.faults.races.presses import mistaken

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("name", PAIRS)
def test_whoever_presses_first_both_are_told_the_truth(name: str) -> None:
    assert wrong_pairs(name, 12, seed=1) == []


@transaction.atomic
def next_without_comparing(meeting: Meeting, *, step: int, by: Person, at: datetime) -> None:
    """Looks where the meeting is, then writes where it goes."""
    wanted = queries.wanted_phases(meeting)
    phase = queries.around(meeting, wanted)[1]
    if meeting.step != step or phase is None:
        raise actions.StepTaken
    minutes = queries.planned(meeting, wanted)[phase.pk]
    new = {"phase": phase, "step": step + 1, "phase_ends_at": at + timedelta(minutes=minutes)}
    Meeting.objects.filter(pk=meeting.pk).update(**new, version=meeting.version + 1)
    PhaseRun.objects.filter(meeting=meeting, left_at=None).update(left_at=at)
    PhaseRun.objects.get_or_create(meeting=meeting, step=step + 1, defaults={"phase": phase, "entered_at": at})


def vote_without_locking(topic: Topic, *, by: Person, at: datetime, count: int) -> None:
    """Counts what is given, then gives; the version is read, then written."""
    meeting = topic.meeting
    mine = Vote.objects.filter(person=by, topic__meeting=meeting)
    others = mine.exclude(topic=topic).aggregate(given=Sum("count", default=0))["given"]
    if count > 2 or others + count > 3:
        raise actions.VotesSpent
    mine.filter(topic=topic).delete()
    if count:
        Vote.objects.create(topic=topic, person=by, count=count)
    Meeting.objects.filter(pk=meeting.pk).update(version=meeting.version + 1)


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("next + next", {"advance_phase": next_without_comparing}),
        ("vote + vote", {"vote_for": vote_without_locking}),
    ],
)
def test_without_comparing_and_locking_it_is_noticed(name: str, instead: dict[str, Any]) -> None:
    assert len(wrong_pairs(name, 40, seed=2, hands=mistaken(actions, **instead))) > 3
