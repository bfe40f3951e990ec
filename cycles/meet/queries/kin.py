"""Which cards may belong together, by their words alone. Advice for who leads, never done by itself."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt

from .cards import CardLine

# of two texts' words: below this they share what any two texts about a school share. Tried on the demo's cards
LEAST_ALIKE = 0.3
# a word by its beginning: "grade", "graded" and "grading" are one
STEM, SHORTEST = 5, 4


@dataclass(frozen=True)
class Kin:
    """Cards whose words are alike."""

    cards: tuple[CardLine, ...]

    @property
    def key(self) -> str:
        """Its name on a page."""
        return "-".join(str(card.pk) for card in self.cards)


def kin(cards: Sequence[CardLine]) -> list[Kin]:
    """Groups of two or more, each card in one at most. No query."""
    told = [_stems(f"{card.text} {card.because}") for card in cards]
    common = Counter(stem for stems in told for stem in stems)
    weighed = [{stem: log((1 + len(cards)) / common[stem]) for stem in stems} for stems in told]
    group = list(range(len(cards)))
    for one in range(len(cards)):
        for other in range(one):
            if _likeness(weighed[one], weighed[other]) >= LEAST_ALIKE:
                joined, left = group[other], group[one]
                group = [joined if place == left else place for place in group]
    found = [
        tuple(card for card, at in zip(cards, group, strict=True) if at == place) for place in dict.fromkeys(group)
    ]
    return [Kin(alike) for alike in found if len(alike) > 1]


def _stems(text: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFD", text.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return frozenset(word[:STEM] for word in re.findall(r"[^\W_]+", letters) if len(word) >= SHORTEST)


def _likeness(one: dict[str, float], other: dict[str, float]) -> float:
    """The cosine of two weighed texts: 0 for no common word, 1 for the same words."""
    both = sum(weight * other[stem] for stem, weight in one.items() if stem in other)
    size = sqrt(sum(weight**2 for weight in one.values()) * sum(weight**2 for weight in other.values()))
    return both / size if size else 0.0
