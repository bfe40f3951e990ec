"""WIDA ACCESS and WIDA Alternate ACCESS: one row a student.

Measures of ACCESS, for each of `overall`, `literacy`, `oral` and `comprehension`: `access.<composite>.scale` (100 to
600) and `access.<composite>.level` (the proficiency level, 1.0 to 6.0; the six levels Entering to Reaching are its
whole part). Of Alternate ACCESS: `access_alternate.<composite>.scale` (900 to 960) with its own levels. Composites come
from scale scores; the four domains are not comparable with each other and stay out. A composite that is NA has the
reason of the domain that was not tested.
Sources: DRC, WIDA AMS student data file layout; WIDA, Interpretive Guide for Score Reports.
"""

import re
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from data_imports.reading import layout
from data_imports.reading.contract import Fact, Given, Row
from data_imports.reading.layout import Cells, Layout, Measure, Names
from data_imports.reading.tables import Table

KEY = "access"
TITLE = gettext_lazy("WIDA ACCESS and Alternate ACCESS")
LEVELS = ("Entering", "Emerging", "Developing", "Expanding", "Bridging", "Reaching")
DECIMALS = {f"{step}.{tenth}": step for step in range(1, 7) for tenth in range(10)}
OLDER_ALTERNATE = ("Initiating", "Exploring", "Engaging", "Entering", "Emerging", "Developing")
OLDER_CODES = {"a1": 1, "a2": 2, "a3": 3, "p1": 4, "p2": 5, "p3": 6}
DOMAINS = ("Listening", "Reading", "Speaking", "Writing")
COMPOSITES = (
    ("Overall", gettext_lazy("ACCESS overall"), gettext_lazy("ACCESS overall proficiency level")),
    ("Literacy", gettext_lazy("ACCESS literacy"), gettext_lazy("ACCESS literacy proficiency level")),
    ("Oral", gettext_lazy("ACCESS oral language"), gettext_lazy("ACCESS oral language proficiency level")),
    ("Comprehension", gettext_lazy("ACCESS comprehension"), gettext_lazy("ACCESS comprehension proficiency level")),
)
ALTERNATE = gettext_lazy("Alternate %(title)s")
NOT_SCORED = {
    "A": gettext_lazy("absent"),
    "I": gettext_lazy("not given as prescribed"),
    "D": gettext_lazy("declined"),
    "S": gettext_lazy("deferred: special education or 504"),
    "N": gettext_lazy("not scored"),
}
STUDENT = ("District Student ID", "State Student ID", "Unique DRC Student ID", "Student ID")
OWN = (
    "Unique DRC Student ID", "Reported Record", "Scale Score - Overall", "Proficiency Level - Overall",
    "Scale Score - Literacy", "Proficiency Level - Literacy", "Scale Score - Listening", "Cluster - Listening",
    "Do Not Score Code - Listening", "Status - Speaking", "LIEP Classification", "Title III Status",
    "Length of Time in LEP/ELL Program", "State Student ID", "Scale Score - Oral", "Confidence High Score - Overall",
)  # fmt: skip


def scale(composite: str) -> Names:
    return (f"Scale Score - {composite}", f"{composite} Scale Score", f"{composite} Score")


def proficiency(composite: str) -> Names:
    return (f"Proficiency Level - {composite}", f"{composite} Proficiency Level", f"Composite ({composite}) Level")


def recognise(table: Table) -> float:
    """Scale score and proficiency level of the overall composite."""
    return layout.confidence(table, (STUDENT, scale("Overall"), proficiency("Overall")), OWN)


def shown(table: Table, names: Names) -> set[str]:
    """What stands in a column at the head of the file."""
    place = table.place(*names)
    return set() if place is None else {record.cells[place].strip() for record in table.head}


def is_alternate(table: Table) -> bool:
    """Alternate ACCESS scores are above 900; its older levels begin with a letter."""
    scores = [int(cell) for cell in shown(table, scale("Overall")) if cell.isdigit()]
    return has_letters(table) or min(scores, default=0) >= 900


def has_letters(table: Table) -> bool:
    """Whether proficiency levels are A1 to P3, as Alternate ACCESS had them until 2023."""
    return any(re.fullmatch(r"[AP][1-3]", cell) for cell in shown(table, proficiency("Overall")))


def measures(table: Table) -> Iterator[Measure]:
    """The composites of the test in the file."""
    alternate = is_alternate(table)
    for composite, title, level_title in COMPOSITES:
        name = composite.lower()
        if alternate:
            yield alternative(table, composite, str(ALTERNATE % {"title": title}))
            continue
        yield Measure(f"access.{name}.scale", title, "english", scale(composite), lowest=100, highest=600)
        yield Measure(
            key=f"access.{name}.level",
            title=level_title,
            subject="english",
            score=proficiency(composite),
            level=proficiency(composite),
            levels=LEVELS,
            also=DECIMALS,
            lowest=1,
            highest=6,
        )


def alternative(table: Table, composite: str, title: str) -> Measure:
    """A composite of Alternate ACCESS; its levels were renamed and renumbered in 2023-24."""
    older = has_letters(table)
    return Measure(
        key=f"access_alternate.{composite.lower()}.scale",
        title=title,
        subject="english",
        score=scale(composite),
        level=proficiency(composite),
        levels=OLDER_ALTERNATE if older else LEVELS[:5],
        also=OLDER_CODES if older else DECIMALS,
        lowest=900,
        highest=999,
    )


def reason(cell: Cells) -> str:
    """Why a domain, and so a composite, has no score."""
    codes = (cell(f"Do Not Score Code - {domain}") for domain in DOMAINS)
    return next((str(NOT_SCORED.get(code[0].upper(), code)) for code in codes if code), "")


def read(table: Table, given: Given) -> Iterator[Row]:
    """Every student's composites, in the order of the file."""
    levels = Counter[str]()

    def note(cell: Cells) -> None:
        levels[cell(*proficiency("Overall"))] += 1

    read_as = Layout(
        measures=tuple(measures(table)),
        student=STUDENT,
        taken_on=("Test Completion Date",),
        grade=("Grade",),
        school=("School Name", "School Number"),
        year=("School Year",),
        iep=("IEP Status",),
        season="winter",
        reason=reason,
    )
    yield from layout.read(read_as, table, given, note)
    yield Fact("overall_levels", dict(levels))
