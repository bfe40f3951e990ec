"""What a person said of a table's columns, checked and made a `Layout`."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from data_imports.enums import Window
from data_imports.reading import values
from data_imports.reading.contract import FileRefused, Given
from data_imports.reading.layout import Layout, Measure
from data_imports.reading.mapping.shapes import DAY_SHAPES, is_packed, number
from data_imports.reading.tables import Table, plain

KINDS = {
    "results": gettext_lazy("Results of students"),
    "roster": gettext_lazy("Roster of students"),
    "survey": gettext_lazy("Answers to a survey"),
    "other": gettext_lazy("Something else: keep nothing of it"),
}
MEANINGS = {
    "student": gettext_lazy("Student id"),
    "grade": gettext_lazy("Grade"),
    "taken_on": gettext_lazy("Test date"),
    "year": gettext_lazy("School year"),
    "window": gettext_lazy("Window (fall, winter, spring)"),
    "school": gettext_lazy("School"),
    "section": gettext_lazy("Class or teacher"),
    "test": gettext_lazy("Name of the test"),
    "why": gettext_lazy("Why there is no score"),
    "multilingual": gettext_lazy("Multilingual learner"),
    "iep": gettext_lazy("Special education"),
    "low_income": gettext_lazy("Low income"),
    "team": gettext_lazy("Team"),
    "teacher_email": gettext_lazy("Teacher's e-mail"),
    "course": gettext_lazy("Course"),
    "score": gettext_lazy("A score"),
    "part": gettext_lazy("A level or date of a score"),
    "question": gettext_lazy("A survey question"),
}
SHAPES = {
    "written": gettext_lazy("9/15/2026 or 2026-09-15"),
    "day_first": gettext_lazy("15/9/2026"),
    "compact": gettext_lazy("09152026 or 091526"),
    "epoch": gettext_lazy("Seconds since 1970"),
    "serial": gettext_lazy("Spreadsheet numbers such as 46280"),
}
NUMBERS = (int, float)
MOST_LEVELS = 20


def named(table: Table, body: Mapping[str, Any] | None = None) -> Table:
    """A table whose columns can be told apart: names for those without, a number after equal ones."""
    names = tuple((body or {}).get("names", ()))
    header = names if not table.header_line and len(names) == len(table.header) else table.header
    seen: Counter[str] = Counter()
    own = []
    for name in header:
        seen[plain(name)] += 1
        own.append(f"{name} ({seen[plain(name)]})" if name and seen[plain(name)] > 1 else name)
    return replace(table, header=tuple(own))


def checked(body: Any, table: Table | None = None) -> dict[str, Any]:
    """A body with everything in its place.

    Refuses, in one sentence, what is missing, of another kind or, with a table, not a column of it.
    """
    if not isinstance(body, dict) or body.get("kind") not in KINDS:
        raise FileRefused(_("The mapping must say a kind: %(kinds)s.") % {"kinds": ", ".join(KINDS)})
    told = EMPTY | body
    if any(not isinstance(told[name], type(empty)) for name, empty in EMPTY.items()):
        wrong = next(name for name, empty in EMPTY.items() if not isinstance(told[name], type(empty)))
        raise FileRefused(_("The mapping's “%(part)s” is not what we expect there.") % {"part": wrong})
    if told["date_shape"] not in SHAPES:
        raise FileRefused(_("The mapping's dates are written as one of: %(shapes)s.") % {"shapes": ", ".join(SHAPES)})
    if told["season"] not in ("", *Window.values):
        raise FileRefused(_("The window is one of fall, winter or spring."))
    if told["season_year"] and values.school_year(told["season_year"]) != told["season_year"]:
        raise FileRefused(_("Write the school year like 2026-27."))
    if strange := told["columns"].keys() - MEANINGS.keys():
        raise FileRefused(
            _("The mapping gives a column a meaning that we do not know: %(name)s.") % {"name": min(strange)}
        )
    if told["kind"] in {"results", "roster"} and not told["columns"].get("student"):
        raise FileRefused(_("Say which column has the student ids."))
    told["measures"] = [checked_measure(one) for one in told["measures"]] if told["kind"] == "results" else []
    if told["kind"] == "results":
        check_measures(told)
    if told["kind"] == "survey" and not told["questions"]:
        raise FileRefused(_("Say which columns are survey questions."))
    if table is not None:
        check_columns(told, table)
    return told


EMPTY: dict[str, Any] = {
    "title": "", "kind": "", "table": {}, "names": [], "headers": [], "columns": {}, "date_shape": "written",
    "season": "", "season_year": "", "measures": [], "questions": [],
    "shapes": [],
}  # fmt: skip
NO_MEASURE: dict[str, Any] = {
    "title": "", "subject": "", "score": "", "level": "", "taken_on": "", "levels": [], "no_levels": [],
    "met_from": 0, "lowest": 0.0, "highest": 0.0, "window": "", "where_filled": False, "only": {},
}  # fmt: skip


def checked_measure(body: Any) -> dict[str, Any]:
    """One measure of a body. Refuses what could not be stored, naming the measure."""
    told = NO_MEASURE | (body if isinstance(body, dict) else {})
    title = str(told["title"]).strip() or str(told["score"])
    about = {"title": title}
    for name, empty in NO_MEASURE.items():
        expected = NUMBERS if isinstance(empty, float) else type(empty)
        if not isinstance(told[name], expected) or (isinstance(told[name], bool) and not isinstance(empty, bool)):
            raise FileRefused(_("The measure “%(title)s” has a part that is not what we expect there.") % about)
    if not told["score"] and not told["level"]:
        raise FileRefused(_("Say which column has the scores of “%(title)s”.") % about)
    if not told["lowest"] < told["highest"]:
        raise FileRefused(_("The lowest score of “%(title)s” must be below its highest.") % about)
    if len({str(word).casefold() for word in told["levels"]}) < len(told["levels"]):
        raise FileRefused(_("A level of “%(title)s” is written twice; each stands once, the lowest first.") % about)
    if not 0 <= told["met_from"] <= len(told["levels"]) <= MOST_LEVELS:
        raise FileRefused(_("Say which of its levels counts as met in “%(title)s”, or none of them.") % about)
    if told["window"] not in ("", *Window.values):
        raise FileRefused(_("The window is one of fall, winter or spring."))
    return told | {"title": title[:120], "levels": [str(word) for word in told["levels"]]}


def check_measures(told: Mapping[str, Any]) -> None:
    """Refuses no measure at all, and two that would be stored as one."""
    if not told["measures"]:
        raise FileRefused(_("Say which column has scores."))
    stored = Counter((key_of(told, one), one["window"]) for one in told["measures"])
    (_key, _window), times = stored.most_common(1)[0]
    if times > 1:
        twice = next(one for one in told["measures"] if stored[key_of(told, one), one["window"]] > 1)
        raise FileRefused(_("Two scores are called “%(title)s”. Give each its own name.") % {"title": twice["title"]})


def check_columns(told: Mapping[str, Any], table: Table) -> None:
    """Refuses a body that names a column which the table does not have."""
    asked = [*told["columns"].values(), *told["questions"]]
    asked += [one[part] for one in told["measures"] for part in ("score", "level", "taken_on")]
    for name in asked:
        if name and table.place(str(name)) is None:
            raise FileRefused(
                _("The mapping names a column “%(name)s”, which this file does not have. It has: %(known)s.")
                % {"name": name, "known": ", ".join(header for header in table.header if header)[:300]}
            )


def lacking(body: Mapping[str, Any], given: Given) -> list[str]:
    """What a file without test dates does not tell and nobody said: `window`, `year`."""
    if body["kind"] != "results" or "taken_on" in body["columns"] or all(one["taken_on"] for one in body["measures"]):
        return []
    has_window = "window" in body["columns"] or all(one["window"] for one in body["measures"])
    lacks = {
        "window": not (has_window or body["season"] or given.window),
        "year": not ("year" in body["columns"] or body["season_year"] or given.year),
    }
    return [name for name, is_lacking in lacks.items() if is_lacking]


def layout_of(body: Mapping[str, Any], given: Given | None = None) -> Layout:
    """The layout that a checked body of results describes; `given` is what was said beside the file."""
    window = body["season"] or (given.window if given else "")
    words = {word.casefold() for one in body["measures"] if not one["score"] for word in one["levels"]}
    layout = Layout(
        measures=tuple(measure_of(body, one) for one in body["measures"]),
        student=_names(body["columns"]["student"]),
        apart=_names(body["columns"].get("test", "")),
        season=window,
        undated="" if window else _("the row has no test date"),
        year_of=values.ending_year,
        day_of=DAY_SHAPES[body["date_shape"]],
        number_of=number,
        missing_of=lambda cell: reason(cell, words),
    )
    places: dict[str, Any] = {name: _names(body["columns"].get(name, "")) for name in PLAIN}
    return replace(layout, **places)


PLAIN = (
    "taken_on", "grade", "school", "section", "year", "window", "why", "multilingual", "iep", "low_income",
)  # fmt: skip


def measure_of(body: Mapping[str, Any], one: Mapping[str, Any]) -> Measure:
    """One measure of a layout; where only levels are given, their column stands for the score's."""
    score, only = one["score"] or one["level"], one["only"]
    some = ((str(only["column"]),), rf"^\s*{re.escape(str(only.get('word', '')))}\s*$") if only.get("column") else None
    return Measure(
        key=key_of(body, one),
        title=one["title"],
        subject=one["subject"][:40],
        score=(score,),
        level=_names(one["level"]),
        levels=tuple(one["levels"]),
        also=dict.fromkeys((str(word).casefold() for word in one["no_levels"]), 0),
        met_from=one["met_from"],
        lowest=one["lowest"],
        highest=one["highest"],
        only=some or (((score,), r"\S") if one["where_filled"] or one["window"] else None),
        taken_on=_names(one["taken_on"]),
        window=one["window"],
    )


def reason(cell: str, words: set[str]) -> str:
    """Why a cell holds no single score: a level instead, several values, or a sign for missing."""
    if is_packed(cell):
        return _("several values in one cell")
    if cell.casefold() in words:
        return _("only a level is given")
    return values.why_missing(cell)


def key_of(body: Mapping[str, Any], one: Mapping[str, Any]) -> str:
    """`custom.kra.overall`: the same for every file of this mapping; the test's name once where both begin with it."""
    if given := str(one.get("key", "")):
        return given[:80]
    test, own = slug(body["title"]), slug(one["title"])
    own = own.removeprefix(f"{test}-") or own
    return f"custom.{test}.{own}"[:80] if test and test != own else f"custom.{own}"[:80]


def slug(title: str) -> str:
    """A title as part of a key."""
    flat = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", flat).strip("-")


def _names(header: str) -> tuple[str, ...]:
    return (header,) if header else ()
