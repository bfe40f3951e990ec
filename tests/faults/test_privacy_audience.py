"""The short version of `privacy.audience`, and proof that it can fail."""

import logging
import random
from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from cycles.confer.models import CheckIn
from cycles.listen.models import MapRound
from cycles.meet.enums import CardKind
from cycles.plan.models import HeldChart
from cycles.prepare.models import Answer
from surveys.models import Survey
from tests.cycles.making import open_cycle, schedule
from tests.faults import audience_fields
from tests.faults.audience_fields import undeclared
from tests.faults.audience_meetings import say_cards, say_predictions
from tests.faults.audience_posts import pressed, unmeant
from tests.faults.audience_talks import Talks
from tests.faults.privacy_audience import (
    TALKING,
    TOGETHER,
    broken,
    broken_talks,
    different,
    listening,
    made,
    pages_seen,
    pool,
)
from tests.surveys.making import closed


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


# --- buttons, sheets, cards: one planted leak each


def talking(people: Any, *say: Callable[[Talks], Any]) -> Talks:
    """Only this, in a large team, with everything left to chance not done."""
    session = schedule(open_cycle(people), people.team, facilitator=people.facilitator)
    talks = Talks(people, session, random.Random(4))
    talks.is_large, talks.chance = True, lambda: False
    for one in (Talks.others, *say):
        one(talks)
    return talks


def came_back(people: Any, talks: Talks, only: str) -> list[str]:
    words, dice = list(talks.may_read()), random.Random(1)
    back = pressed(people, pool(people, talks.things()), words, dice, only=only)
    return unmeant(back, talks.may_read(), talks.later, talks.said_through)


def test_a_button_that_answers_anybody_is_seen(people: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Saving a note asks whether there is such a 1:1, not whose it is: a version that is old gets the newer words."""
    talks, only = talking(people, Talks.say_notes), "check-in-note-save"
    anybodys = SimpleNamespace(own_check_in=lambda _person, pk: CheckIn.objects.whole().get(pk=pk))
    monkeypatch.setattr("cycles.confer.views.notes.access", anybodys)
    assert any(
        "canary-checkinnote" in line and "to leader who pressed" in line for line in came_back(people, talks, only)
    )


def test_what_a_button_says_to_the_log_is_seen(people: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(_found: Any, person: Any, *, at: Any) -> None:
        logging.getLogger("cycles").info("handed in: %s", person.thinking_maps.exclude(saved_at=None).first().well)

    talks = talking(people, Talks.say_maps)
    monkeypatch.setattr("cycles.listen.notices.forget", careless)
    with listening() as heard:
        came_back(people, talks, "map-save")
        came_back(people, talks, "map-hand-in")
    assert any(place == "a line of the log" and "canary-thinkingmap" in text for place, text in heard)


def test_a_sealed_map_that_is_shown_is_seen(people: Any) -> None:
    """The box of the maps is opened to everybody who reads the school's findings."""
    talks = talking(people, Talks.say_sealed_maps)
    asked = [address for address in talks.addresses() if "surveys" in address or "maps" in address]
    words = {text: talks.words[text] for text in talks.sealed}
    assert different(words, pages_seen(people, set(asked), talks.sealed)) == []
    Survey.objects.update(least_answers=1, least_comments=1, reader=None)
    closed(Survey.objects.get())
    told = different(words, pages_seen(people, set(asked), talks.sealed))
    assert len(told) == len(words)
    assert all("superintendent" in line for line in told)


def test_cards_and_predictions_that_are_shown_too_early_are_seen(people: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    talks = talking(people, say_predictions, say_cards)
    monkeypatch.setattr(import_module("cycles.meet.queries.cards"), "shown_kinds", lambda _meeting: set(CardKind))
    HeldChart.objects.update(revealed_at=timezone.now(), revealed_by=people.leader)
    told = different(talks.words, pages_seen(people, set(talks.asked), list(talks.words)))
    assert {line.split("-")[1] for line in told} == {"card", "prediction"}
