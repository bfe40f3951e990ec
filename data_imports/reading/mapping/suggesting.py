"""A suggestion for a whole table: what each column means, and the body that a person would confirm."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from data_imports.reading.mapping import words
from data_imports.reading.mapping.guessing import Guess, guesses
from data_imports.reading.mapping.measures import Found, measures_of, own_dates, same_day, test_of
from data_imports.reading.mapping.shapes import Column, columns
from data_imports.reading.mapping.testing import is_mixing
from data_imports.reading.tables import Table

ALONE = (
    "student", "grade", "taken_on", "year", "window", "school", "section", "test", "why", "multilingual", "iep",
    "low_income", "team", "teacher_email", "course",
)  # fmt: skip
LEAST = {"student": 0.35, "taken_on": 0.55}
SURE, LIKELY = 0.8, 0.5
NEEDED = frozenset({"student", "grade", "taken_on", "year", "window", "score", "part"})


@dataclass(frozen=True)
class Suggestion:
    """What a table seems to be: a guess for each column, and a body to confirm.

    `doubts` say, each in a sentence, why a person should look; without any the body may be used unasked.
    """

    kind: str
    guesses: list[Guess]
    body: dict[str, Any]
    doubts: list[str]

    @property
    def is_sure(self) -> bool:
        """Complete, and every needed column is certain."""
        return not self.doubts

    def confidence(self, headers: Sequence[str]) -> dict[str, float]:
        """How sure the meaning of each used column is, by its header."""
        pairs = zip(headers, self.guesses, strict=True)
        return {header: guess.confidence for header, guess in pairs if header and guess.meaning}


def suggested(table: Table) -> Suggestion:
    """What a table seems to be, judged by its header and its first records. Headers are told apart already."""
    found = columns(table)
    options = [guesses(column) for column in found]
    best = [one[0] for one in options]
    test, dated = test_of(found, best), own_dates(found, best)
    measures = measures_of(found, best, dated, test)
    taken_for = used_by(found, measures)
    alone = chosen(found, best, {*taken_for, *(date.place for date in dated.values())})
    if measures and all(measure.body["taken_on"] for measure in measures):
        alone.pop("taken_on", None)
    final = [settled(column, best[column.place], alone, taken_for) for column in found]
    kind = kind_of(final)
    shape = next((one.day_shape for one in found if one.place == alone.get("taken_on")), "")
    body = {
        "title": test,
        "kind": kind,
        "table": {"sheet": table.sheet, "header_line": table.header_line},
        "names": list(table.header) if not table.header_line else [],
        "headers": [header for header in table.header if header],
        "columns": {
            name: table.header[place] for name, place in alone.items() if name in WANTED[kind] and table.header[place]
        },
        "date_shape": shape or same_day(measures) or "written",
        "season": "",
        "season_year": "",
        "measures": [measure.body for measure in measures] if kind == "results" else [],
        "questions": [found[at].header for at, guess in enumerate(final) if guess.meaning == "question"]
        if kind == "survey"
        else [],
    }
    return Suggestion(kind, final, body, doubts_of(table, found, final, body, measures))


RESULTS = frozenset(ALONE) - {"team", "teacher_email", "course"}
WANTED: dict[str, frozenset[str]] = {
    "results": RESULTS,
    "roster": frozenset(ALONE) - {"taken_on", "year", "window", "section", "test", "why"},
    "survey": frozenset({"taken_on"}),
    "other": frozenset(),
}


def chosen(found: Sequence[Column], best: Sequence[Guess], taken: set[int]) -> dict[str, int]:
    """The column for each meaning that only one may have: the surest, then the one that tells most apart."""
    places: dict[str, int] = {}
    for meaning in ALONE:
        named = [column for column in found if best[column.place].meaning == meaning and column.header]
        if meaning == "taken_on":
            named = [one for one in named if not words.season(one.header) and one.place not in taken]
        if meaning == "test":
            named = [one for one in named if len(one.counts) > 1]
        fit = [column for column in named if best[column.place].confidence >= LEAST.get(meaning, LIKELY)]
        if fit:
            places[meaning] = max(fit, key=lambda one: preference(one, best[one.place])).place
    return places


def preference(column: Column, guess: Guess) -> tuple[float, bool, int, int]:
    """The better of two columns of one meaning: the surer, a name rather than a code, the one with more values."""
    return guess.confidence, "name" in words.tokens(column.header), len(column.counts), -column.place


def used_by(found: Sequence[Column], measures: Sequence[Found]) -> dict[int, Guess]:
    """What the columns of measures are: "score", or "part" for a level or a day of their own."""
    at = {column.header: column.place for column in found}
    why = str(_("it stands beside its score"))
    used: dict[int, Guess] = {}
    for measure in measures:
        paired = {"level": measure.is_paired, "taken_on": True, "score": bool(measure.body["taken_on"])}
        for name, is_paired in paired.items():
            if header := measure.body[name]:
                used[at[header]] = Guess("score" if name == "score" else "part", 0.85 if is_paired else 0.0, why)
    return used


def settled(column: Column, best: Guess, alone: dict[str, int], used: dict[int, Guess]) -> Guess:
    """The one meaning of a column in the end."""
    if column.place in alone.values():
        return best
    if (part := used.get(column.place)) is not None:
        return part if part.confidence > best.confidence else best._replace(meaning=part.meaning)
    if best.meaning == "question":
        return best
    if best.meaning in ALONE:
        return Guess("", 0.6, str(_("another column tells it better")))
    return best._replace(meaning="") if best.meaning else best


def kind_of(final: Sequence[Guess]) -> str:
    """What the table as a whole is."""
    meanings = [guess.meaning for guess in final]
    has_student = "student" in meanings
    if has_student and "score" in meanings:
        return "results"
    if meanings.count("question") >= 1 + 2 * has_student:
        return "survey"
    if has_student and {"grade", "team", "teacher_email", "course"} & set(meanings):
        return "roster"
    return "other"


def doubts_of(
    table: Table, found: Sequence[Column], final: Sequence[Guess], body: dict[str, Any], measures: Sequence[Found]
) -> list[str]:
    """Why a person should look, each as a sentence; empty where nothing is to be asked."""
    doubts = []
    if not table.header_line:
        doubts.append(_("The file has no header, so its columns have no names."))
    if body["kind"] != "results":
        doubts.append(_("We are not sure what kind of table this is."))
    needed = [at for at, guess in enumerate(final) if guess.meaning in NEEDED]
    unsure = [found[at].header for at in needed if final[at].confidence < SURE]
    if unsure:
        doubts.append(_("We are not sure about these columns: %(columns)s.") % {"columns": ", ".join(unsure[:8])})
    if not any(final[at].meaning in {"taken_on", "part"} and found[at].day_shape for at in needed):
        doubts.append(_("There is no column with test dates."))
    elif body["date_shape"] not in {"written", "compact"}:
        doubts.append(_("The dates are written in an unusual way."))
    if any(not measure.is_ordered for measure in measures):
        doubts.append(_("We are not sure about the order of the levels."))
    if mixed := [one.header for one in found if is_mixing(one, final[one.place])]:
        doubts.append(_("%(column)s names several tests, whose scores may not compare.") % {"column": mixed[0]})
    return doubts
