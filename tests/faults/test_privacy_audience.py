"""The short version of `privacy.audience`, and proof that it can fail."""

import logging
from typing import Any

import pytest
from django.conf import settings

from cycles.listen.models import MapRound
from cycles.prepare.models import Answer
from tests.faults import audience_fields
from tests.faults.audience_fields import undeclared
from tests.faults.privacy_audience import TALKING, TOGETHER, broken, broken_talks, made


def test_every_text_field_has_an_audience() -> None:
    assert undeclared() == []


def test_a_field_without_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    less = {name: who for name, who in audience_fields.AUDIENCE.items() if name != "cycles.Answer.text"}
    monkeypatch.setattr(audience_fields, "AUDIENCE", less)
    assert undeclared() == ["cycles.Answer.text has no audience"]


def test_there_is_no_door_for_operators() -> None:
    assert "django.contrib.admin" not in settings.INSTALLED_APPS


def test_what_the_long_fault_builds_together_goes_together(people: Any) -> None:
    assert set(made(people, TOGETHER)[0]) == {*TALKING, "cycles_listen"}


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_stated_is_effective(people: Any, smtp: Any, seed: int) -> None:
    assert broken(people, (), seed=seed, sink=smtp) == []


@pytest.mark.parametrize("seed", [0, 4])
def test_what_is_said_in_confidence_stays_there(people: Any, smtp: Any, seed: int) -> None:
    assert broken_talks(people, (), seed=seed, sink=smtp) == []


def test_an_answer_for_more_than_was_said_is_seen(people: Any, smtp: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody's hand makes every answer one for the group, with its author's name, behind the chip's back."""
    from tests.faults.audience_world import World

    build = World.build

    def careless(world: World) -> World:
        build(world)
        Answer.objects.update(audience="named")
        return world

    monkeypatch.setattr(World, "build", careless)
    assert any("reached" in told for told in broken(people, (), seed=4, sink=smtp))


def test_a_map_that_comes_to_somebody_else_is_seen(people: Any, smtp: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody's hand addresses the maps to the school's leader, and a line of the log tells a note."""
    from tests.faults.audience_talks import Talks

    build = Talks.build

    def careless(talks: Talks) -> Talks:
        build(talks)
        MapRound.objects.filter(team=talks.people.team).update(lead=talks.people.leader)
        logging.getLogger("cycles").warning("saved %s", next(iter(talks.words)))
        return talks

    monkeypatch.setattr(Talks, "build", careless)
    told = broken_talks(people, (), seed=0, sink=smtp)
    assert any("canary-thinkingmap" in line and "'leader'" in line.split(", meant")[0] for line in told)
    assert "a line of the log has canary" in told
