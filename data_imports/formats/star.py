"""Renaissance Star reading, math and early literacy, the data extract: one row a test.

Measures: `star.<subject>.scaled` (0 to 1400) and `star.<subject>.unified` (200 to 1400), both with the district's
benchmark categories, else the state's, the school's or Renaissance's own. In Renaissance's four categories the highest
counts as met; in others, those that the file calls proficient. Deactivated tests stay out.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _, gettext_lazy

from data_imports.reading import layout, values
from data_imports.reading.contract import Fact, FileRefused, Given, Row
from data_imports.reading.layout import Cells, Layout, Measure
from data_imports.reading.tables import Table

KEY = "star"
TITLE = gettext_lazy("Renaissance Star")
STUDENT = ("StudentIdentifier", "StudentSourcedID", "StudentStateID", "StudentUserID", "StudentID")
SCALED, UNIFIED = ("ScaledScore", "Scaled Score"), ("UnifiedScore", "Unified Score")
WINDOW = ("ScreeningPeriodWindowName", "Screening Period Window Name")
OWN = (
    "RenaissanceClientID", "StudentRenaissanceID", "AssessmentID", "LaunchDate", "CompletedDate", "ScaledScore",
    "CompletedDateLocal", "UnifiedScore", "RaschScore", "GradePlacement", "ScreeningPeriodWindowName", "CurrentSGP",
    "RenaissanceBenchmarkCategoryName", "DeactivationReason", "NormalCurveEquivalent", "StudentIdentifier",
)  # fmt: skip
TITLES = {
    "reading": (gettext_lazy("Star Reading"), gettext_lazy("Star Reading, unified scale")),
    "math": (gettext_lazy("Star Math"), gettext_lazy("Star Math, unified scale")),
    "early_literacy": (gettext_lazy("Star Early Literacy"), gettext_lazy("Star Early Literacy, unified scale")),
}
NAMED = ("AssessmentName", "ActivityName", "TestName", "Subject")
TOLD = (
    ("early_literacy", "early literacy", ("LiteracyClassification", "AlphabeticPrinciple", "PhonemicAwareness")),
    ("math", "math", ("Quantile", "InstructionalMathLevel", "AlgebraReadiness")),
    ("reading", "reading", ("Lexile", "InstructionalReadingLevel", "EstimatedOralReadingFluency")),
)
CATEGORIES = ("Urgent Intervention", "Intervention", "On Watch", "At/Above Benchmark")
WORDS = {"at/above": 4, "at benchmark": 4, "above benchmark": 4, "at or above benchmark": 4}
WHOSE = ("District", "State", "School", "Renaissance")


class Bands(NamedTuple):
    """The categories of a file, lowest first: the column that names them, and from which on they count as met."""

    column: str
    levels: tuple[str, ...]
    met_from: int


def recognise(table: Table) -> float:
    """A scaled or unified score among Renaissance's ids."""
    return layout.confidence(table, (STUDENT, SCALED + UNIFIED), OWN)


def shown(table: Table, *names: str) -> list[tuple[str, ...]]:
    """What stands in some columns at the head of the file."""
    places = [table.place(name) for name in names]
    return [tuple("" if at is None else record.cells[at].strip() for at in places) for record in table.head]


def subject(table: Table) -> str:
    """Of what the test is: by its name, by the columns that only this test fills, by those that are there.

    Refuses a file that does not tell.
    """
    named = " ".join(cell for cells in shown(table, *NAMED) for cell in cells).lower()
    for name, words, _columns in TOLD:
        if words in named:
            return name
    for name, _words, columns in TOLD:
        if any(any(cells) for cells in shown(table, *columns)):
            return name
    for name, _words, columns in TOLD:
        if table.place(*columns) is not None:
            return name
    raise FileRefused(_("This Star file does not tell whether it is reading, math or early literacy."))


def bands(table: Table) -> Bands:
    """The benchmark categories: the first that anybody has."""
    for whose in WHOSE:
        kind = f"{whose}BenchmarkCategory"
        told = [row for row in shown(table, f"{kind}Name", f"{kind}Level", f"{whose}BenchmarkProficient") if row[0]]
        if {word.lower() for word, *_rest in told} - {word.lower() for word in CATEGORIES} - WORDS.keys():
            return own_bands(f"{kind}Name", told)
        if told:
            return Bands(f"{kind}Name", CATEGORIES, 4)
    return Bands("", (), 0)


def own_bands(column: str, told: list[tuple[str, ...]]) -> Bands:
    """Categories in words of their own; level 1 is the highest."""
    words = {int(level): word for word, level, _proficient in told if level.isdigit()}
    order = sorted(words, reverse=True)
    met = [order.index(int(level)) + 1 for _word, level, said in told if level.isdigit() and values.yes(said)]
    return Bands(column, tuple(words[level] for level in order), min(met, default=0))


def layout_of(table: Table) -> Layout:
    """The extract of one subject."""
    name, found = subject(table), bands(table)
    scales = (("scaled", SCALED, 0), ("unified", UNIFIED, 200))
    return Layout(
        measures=tuple(
            Measure(
                key=f"star.{name}.{scale}",
                title=title,
                subject=name,
                score=score,
                level=(found.column,) if found.levels else (),
                levels=found.levels,
                also=WORDS if found.levels == CATEGORIES else {},
                met_from=found.met_from,
                lowest=lowest,
                highest=1400,
            )
            for (scale, score, lowest), title in zip(scales, TITLES[name], strict=True)
        ),
        student=STUDENT,
        taken_on=("CompletedDateLocal", "CompletedDate", "LaunchDate"),
        grade=("Grade", "CurrentGrade"),
        school=("SchoolName", "SchoolIdentifier"),
        school_code=("SchoolIdentifier", "SchoolLocalId", "School Code"),
        section=("GroupOrClassName", "CourseName"),
        year=("SchoolYear",),
        window=WINDOW,
        leave_out=left_out,
    )


def left_out(cell: Cells) -> str:
    """Why a test does not count."""
    if why := cell("DeactivationReason"):
        return _("the test was deactivated: %(why)s") % {"why": why}
    return _("the test was deactivated") if cell("AssessmentStatus").lower() in ("deactivated", "inactive") else ""


def read(table: Table, given: Given) -> Iterator[Row]:
    """Every test, in the order of the file."""
    windows = Counter[str]()

    def note(cell: Cells) -> None:
        windows[cell(*WINDOW)] += 1

    yield from layout.read(layout_of(table), table, given, note)
    yield Fact("window", dict(windows))
