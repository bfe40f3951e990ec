"""The game of cards without names, in the room: nobody but the author can tell who wrote a card (`privacy.md` 2.4).

Played 2,000 rounds; the attacker must stay within three points of chance, however it guesses; nothing of a write may
be noticed by others; and no card of fewer than five people may be told without a name. Every mutant must be caught in
far fewer rounds, or the game itself is broken.
"""

import sys

from tests.faults.anonymity.attack import judge
from tests.faults.anonymity.cards import Cards
from tests.faults.answers_anonymity import MUTANT_ROUNDS, POINTS, ROUNDS, missed_mutants
from tests.measuring import measure


@measure("live.anonymity", unit="points above chance", against="limit", goal=1.0, runs=1)
def live_anonymity() -> tuple[float, float]:
    """The best attack, in points from chance, against the three that are allowed."""
    game = Cards()
    verdict = judge(game, rounds=ROUNDS, seed=2031)
    way, share = verdict.best
    missed = missed_mutants(game, rounds=MUTANT_ROUNDS, seed=7)
    told = f"cards: {verdict.items} cards, best guess {way!r} {share:.1%} of {verdict.chance / verdict.items:.1%}"
    broken = f"groups too small {verdict.too_small}, writes noticed {verdict.noticed}"
    sys.stderr.write(f"{told}, {broken}, {len(game.mutants)} mutants, missed {missed or 'none'}\n")
    is_broken = bool(missed or verdict.too_small or verdict.noticed)
    return max(verdict.above_chance, 100.0 * is_broken), POINTS
