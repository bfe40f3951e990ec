"""NWEA MAP Growth, the combined data file: one row a test, the current and the older layout.

Measures: `nwea.<subject>.rit` (100 to 350) for reading, language usage, math and science; the level is the achievement
quintile, low to high, and no quintile is called met. Which test of a window counts for growth (`GrowthMeasureYN`) is
kept as the most recent one; screening tests and retests stay in the file's own order with that flag off. Percentiles
are not kept. The student is the district's own id. Term names such as `Winter 2025-2026` say the window and the year.
"""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from data_imports.reading import layout
from data_imports.reading.contract import Fact, Given, Row
from data_imports.reading.layout import Cells, Layout, Measure
from data_imports.reading.tables import Table

KEY = "nwea_map"
TITLE = gettext_lazy("NWEA MAP Growth")
QUINTILES = ("Low", "LoAvg", "Avg", "HiAvg", "High")
WORDS = {"low average": 2, "lowavg": 2, "average": 3, "high average": 4, "highavg": 4}
SUBJECT = ("Subject", "Discipline", "MeasurementScale")
SCALE = ("Course", "MeasurementScale", "Subject", "Discipline")
RIT = ("TestRITScore", "RITScore", "RIT", "OverallRITScore")
STUDENT = ("StudentID", "Student_StateID", "Student ID")
SUBJECTS = (
    ("reading", gettext_lazy("MAP Growth reading"), r"reading|lectura|^language arts$|english language arts"),
    ("language_usage", gettext_lazy("MAP Growth language usage"), r"language usage"),
    ("math", gettext_lazy("MAP Growth math"), r"math|algebra|geometry|matem"),
    ("science", gettext_lazy("MAP Growth science"), r"science|biology|chemistry|physics"),
)
OWN = (
    "TermName", "TestRITScore", "TestStandardError", "TestPercentile", "TestName", "TestType", "TestStartDate",
    "TestDurationMinutes", "GrowthMeasureYN", "StudentID", "Goal1Name", "Goal1RitScore", "MeasurementScale",
    "AchievementQuintile", "TypicalFallToWinterGrowth", "WISelectedAYFall", "ProjectedProficiencyStudy1",
)  # fmt: skip


def recognise(table: Table) -> float:
    """RIT scores, and which subject they are of."""
    return layout.confidence(table, (STUDENT, RIT, SCALE), OWN)


LAYOUT = Layout(
    measures=tuple(
        Measure(
            key=f"nwea.{subject}.rit",
            title=title,
            subject=subject,
            score=RIT,
            level=("AchievementQuintile", "TestQuintile", "Quintile"),
            levels=QUINTILES,
            also=WORDS,
            lowest=100,
            highest=350,
            only=(SCALE, pattern),
        )
        for subject, title, pattern in SUBJECTS
    ),
    student=STUDENT,
    taken_on=("TestStartDate", "TestDate"),
    grade=("Grade", "StudentGrade", "StudentGradeLevel"),
    school=("SchoolName", "School_StateID"),
    school_code=("School_StateID", "SchoolID", "School_Local_ID", "School Code"),
    section=("ClassName", "TeacherName", "InstructorName"),
    year=("TermName",),
    window=("TermName",),
    recent=("GrowthMeasureYN",),
)


def read(table: Table, given: Given) -> Iterator[Row]:
    """Every test, in the order of the file."""
    subjects, growth = Counter[str](), Counter[str]()

    def note(cell: Cells) -> None:
        subjects[cell(*SUBJECT)] += 1
        growth[cell("GrowthMeasureYN").upper()] += 1

    yield from layout.summed(layout.read(LAYOUT, table, given, note), ".rit", "mean_RIT")
    yield Fact("subjects", dict(subjects))
    yield Fact("growth_tests", growth["TRUE"])
