"""DIBELS 8, DIBELS Next and Acadience Reading from the data systems of their makers.

One row is a student and period, or a student with beginning, middle and end beside each other.

Measures: `dibels_8.composite`, `dibels_next.composite` and `acadience.composite` (0 to 1000; their scales differ, so
they are three measures), with four bands, from the third (at benchmark) on met. A student who tested out or whose test
was discontinued has no score, for that reason.
"""

import re
from collections.abc import Iterator
from itertools import product

from django.utils.translation import gettext_lazy

from data_imports.reading import layout, values
from data_imports.reading.contract import Given, Row
from data_imports.reading.layout import SCHOOL_CODE, Cells, Layout, Measure, Names
from data_imports.reading.tables import Table

KEY = "dibels"
TITLE = gettext_lazy("DIBELS and Acadience Reading")
BANDS = ("Well Below Benchmark", "Below Benchmark", "At Benchmark", "Above Benchmark")
WORDS = {
    **dict.fromkeys(("well below", "at risk", "high risk", "intensive", "intensive support", "red"), 1),
    **dict.fromkeys(("below", "some risk", "strategic", "strategic support", "yellow"), 2),
    **dict.fromkeys(("benchmark", "at or above benchmark", "minimal risk", "core", "core support", "low risk"), 3),
    **dict.fromkeys(("above", "negligible risk", "core^", "core support^", "well above benchmark", "blue"), 4),
    **dict.fromkeys(("tested out", "discontinued", "discontinue", "not determined", "not assessed"), 0),
}
REASONS = {
    "tested out": gettext_lazy("tested out"),
    "discontinued": gettext_lazy("stopped by the test's rule"),
    "discontinue": gettext_lazy("stopped by the test's rule"),
    "not determined": gettext_lazy("not determined"),
}
EDITIONS = (
    ("dibels_8", gettext_lazy("DIBELS 8 composite"), r"dibels.*8|8th edition"),
    ("dibels_next", gettext_lazy("DIBELS Next composite"), r"next|6th edition"),
    ("acadience", gettext_lazy("Acadience Reading composite"), r"acadience"),
)
EDITION = ("Assessment Edition", "Assessment", "Test", "Assessment Name", "Measure Set", "Edition")
STUDENT = (
    "Student ID", "District Student ID", "Local ID", "Primary Student ID", "Student Number", "Student SIS ID",
    "State Student ID", "State ID", "Student State ID",
)  # fmt: skip
# columns of the export of Acadience Learning Online, which does not name its test
ACADIENCE = ("District NCES ID", "School NCES ID", "School SIS ID", "Class SIS ID", "Teacher SIS ID", "Student SIS ID")
PERIOD = ("Benchmark Period", "Assessment Period", "Time of Year", "Period", "Season", "Window", "Benchmark Time")
SCORED = ("Composite Score", "Reading Composite Score", "DIBELS Composite Score", "Composite", "RCS")
BANDED = (
    "Composite Level", "Composite Status", "Composite Score Level", "Composite Score Status", "Composite Band",
    "Reading Composite Score Level", "Reading Composite Score Status", "Reading Composite Level",
    "Reading Composite Status",
    "Composite Need for Support", "Composite Benchmark Status", "DIBELS Composite Score Level",
    "DIBELS Composite Level", "DIBELS Composite Status", "Benchmark Status",
)  # fmt: skip
SEASONS = {
    "fall": ("BOY", "Beginning", "Beginning of Year", "Beg", "Fall"),
    "winter": ("MOY", "Middle", "Middle of Year", "Mid", "Winter"),
    "spring": ("EOY", "End", "End of Year", "Spring"),
}
PERIODS = re.compile(r"(boy|moy|eoy|beg|mid|end)\b|(beginning|middle)", re.IGNORECASE)
PARTS = frozenset(["lnf", "psf", "fsf", "nwf", "wrf", "orf", "dorf", "daze", "maze", "cls", "wrc", "wwr", "retell"])
NEW = frozenset({"wrf", "wrc"})
OLD = frozenset({"fsf", "wwr", "daze", "retell"})


def beside(season: str, names: Names) -> Names:
    """The columns of one season where seasons stand beside each other."""
    told = product(SEASONS[season], names)
    return tuple(name for word, column in told for name in (f"{word} {column}", f"{column} {word}"))


def recognise(table: Table) -> float:
    """A composite, and at least two of: benchmark bands, parts of the test, its name, its periods."""
    scored = [name for season in SEASONS for name in beside(season, SCORED)]
    if table.place(*STUDENT) is None or table.place(*SCORED, *scored) is None:
        return 0.0
    bands = {word.lower() for word in (*BANDS, *WORDS)}
    seen = {word.lower() for season in SEASONS for word in shown(table, (*BANDED, *beside(season, BANDED)))}
    told = (
        len(seen & bands) > 0,
        len(words(table) & PARTS) > 1,
        edition_of(table) != "",
        any(PERIODS.match(cell) for cell in shown(table, PERIOD)) or table.place(*scored) is not None,
    )
    return min(0.95, 0.25 + 0.2 * sum(told))


def words(table: Table) -> set[str]:
    """The words of a table's headers."""
    return {word for header in table.header for word in re.split(r"[\W_]+", header.lower())}


def shown(table: Table, names: Names) -> set[str]:
    """What stands in a column at the head of the file."""
    place = table.place(*names)
    return set() if place is None else {record.cells[place].strip() for record in table.head}


def edition_of(table: Table) -> str:
    """The edition that a header or the first rows name; "" where none is named."""
    told = " ".join((*table.header, *(word for name in EDITION for word in shown(table, (name,)))))
    return next((key for key, _title, pattern in EDITIONS if re.search(pattern, told, re.IGNORECASE)), "")


def edition(table: Table) -> str:
    """The edition, by its name or else by the columns and parts that only one has."""
    if not edition_of(table) and sum(map(table.has, ACADIENCE)) * 2 > len(ACADIENCE):
        return "acadience"
    return edition_of(table) or ("dibels_next" if words(table) & OLD and not words(table) & NEW else "dibels_8")


def composites(table: Table, score: Names, level: Names) -> Iterator[Measure]:
    """The composite of every edition in a file: where a column names it, each row has its own."""
    named = next((name for name in EDITION if named_in(table, name)), "")
    only_one = "" if named else edition(table)
    for key, title, pattern in EDITIONS:
        if named or key == only_one:
            yield composite(key, str(title), score, level, only=((named,), pattern) if named else None)


def named_in(table: Table, name: str) -> bool:
    """Whether a column tells the edition."""
    cells = shown(table, (name,))
    return any(re.search(pattern, cell, re.IGNORECASE) for cell in cells for _key, _title, pattern in EDITIONS)


def composite(
    key: str,
    title: str,
    score: Names,
    level: Names,
    *,
    only: tuple[Names, str] | None = None,
    window: str = "",
    taken_on: Names = (),
) -> Measure:
    """A composite score with its bands; of one season where it has a window."""
    return Measure(
        key=f"{key}.composite",
        title=title,
        subject="reading",
        score=score,
        level=level,
        levels=BANDS,
        also=WORDS,
        met_from=3,
        highest=1000,
        only=only,
        window=window,
        taken_on=taken_on,
        is_absent_if_blank=bool(window),
    )


def measures(table: Table) -> Iterator[Measure]:
    """One composite a row, or one of each season."""
    if table.place(*SCORED) is not None:
        yield from composites(table, SCORED, BANDED)
        return
    key = edition(table)
    title = next(str(title) for name, title, _pattern in EDITIONS if name == key)
    for season in SEASONS:
        dates = beside(season, ("Date", "Assessment Date", "Composite Date", "Reading Composite Date", "Test Date"))
        yield composite(key, title, beside(season, SCORED), beside(season, BANDED), window=season, taken_on=dates)


def reason(cell: Cells) -> str:
    """Why there is no composite, where the place of the score or of the band says so."""
    told = (cell(*SCORED).lower(), cell(*BANDED).lower())
    return next((str(REASONS[word]) for word in told if word in REASONS), "")


def window(cell: str) -> str:
    """A benchmark period."""
    words = {"beg": "fall", "mid": "winter", "end": "spring"}
    return values.window(cell) or words.get(cell.strip().lower()[:3], "")


def read(table: Table, given: Given) -> Iterator[Row]:
    """Every composite, in the order of the file."""
    read_as = Layout(
        measures=tuple(measures(table)),
        student=STUDENT,
        taken_on=(
            "Assessment Date",
            "Test Date",
            "Date Tested",
            "Date Assessed",
            "Date",
            "Client Date",
            "Composite Date",
            "Reading Composite Date",
        ),
        grade=("Grade", "Student Grade", "Grade Level", "Student Grade Level", "Enrollment Grade", "Assessment Grade"),
        school=("School", "School Name"),
        school_code=("School SIS ID", *SCHOOL_CODE),
        section=("Class", "Class Name", "Teacher", "Teacher Name"),
        year=("School Year", "Year", "Academic Year"),
        window=PERIOD,
        multilingual=("ELL Status", "English Language Learner"),
        iep=("Special Education",),
        low_income=("Economically Disadvantaged", "Free/Reduced Lunch"),
        window_of=window,
        reason=reason,
    )
    return layout.read(read_as, table, given)
