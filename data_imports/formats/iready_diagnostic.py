"""i-Ready Diagnostic results, reading and math, the current and the older layout.

One row is one sitting. Measures: `iready.reading.overall_scale`, `iready.math.overall_scale`
(100 to 800). The level is the overall relative placement, 1 to 5; on or above grade level
(4 and 5) counts as met.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _, gettext_lazy

from data_imports.reading import layout
from data_imports.reading.contract import FileRefused, Given, Row
from data_imports.reading.layout import Layout, Measure
from data_imports.reading.tables import Table

KEY = "iready_diagnostic"
TITLE = gettext_lazy("i-Ready Diagnostic results")
LEVELS = (
    "3 or More Grade Levels Below",
    "2 Grade Levels Below",
    "1 Grade Level Below",
    "Early On Grade Level",
    "Mid or Above Grade Level",
)
MATH = ("Quantile Measure", "Number and Operations Scale Score", "Geometry Scale Score")
READING = ("Lexile Measure", "Phonics Scale Score", "Vocabulary Scale Score")
TITLES = {"math": gettext_lazy("i-Ready math"), "reading": gettext_lazy("i-Ready reading")}


def recognise(table: Table) -> float:
    """Placement words are i-Ready's own."""
    if not table.has("Student ID", "Overall Scale Score", "Overall Relative Placement"):
        return 0.0
    return 0.95 if table.place("Completion Date", "Start Date") is not None else 0.7


def subject(table: Table) -> str:
    """`math` or `reading`, from the domains that the file reports."""
    if table.place(*MATH) is not None:
        return "math"
    if table.place(*READING) is not None:
        return "reading"
    place = table.place("Subject")
    said = table.head[0].cells[place].lower() if place is not None and table.head else ""
    if said:
        return "math" if said.startswith("math") else "reading"
    raise FileRefused(_("This i-Ready file does not tell whether it is math or reading."))


def layout_of(tested: str) -> Layout:
    """Both versions of the export."""
    measure = Measure(
        key=f"iready.{tested}.overall_scale",
        title=str(TITLES[tested]),
        subject=tested,
        score=("Overall Scale Score",),
        level=("Overall Relative Placement",),
        levels=LEVELS,
        met_from=4,
        lowest=100,
        highest=800,
    )
    return Layout(
        measures=(measure,),
        student=("Student ID", "Student State ID"),
        taken_on=("Completion Date", "Start Date"),
        grade=("Student Grade",),
        school=("School",),
        section=("Class(es)", "Class Teacher(s)"),
        year=("Academic Year",),
        window=("Norming Window",),
        baseline=("Baseline Diagnostic (Y/N)", "Diagnostic used to establish Growth Measures (Y/N)"),
        recent=("Most Recent Diagnostic YTD (Y/N)", "Most Recent Diagnostic (Y/N)"),
        multilingual=("English Language Learner",),
        iep=("Special Education",),
        low_income=("Economically Disadvantaged",),
        undated=_("the diagnostic was not finished"),
    )


def read(table: Table, given: Given) -> Iterator[Row]:
    """Every sitting, in the order of the file."""
    return layout.read(layout_of(subject(table)), table, given)
