"""The short form of the games of anonymity, and proof that they can fail."""

from collections.abc import Callable

import pytest

from tests.faults.anonymity.attack import Game, judge
from tests.faults.answers_anonymity import GAMES, is_caught, missed_mutants

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("make", GAMES.values(), ids=GAMES)
def test_nobody_can_be_told_and_every_mutant_is_caught(make: Callable[[], Game]) -> None:
    game = make()
    verdict = judge(game, rounds=25, seed=11)
    assert (verdict.items, is_caught(verdict, points=15.0)) == (120, False), verdict
    assert missed_mutants(game, rounds=5, seed=3) == []
