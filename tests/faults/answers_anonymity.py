"""The games of anonymity: nobody but the author can tell who wrote a line that is told without a name.

Each game in `GAMES` is played 2,000 rounds; the attacker (`tests/faults/anonymity/attack.py`) must stay within three
points of chance, however it guesses, and no line of fewer people than the policy asks for may be told. Every mutant
must be caught in far fewer rounds, or the game itself is broken. Another game is one file beside `ballots.py`, and a
line here.
"""

import sys
from collections.abc import Callable

from tests.faults.anonymity.attack import Game, Verdict, judge
from tests.faults.anonymity.ballots import Ballots
from tests.faults.anonymity.raised import Raised
from tests.measuring import measure

GAMES: dict[str, Callable[[], Game]] = {"ballots": Ballots, "raised": Raised}
ROUNDS, MUTANT_ROUNDS = 2000, 50
POINTS = 3.0
# in few rounds chance itself strays: in one round of eight lines, by 12.5 points
MUTANT_POINTS = 20.0


def is_caught(verdict: Verdict, points: float = MUTANT_POINTS) -> bool:
    """Whether the attacker knows more than chance, too few were told of, or a write was noticed that must not be."""
    return verdict.too_small > 0 or verdict.noticed > 0 or verdict.above_chance > points


def missed_mutants(game: Game, *, rounds: int, seed: int, points: float = MUTANT_POINTS) -> list[str]:
    """Mutants of the game that the attacker does not notice."""
    missed = []
    for name, mutant in game.mutants.items():
        with mutant():
            if not is_caught(judge(game, rounds=rounds, seed=seed), points):
                missed.append(name)
    return missed


@measure("answers.anonymity", unit="points above chance", against="limit", goal=1.0, runs=1)
def answers_anonymity() -> tuple[float, float]:
    """The worst game's best attack, in points from chance, against the three that are allowed."""
    worst = 0.0
    for name, make in GAMES.items():
        game = make()
        verdict = judge(game, rounds=ROUNDS, seed=2027)
        way, share = verdict.best
        missed = missed_mutants(game, rounds=MUTANT_ROUNDS, seed=7)
        told = f"{name}: {verdict.items} lines, best guess {way!r} {share:.1%} of {verdict.chance / verdict.items:.1%}"
        sys.stderr.write(f"{told}, groups too small {verdict.too_small}, mutants missed {missed or 'none'}\n")
        worst = max(worst, verdict.above_chance, 100.0 * bool(missed or verdict.too_small))
    return worst, POINTS
