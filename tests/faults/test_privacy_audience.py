"""The short version of `privacy.audience`, and proof that it can fail."""

from typing import Any

import pytest
from django.conf import settings

from cycles.prepare.models import Answer
from tests.faults import audience_fields
from tests.faults.audience_fields import undeclared
from tests.faults.privacy_audience import ALONE, TOGETHER, broken


def test_every_text_field_has_an_audience() -> None:
    assert undeclared() == []


def test_a_field_without_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    less = {name: who for name, who in audience_fields.AUDIENCE.items() if name != "cycles.Answer.text"}
    monkeypatch.setattr(audience_fields, "AUDIENCE", less)
    assert undeclared() == ["cycles.Answer.text has no audience"]


def test_there_is_no_door_for_operators() -> None:
    assert "django.contrib.admin" not in settings.INSTALLED_APPS


@pytest.mark.parametrize(("seed", "tables"), [(0, TOGETHER), (1, ALONE[:1]), (2, ALONE[1:2]), (3, ALONE[2:]), (4, ("cycles",))])
def test_stated_is_effective(people: Any, smtp: Any, seed: int, tables: tuple[str, ...]) -> None:
    assert broken(people, tables, seed=seed, sink=smtp) == []


def test_an_answer_for_more_than_was_said_is_seen(people: Any, smtp: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody's hand makes every answer one for the group, with its author's name, behind the chip's back."""
    from tests.faults.audience_world import World

    build = World.build

    def careless(world: World) -> World:
        build(world)
        Answer.objects.update(audience="named")
        return world

    monkeypatch.setattr(World, "build", careless)
    assert any("reached" in told for told in broken(people, ("cycles",), seed=4, sink=smtp))
