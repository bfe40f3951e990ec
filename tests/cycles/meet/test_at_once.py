"""What happens when two press at once, each on a connection of their own."""

from typing import Any

from django.utils import timezone

from cycles.meet import actions
from cycles.meet.models import Card, Meeting, PhaseRun, Topic, Vote

from .conftest import fresh
from .together import at_once

NOW = timezone.now
EACH = 3


def test_two_who_press_next_make_one_step(many: Any, held: Meeting) -> None:
    for step in range(1, 6):
        one, other = fresh(held.session), fresh(held.session)
        said = at_once(
            lambda m=one, s=step: actions.advance_phase(m, step=s, by=many.facilitator, at=NOW()),
            lambda m=other, s=step: actions.advance_phase(m, step=s, by=many.leader, at=NOW()),
        )
        assert sorted(said) == ["", "StepTaken"]
        assert fresh(held.session).step == step + 1
    assert PhaseRun.objects.filter(left_at=None).count() == 1


def test_next_and_back_at_once_make_one_step(many: Any, held: Meeting) -> None:
    actions.advance_phase(held, step=1, by=many.facilitator, at=NOW())
    one, other = fresh(held.session), fresh(held.session)
    said = at_once(
        lambda: actions.advance_phase(one, step=2, by=many.facilitator, at=NOW()),
        lambda: actions.return_phase(other, step=2, by=many.facilitator, at=NOW()),
    )
    assert sorted(said) == ["", "StepTaken"]
    assert fresh(held.session).step == 3


def test_votes_pressed_at_once_stay_within_the_budget(many: Any, held: Meeting, go_to: Any, growth: Any) -> None:
    there = go_to(held, "growth")
    for number in range(EACH * 2):
        growth(there, many.teacher, f"card {number}")
    actions.reveal_cards(there, by=many.facilitator, at=NOW())
    actions.open_votes(there, by=many.facilitator, at=NOW(), each=EACH)
    topics = list(Topic.objects.select_related("meeting__session").order_by("pk"))
    twice = [topic for topic in topics for _ in range(2)]
    said = at_once(*(lambda t=t: actions.vote_for(t, by=many.member, at=NOW()) for t in twice))
    assert Vote.objects.filter(person=many.member).count() == EACH
    assert Vote.objects.values("topic").distinct().count() == EACH
    assert set(said) <= {"", "VotesSpent"}


def test_every_change_raises_the_version_by_one(many: Any, held: Meeting) -> None:
    before = fresh(held.session).version
    at_once(
        *(
            lambda n=n: actions.write_card(fresh(held.session), kind="parked", text=f"{n}", by=many.teacher, at=NOW())
            for n in range(8)
        )
    )
    assert (fresh(held.session).version, Card.objects.count()) == (before + 8, 8)
