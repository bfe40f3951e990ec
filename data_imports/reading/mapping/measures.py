"""The measures of an unknown table: which columns are scores, and which levels and dates belong to them."""

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from data_imports.reading import values
from data_imports.reading.mapping import levels, words
from data_imports.reading.mapping.guessing import Guess, is_measured
from data_imports.reading.mapping.shapes import Column

MOST, FEW = 40, 6
NEAR = 3
SCORE_WORDS = words.bag("score scale scaled standard ss overall total composite points puntaje result value raw")
LEVEL_WORDS = words.bag(
    "cp level performance proficiency band category descriptor status benchmark risk achievement relative "
    "placement"
)  # fmt: skip
DATE_WORDS = words.bag("date day tested completed taken on fecha")


@dataclass(frozen=True)
class Found:
    """A measure as a body says it.

    Are its levels known in this order? Does its level column bear its name? How are its own dates written?
    """

    body: dict[str, Any]
    is_ordered: bool
    is_paired: bool
    day_shape: str


def measures_of(found: Sequence[Column], best: Sequence[Guess], dated: dict[int, Column], test: str) -> list[Found]:
    """The measures of a table, in the order of its columns; `dated` has the date columns of their own."""
    scores = [column for column in found if is_score(column, best[column.place], dated)]
    if not scores:
        scores = [column for column in found if column.header and best[column.place].meaning == "score"][:FEW]
    scores = [column for column in scores if not is_item(column, scores)][:MOST]
    graded = [column for column in found if best[column.place].meaning == "level" and column.header]
    levelled = levels_by_score(scores, graded)
    has_seasons = len({words.season(column.header) for column in scores} - {""}) > 1
    titles = {column.place: title(column, test, has_seasons=has_seasons) for column in scores}
    said: dict[str, set[str]] = defaultdict(set)
    for column in scores:
        if (level := levelled.get(column.place)) is not None:
            said[titles[column.place]] |= level.counts.keys()
    subject = constant_subject(found) or words.subject([test])
    return [
        measure(column, levelled.get(column.place), dated.get(column.place), titles[column.place],
                levels.ordered(said[titles[column.place]]), subject=subject, is_wide=len(scores) > 1,
                has_seasons=has_seasons)
        for column in scores
    ]  # fmt: skip


def own_dates(found: Sequence[Column], best: Sequence[Guess]) -> dict[int, Column]:
    """A date column of its own for the columns that have one: `RLN_v1` and `RLN_v1_Date`, or the same season."""
    dated = [
        column for column in found
        if column.day_shape and DATE_WORDS & set(words.tokens(column.header)) and best[column.place].meaning != "grade"
    ]  # fmt: skip
    stems = {words.tokens(column.header)[:-1]: column for column in dated if words.tokens(column.header)[-1] == "date"}
    own: dict[int, Column] = {}
    for column in found:
        said = words.tokens(column.header)
        if said and (date := stems.get(said)) is not None and column.place != date.place:
            own[column.place] = date
    for column in found:
        season = words.season(column.header)
        same = [date for date in dated if season and words.season(date.header) == season]
        if len(same) == 1 and column.place not in own and column.place != same[0].place and is_measured(column):
            own[column.place] = same[0]
    return own


def is_score(column: Column, guess: Guess, dated: dict[int, Column]) -> bool:
    """A column that says that it is a score, or numbers with a day or a season of their own."""
    if not column.header or words.NOT["score"] & set(words.tokens(column.header)):
        return False
    is_said = guess.meaning == "score" and guess.confidence >= 0.5
    is_own = column.place in dated and column.is_numeric and guess.meaning in {"", "score", "level"}
    return is_said or (is_own and not words.season(column.header))


def is_item(column: Column, scores: Sequence[Column]) -> bool:
    """A single item of a score that stands beside it: `RLN_v1_RLNA_v1_7` of `RLN_v1`."""
    parents = (other.header for other in scores if other is not column)
    return bool(re.search(r"\d+$", column.header)) and any(
        column.header.startswith(f"{parent}_") and not column.header.endswith(parent) and "_v" not in column.header[-4:]
        for parent in parents
    )


def levels_by_score(scores: Sequence[Column], graded: Sequence[Column]) -> dict[int, Column]:
    """The level column of each score: by its words and season, else the score that stands nearest before it."""
    found: dict[int, Column] = {}
    for level in graded:
        same = [score for score in scores if stem(score, SCORE_WORDS) == stem(level, LEVEL_WORDS)
                and words.season(score.header) == words.season(level.header)]  # fmt: skip
        same = same or [score for score in scores if words.season(score.header) == words.season(level.header) != ""]
        near = [score for score in scores if 0 < level.place - score.place <= NEAR]
        after = [score for score in scores if 0 < score.place - level.place <= NEAR]
        if score := next(iter([*same[:1], *near[-1:], *after[:1], *(scores if len(scores) == 1 else ())]), None):
            found.setdefault(score.place, level)
    owners = {place: level for place, level in found.items() if len(graded) == 1}
    at = {score.place: score for score in scores}
    for place, level in owners.items():
        found |= {score.place: level for score in scores if score.place != place and are_apart(score, at[place])}
    return found


def stem(column: Column, common: frozenset[str]) -> words.Tokens:
    """The words of a header that are its own."""
    return tuple(word for word in words.without_season(column.header) if word not in common)


def are_apart(one: Column, other: Column) -> bool:
    """Whether no record has both scores: tests that share the columns beside them."""
    pairs = zip(one.cells, other.cells, strict=True)
    return all(values.is_nothing(mine) or values.is_nothing(theirs) for mine, theirs in pairs)


def measure(
    score: Column, level: Column | None, date: Column | None, title: str, order: levels.Levels, *, subject: str,
    is_wide: bool, has_seasons: bool,
) -> Found:  # fmt: skip
    """One measure as a body says it."""
    is_share = bool({"percent", "pct"} & set(words.tokens(score.header)))
    lowest, highest = (0.0, 100.0) if is_share else span(score.numbers)
    body = {
        "title": title,
        "subject": words.subject([score.header]) or subject,
        "score": score.header,
        "level": level.header if level is not None else "",
        "taken_on": date.header if date is not None else "",
        "levels": list(order.words),
        "no_levels": list(order.beside),
        "met_from": order.met_from,
        "lowest": lowest,
        "highest": highest,
        "window": words.season(score.header) if has_seasons else "",
        "where_filled": is_wide,
    }
    is_paired = level is not None and stem(score, SCORE_WORDS) == stem(level, LEVEL_WORDS) != ()
    return Found(body, order.is_sure or not order.words, is_paired, date.day_shape if date is not None else "")


def title(score: Column, test: str, *, has_seasons: bool) -> str:
    """A measure's name: the test, where one column names it, and the header, without its season."""
    own = re.sub(r"[\s_]+", " ", score.header).strip(" '\"")
    if has_seasons:
        own = " ".join(word for word in own.split() if word.casefold() not in words.SEASONS) or own
    return own if not test or test.casefold() in own.casefold() else f"{test} {own}"


def span(numbers: Sequence[float]) -> tuple[float, float]:
    """A round range around the numbers seen, wide enough for those that were not."""
    least, most = min(numbers, default=0.0), max(numbers, default=100.0)
    return (0.0 if least >= 0 else -rounded_up(-least * 1.5)), 100.0 if most <= 100 else rounded_up(most * 1.2)


def rounded_up(number: float) -> float:
    """The next of 1, 2, 5, 10, 20, 50 …"""
    power = 10.0 ** math.floor(math.log10(number))
    return next(float(step * power) for step in (1, 2, 5, 10) if step * power >= number)


def constant_subject(found: Sequence[Column]) -> str:
    """The subject of the whole table, where one column names a single one."""
    named = [one for one in found if words.likeness("subject", one.header) >= 0.5 and len(one.counts) == 1]
    return next((subject for one in named if (subject := words.subject(one.counts))), "")


def test_of(found: Sequence[Column], best: Sequence[Guess]) -> str:
    """The name of the test, where a column has one and the same in every row."""
    named = [one for one in found if best[one.place].meaning == "test" and len(one.counts) == 1]
    return next(iter(named[0].counts), "")[:40] if named else ""


def same_day(measures: Sequence[Found]) -> str:
    """How the measures' own dates are written."""
    return next((one.day_shape for one in measures if one.day_shape), "")
