"""The short form of the games of anonymity, and proof that they can fail."""

import pytest

from tests.faults.anonymity.attack import judge
from tests.faults.answers_anonymity import GAMES, is_caught, missed_mutants

pytestmark = pytest.mark.django_db(transaction=True)


# lines in 25 rounds; points that chance hardly reaches with so few, and in the three full rounds of a mutant
FEW = {"ballots": (120, 15.0, 20.0), "raised": (75, 25.0, 40.0)}


@pytest.mark.parametrize("name", GAMES)
def test_nobody_can_be_told_and_every_mutant_is_caught(name: str) -> None:
    game, (lines, most, least) = GAMES[name](), FEW[name]
    verdict = judge(game, rounds=25, seed=11)
    assert (verdict.items, is_caught(verdict, points=most)) == (lines, False), verdict
    assert missed_mutants(game, rounds=5, seed=3, points=least) == []
