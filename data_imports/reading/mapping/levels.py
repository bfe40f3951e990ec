"""The order of level words, lowest first, and the first that counts as met."""

import re
from collections.abc import Iterable
from typing import NamedTuple

# families as vendors and states print them; a number is the first step that counts as met
FAMILIES: tuple[tuple[tuple[str, ...], int], ...] = (
    (("Below Basic", "Basic", "Proficient", "Advanced"), 3),
    (("Beginning", "Developing", "Proficient", "Advanced"), 3),
    (("Did Not Yet Meet Expectations", "Partially Met Expectations", "Approached Expectations",
      "Met Expectations", "Exceeded Expectations"), 4),
    (("Did Not Meet", "Partially Met", "Approached", "Met", "Exceeded"), 4),
    (("Does Not Meet", "Approaches", "Meets", "Exceeds"), 3),
    (("Did Not Meet", "Approaches", "Meets", "Masters"), 3),
    (("Below", "Approaching", "Met", "Exceeds"), 3),
    (("Below Expectations", "Approaching Expectations", "Meets Expectations", "Exceeds Expectations"), 3),
    (("Not Meeting Expectations", "Partially Meeting Expectations", "Meeting Expectations",
      "Exceeding Expectations"), 3),
    (("Emerging Readiness", "Approaching Readiness", "Demonstrating Readiness"), 3),
    (("Emerging", "Approaching", "Demonstrating"), 3),
    (("Emerging", "Developing", "Proficient", "Advanced"), 3),
    (("Needs Support", "Monitor", "On Track"), 3),
    (("Well Below Benchmark", "Below Benchmark", "At Benchmark", "Above Benchmark"), 3),
    (("Urgent Intervention", "Intervention", "On Watch", "At/Above Benchmark"), 4),
    (("High Risk", "Some Risk", "Low Risk"), 3),
    (("Low", "LoAvg", "Avg", "HiAvg", "High"), 0),
    (("Low", "Low Average", "Average", "High Average", "High"), 0),
    (("Below Average", "Average", "Above Average"), 0),
    (("Minimal", "Basic", "Proficient", "Advanced"), 3),
    (("Unsatisfactory", "Partially Proficient", "Proficient", "Advanced"), 3),
    (("Limited", "Basic", "Proficient", "Accelerated", "Advanced"), 3),
    (("F", "NI", "P", "A"), 3),
    (("W", "NI", "P", "A"), 3),
    (("NM", "PM", "M", "E"), 3),
    (("F", "D", "C", "B", "A"), 0),
    (("Tier 3", "Tier 2", "Tier 1"), 3),
    (("Red", "Yellow", "Green"), 3),
    (("Por debajo", "Se acerca", "Cumple", "Supera"), 3),
    (("Insuficiente", "Suficiente", "Notable", "Sobresaliente"), 2),
    (("Bajo", "Medio", "Alto"), 0),
)  # fmt: skip
RANKS = (
    (r"well below|far below|urgent|not yet|\bno cumple|unsatisf|minimal|inadecuad", 10),
    (r"did not|does not|not meet|high risk|below|needs support|\bbajo|insuficien|novice|\bfail|reprob", 20),
    (r"beginning|emerging|limited|\blow\b|intervention", 25),
    (r"partial|needs improvement|basic|monitor|some risk|on watch|developing|\bmedio|en proceso", 30),
    (r"approach|nearly|se acerca|average", 40),
    (r"\bmet\b|meets|at benchmark|proficien|satisf|on track|demonstrat|low risk|\bpass|on grade|cumple|logrado", 50),
    (r"mastery|masters|accelerated|above|high|\balto|notable", 60),
    (r"exceed|advanced|distinguish|superior|supera|sobresal|destacad", 70),
)
LETTERS = {
    "f": 10,
    "w": 10,
    "nm": 15,
    "d": 20,
    "ni": 30,
    "pm": 35,
    "c": 40,
    "p": 50,
    "m": 52,
    "b": 55,
    "a": 70,
    "e": 75,
}
NOT_A_LEVEL = frozenset(
    {"out of range", "level not determined", "not scored", "not available", "pending", "invalid", "no level", "nd"}
)
NUMBERED = re.compile(r"(?:level|nivel|tier|stage|band)?\s*(\d)(?:\D.*)?", re.IGNORECASE)


class Levels(NamedTuple):
    """Words lowest first, the first step that counts as met (0: not known), words beside them, whether it is sure."""

    words: tuple[str, ...]
    met_from: int
    beside: tuple[str, ...]
    is_sure: bool


def ordered(found: Iterable[str]) -> Levels:
    """Words in the order that they are known to have; else by their numbers, their ranks, the alphabet."""
    told = {word.strip().casefold(): word.strip() for word in sorted(found)}
    beside = tuple(word for key, word in told.items() if key in NOT_A_LEVEL)
    words = {key: word for key, word in told.items() if key not in NOT_A_LEVEL}
    for family, met_from in FAMILIES:
        steps = {step.casefold(): step for step in family}
        if words and words.keys() <= steps.keys():
            return Levels(tuple(words.get(key, step) for key, step in steps.items()), met_from, beside, bool(met_from))
    if numbers := numbered(words.values()):
        return Levels(numbers, 0, beside, is_sure=False)
    ranks = {word: rank(word) for word in words.values()}
    in_order = tuple(sorted(ranks, key=lambda word: (ranks[word] or 45, word.casefold())))
    met = next((step for step, word in enumerate(in_order, start=1) if (ranks[word] or 0) >= 50), 0)
    return Levels(in_order, met, beside, is_sure=False)


def are_known(found: Iterable[str]) -> bool:
    """Whether nearly all of these words are names of levels."""
    words = [word.strip().casefold() for word in found]
    if all(word in LETTERS for word in words):
        return len(words) >= 3
    steps = {step.casefold() for family, _met in FAMILIES for step in family} | NOT_A_LEVEL
    known = sum(word in steps or rank(word) is not None for word in words)
    return bool(words) and known >= len(words) * 0.75


def numbered(words: Iterable[str]) -> tuple[str, ...]:
    """`Level 1` to `Level 5` by their number; empty where there is another word."""
    found = {word: match for word in words if (match := NUMBERED.fullmatch(word))}
    if not found or len(found) < len(set(words)) or len({match[1] for match in found.values()}) < len(found):
        return ()
    return tuple(sorted(found, key=lambda word: found[word][1]))


def rank(word: str) -> int | None:
    """About how high a word stands, or a letter."""
    if (height := LETTERS.get(word.casefold())) is not None:
        return height
    return next((height for pattern, height in RANKS if re.search(pattern, word.casefold())), None)
