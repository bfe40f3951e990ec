"""Predict, then see, in the room: subjects and dots before the reveal, words and table after it."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions
from cycles.meet.models import Meeting, Phase, Protocol
from cycles.meet.phases import kind
from cycles.plan import actions as plan
from cycles.plan.models import HeldChart, Invitation
from teams.access import remember
from tests.cycles.meet.conftest import fresh
from tests.cycles.plan.packets import CHANGE, LEVELS, chart, freeze_by_hand

CANARY = "73.81%"


@pytest.fixture
def held(people: Any, session: Any) -> HeldChart:
    freeze_by_hand(session, chart(winter=CANARY), chart(CHANGE, winter="12 points"), profile="B")
    return plan.hold_chart(session, chart=LEVELS, by=people.leader, at=timezone.now())


@pytest.fixture
def predicting(people: Any, held: HeldChart, meeting: Meeting, go_to: Any) -> Meeting:
    return go_to(fresh(meeting.session), "predict")


def seen(person: Any, face: str, session: Any) -> str:
    client = Client()
    client.force_login(person)
    return client.get(reverse(f"cycles:{face}", args=[session.pk])).content.decode()


def kinds(meeting: Meeting, go_on: Any) -> list[str]:
    return [phase.kind for phase in go_on(meeting)]


def test_a_meeting_without_held_charts_goes_without_the_phase(people: Any, meeting: Meeting, session: Any) -> None:
    from cycles.meet.queries import wanted_phases

    assert "predict" not in kinds(meeting, wanted_phases)
    freeze_by_hand(session, chart())
    plan.hold_chart(session, chart=LEVELS, by=people.lead, at=timezone.now())
    wanted = kinds(meeting, wanted_phases)
    assert wanted[wanted.index("predict") - 1] == "goals"


@pytest.mark.parametrize("face", ["room", "facilitate", "screen"])
def test_before_the_reveal_there_are_subjects_and_dots(people: Any, predicting: Meeting, face: str) -> None:
    Invitation.objects.create(session=predicting.session, person=people.facilitator, is_guest=True)
    shown = seen(people.facilitator, face, predicting.session)
    assert "where students stand" in shown
    assert "0 of 4 have predicted" in shown
    assert CANARY not in shown
    assert ("I predict …" in shown) is (face != "screen")


def test_the_stage_reveals_and_says_how_many_are_done(people: Any, predicting: Meeting, held: HeldChart) -> None:
    actions.save_prediction(held, text="Half", is_skipped=False, by=people.teacher, at=timezone.now())
    desk = seen(people.facilitator, "facilitate", predicting.session)
    assert "Reveal the chart" in desk
    assert "1 of 3 have predicted. Whoever has predicted or skipped" in desk
    client = Client()
    client.force_login(people.facilitator)
    data = {"step": predicting.step, "face": "facilitate"}
    client.post(reverse("cycles:charts-reveal", args=[predicting.session.pk]), data)
    shown = seen(people.teacher, "room", predicting.session)
    assert CANARY in shown
    assert "Half" in shown
    assert "Reveal the chart" not in seen(people.facilitator, "facilitate", predicting.session)


def test_a_guest_without_the_evidence_sees_no_number(people: Any, predicting: Meeting, held: HeldChart) -> None:
    """The facilitator is not of the team and was not invited to the packet, and may reveal all the same."""
    actions.reveal_charts(predicting.session, by=people.facilitator, at=timezone.now())
    for face in ("room", "facilitate", "screen"):
        assert CANARY not in seen(people.facilitator, face, predicting.session)
    assert "without the evidence packet" in seen(people.facilitator, "room", predicting.session)


def test_a_prediction_reaches_the_others_as_a_new_version(people: Any, predicting: Meeting, held: HeldChart) -> None:
    before = fresh(predicting.session).version
    actions.save_prediction(held, text="Half", is_skipped=False, by=people.teacher, at=timezone.now())
    assert fresh(predicting.session).version == before + 1
    actions.reveal_charts(predicting.session, by=people.facilitator, at=timezone.now())
    assert fresh(predicting.session).version == before + 2


def test_it_costs_the_same_with_many_predictions(
    people: Any, predicting: Meeting, held: HeldChart, count_queries: Any
) -> None:
    from cycles.meet.enums import Face
    from cycles.meet.room import seat_of

    def cost() -> int:
        with count_queries() as found:
            kind("predict").show(predicting, seat_of(predicting, remember(people.teacher), Face.ROOM))
        return len(found)

    one = cost()
    for person in (people.lead, people.member, people.teacher):
        actions.save_prediction(held, text="Half", is_skipped=False, by=person, at=timezone.now())
    assert cost() == one <= 9


def test_the_migration_adds_the_phase_once_and_keeps_the_others_in_order(db: None) -> None:
    """A district's own protocol gets it after its goals; one without goals is left alone; twice is once."""
    Protocol.objects.update(is_current=False)
    own = Protocol.objects.create(kind="team", version=7, title="Ours", is_current=False)
    other = Protocol.objects.create(kind="team", version=8, title="Short", is_current=False)
    for protocol, names in ((own, ("welcome", "goals", "progress", "close")), (other, ("welcome", "close"))):
        for position, name in enumerate(names, 1):
            Phase.objects.create(protocol=protocol, position=position, kind=name, title=name, prompt="p", minutes=5)
    add = import_module("cycles.migrations.0005_predict_phase").add_predict_phase
    for _turn in range(2):
        add(apps, connection.schema_editor())
    assert list(own.phases.order_by("position").values_list("kind", "position")) == [
        ("welcome", 1), ("goals", 2), ("predict", 3), ("progress", 4), ("close", 5),
    ]  # fmt: skip
    assert [phase.kind for phase in other.phases.order_by("position")] == ["welcome", "close"]
    assert set(Phase.objects.filter(kind="predict").values_list("protocol__kind", flat=True)) == {
        "team", "ilt_mid_year", "ilt_end_of_year", "data_dialogue",
    }  # fmt: skip
