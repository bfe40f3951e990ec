"""The short form of the game of cards without names, and proof that it can fail."""

import pytest

from tests.faults.anonymity.attack import judge
from tests.faults.anonymity.cards import Cards
from tests.faults.answers_anonymity import is_caught, missed_mutants

# points that chance hardly reaches with so few rounds, and in the three of a mutant
MOST, LEAST = 18.0, 40.0


@pytest.mark.django_db(transaction=True)
def test_nobody_can_be_told_and_every_mutant_is_caught() -> None:
    game = Cards()
    verdict = judge(game, rounds=12, seed=11)
    assert (verdict.items > 60, is_caught(verdict, points=MOST)) == (True, False), verdict
    assert missed_mutants(game, rounds=3, seed=3, points=LEAST) == []
    assert len(game.mutants) >= 10
