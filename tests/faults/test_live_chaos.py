"""The short form of `live.chaos`, and proof that its ledger can fail."""

from secrets import token_hex
from typing import Any

import pytest
from django.utils import timezone

from cycles.meet import actions
from cycles.meet.models import Card, Meeting
from tests.faults.anonymity.team import build_team
from tests.faults.chaos.ledger import Ledger
from tests.faults.chaos.someone import Someone
from tests.faults.live_chaos import Length, held

pytestmark = pytest.mark.django_db(transaction=True)


def test_nothing_acknowledged_is_lost_or_doubled_in_a_storm() -> None:
    came = held(Length(all=12, cut=3, blow=1.5, pace=1, step=2, people=8), seed=6)
    assert (came.wrong, set(came.blows)) == ([], {"web", "worker", "redis", "database"}), str(came)


class Forgetful(Someone):
    """Sends again what got no answer as if it were something else."""

    def again(self, fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return [(name, token_hex(16) if name == "key" else said) for name, said in fields]


def test_without_the_same_key_cards_are_doubled_and_it_is_noticed() -> None:
    came = held(Length(all=5, cut=3, blow=99, pace=0.4, step=1, people=6, loses=0.4), seed=6, kind=Forgetful)
    assert any(line.startswith("doubled: ") for line in came.wrong), str(came)


@pytest.fixture
def ledger() -> tuple[Ledger, Meeting]:
    """Two cards, one of which nobody was told of, and a step."""
    session, members, lead, _leader = build_team(5)
    meeting = actions.open_meeting(session, by=lead, at=timezone.now())
    for text in ("told", "told"):
        actions.write_card(meeting, kind="parked", text=text, by=members[0], at=timezone.now())
    actions.advance_phase(meeting, step=1, by=lead, at=timezone.now())
    return Ledger(kept={"told"}, moves=1), meeting


def test_what_is_doubled_lost_or_there_although_refused_is_told(ledger: Any) -> None:
    told, meeting = ledger
    assert told.check(meeting.pk) == ["doubled: told"]
    Card.objects.all()[0].delete()
    assert told.check(meeting.pk) == []
    told.kept.add("gone")
    told.refused.add("told")
    told.finished.add((1, 1))
    told.moves = 2
    assert told.check(meeting.pk) == [
        "lost: gone",
        "there although refused: told",
        "lost: finished (1, 1)",
        "2 steps were made, the meeting is at 2",
    ]
