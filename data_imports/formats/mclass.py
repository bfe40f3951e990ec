"""mCLASS benchmark export of Amplify (DIBELS 8, and DIBELS Next before it): one row a student and period.

Measures as in `dibels`: `dibels_8.composite` or `dibels_next.composite`, by the assessment edition. The student's id
stands far to the right; the day is the client date, on which the student was assessed.
"""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from data_imports.formats import dibels
from data_imports.reading import layout
from data_imports.reading.contract import Given, Row
from data_imports.reading.layout import Cells, Layout
from data_imports.reading.tables import Table

KEY = "mclass"
TITLE = gettext_lazy("mCLASS benchmark")
STUDENT = ("Student Primary ID", "Primary ID - Student ID (State ID)", "Primary ID - Student ID", "Student ID")
SCORE = ("Composite Score", "Composite - Score", "Assessment Measure-Composite Score-Score")
LEVEL = ("Composite Level", "Composite - Level", "Assessment Measure-Composite Score-Levels")
OWN = (
    "Student Primary ID", "Client Date", "Sync Date", "Benchmark Period", "Assessment Edition", "Assessment Grade",
    "Enrollment Grade", "Account Name", "Municipality Name", "Primary School ID", "Official Teacher Staff ID",
    "Reporting Class Name", "Assessing Teacher Name", "Administration Type", "Risk Indicator - Level",
)  # fmt: skip


def recognise(table: Table) -> float:
    """A composite beside Amplify's own student id."""
    return layout.confidence(table, (STUDENT, SCORE), OWN)


def reason(cell: Cells) -> str:
    """Why there is no composite."""
    told = (cell(*SCORE).lower(), cell(*LEVEL).lower())
    return next((str(dibels.REASONS[word]) for word in told if word in dibels.REASONS), "")


def read(table: Table, given: Given) -> Iterator[Row]:
    """Every composite, in the order of the file."""
    read_as = Layout(
        measures=tuple(dibels.composites(table, SCORE, LEVEL)),
        student=STUDENT,
        taken_on=("Client Date", "Sync Date"),
        grade=("Enrollment Grade", "Assessment Grade"),
        school=("School Name", "Primary School ID"),
        section=("Reporting Class Name", "Official Teacher Name"),
        year=("School Year",),
        window=("Benchmark Period",),
        multilingual=("ELL Status",),
        iep=("Special Education",),
        low_income=("Economically Disadvantaged",),
        window_of=dibels.window,
        reason=reason,
    )
    return layout.read(read_as, table, given)
