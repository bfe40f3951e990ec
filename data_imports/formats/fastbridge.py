"""FastBridge screening (aReading, aMath, earlyReading, earlyMath): one row a student, the seasons beside each other.

Measures: `fastbridge.<test>.score` (the theta of an adaptive test, the composite of an early one; 0 to 1000). The level
is the risk: high, some, low; low risk counts as met. An empty season makes no row. Screening periods 4 and 5 take
their window from their date.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext_lazy

from data_imports.reading import layout
from data_imports.reading.contract import Fact, Given, Row, Score
from data_imports.reading.layout import Cells, Layout, Measure
from data_imports.reading.summary import Sum
from data_imports.reading.tables import Table, plain

KEY = "fastbridge"
TITLE = gettext_lazy("FastBridge screening")
STUDENT = ("Local ID", "State ID", "FAST ID", "Student ID")
SCORE = re.compile(
    r"(?P<season>fall|winter|spring|screeningperiod[45])"
    r"(?P<test>areading|amath|earlyreading(?:english|spanish)?|earlymath)"
    r"(?:testtheta|theta|scaledscore|scalescore|compositescore|composite)"
)
TITLES = {
    "areading": ("reading", gettext_lazy("FastBridge aReading")),
    "amath": ("math", gettext_lazy("FastBridge aMath")),
    "earlyreading": ("reading", gettext_lazy("FastBridge earlyReading")),
    "earlymath": ("math", gettext_lazy("FastBridge earlyMath")),
    "earlyreadingspanish": ("reading", gettext_lazy("FastBridge earlyReading in Spanish")),
}
RISKS = ("High risk", "Some risk", "Low risk")
WORDS = {"highrisk": 1, "somerisk": 2, "lowrisk": 3, "collegepathway": 3, "college pathway": 3, "advanced": 3}
SEASONS = ("fall", "winter", "spring")
NOT_AVAILABLE = "N/A*"
STARS = ("School", "LEA", "Nation")


class Sitting(NamedTuple):
    """One season of one test, both as plain words, and the column of its score."""

    season: str
    test: str
    column: str

    @property
    def key(self) -> str:
        return self.test.removesuffix("english")

    def beside(self, name: str) -> str:
        """Another column of the same season and test."""
        return f"{self.season} {self.test} {name}"


def sittings(table: Table) -> list[Sitting]:
    """The seasons and tests of a file."""
    found = ((header, SCORE.fullmatch(plain(header))) for header in table.header)
    return [Sitting(at["season"], at["test"], header) for header, at in found if at is not None]


def recognise(table: Table) -> float:
    """Scores by season and test, each with a day or a risk."""
    if table.place(*STUDENT) is None:
        return 0.0
    own = [at for at in sittings(table) if table.place(at.beside("Final Date"), at.beside("Risk Level")) is not None]
    return 0.95 if own else 0.0


def measure(at: Sitting) -> Measure:
    """One season of a test."""
    subject, title = TITLES[at.key]
    return Measure(
        key=f"fastbridge.{at.key}.score",
        title=title,
        subject=subject,
        score=(at.column,),
        level=(at.beside("Risk Level"),),
        levels=RISKS,
        also=WORDS,
        met_from=3,
        highest=1000,
        taken_on=(at.beside("Final Date"),),
        window=at.season if at.season in SEASONS else "",
        is_absent_if_blank=True,
    )


class Told:
    """What people compare with the report that they know: grades, each row's latest risk, what is not available."""

    def __init__(self, table: Table) -> None:
        self.grades, self.risks, self.stars = Counter[str](), Counter[str](), 0
        self.scores = defaultdict[str, Sum](Sum)
        latest = sittings(table)[::-1]
        self.levels = [name for at in latest if table.has(name := at.beside("Risk Level"))]
        parts = (at.beside(f"Percentile at {place}") for at in latest for place in STARS)
        self.percentiles = [name for name in parts if table.has(name)]

    def note(self, cell: Cells) -> None:
        self.grades[cell("Grade")] += 1
        self.risks[next(filter(None, map(cell, self.levels)), "")] += 1
        self.stars += NOT_AVAILABLE in map(cell, self.percentiles)

    def facts(self) -> Iterator[Fact]:
        yield Fact("grades", dict(self.grades))
        yield Fact("risk", dict(self.risks))
        yield Fact("na_star", self.stars)
        for window, found in self.scores.items():
            yield Fact(f"{window}_scored", found.n)
            yield Fact(f"mean_{window}_theta", round(found.total / found.n, 2) if found.n else None)


def read(table: Table, given: Given) -> Iterator[Row]:
    """Every season of every student, in the order of the file."""
    told = Told(table)
    read_as = Layout(
        measures=tuple(map(measure, sittings(table))),
        student=STUDENT,
        grade=("Grade",),
        school=("School",),
        year=("School Year",),
        iep=("Special Ed. Status",),
    )
    for row in layout.read(read_as, table, given, told.note):
        if isinstance(row, Score):
            told.scores[row.window].take(row.value)
        yield row
    yield from told.facts()
