"""CMAS student data file of the Colorado Department of Education: one row a student and test.

The test code says subject and grade (`MAT05`). Measures: `cmas.ela.scale`, `cmas.math.scale`, `cmas.sla.scale` (650 to
850, five levels, from the fourth on met) and `cmas.science.scale`, `cmas.social_studies.scale` (300 to 900, four
levels, from the third on met). Rows that the state excludes from aggregates (report suppression action 02, 04, 05) and
voided scores stay out. Codes: Pearson's CMAS student data file layout.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _, gettext_lazy

from data_imports.reading import layout, values
from data_imports.reading.contract import Fact, Given, Row
from data_imports.reading.layout import Cells, Layout, Measure
from data_imports.reading.tables import Table

KEY = "cmas"
TITLE = gettext_lazy("CMAS student data file")
FOUR = ("Partially Met Expectations", "Approached Expectations", "Met Expectations", "Exceeded Expectations")
FIVE = ("Did Not Yet Meet Expectations", *FOUR)
CODE = ("TestCode", "Test Code", "Subject")
SCORE = ("SS", "ScaleScore", "OverallScaleScore", "TestScaleScore", "SummativeScaleScore")
LEVEL = ("PerfLVL", "PerformanceLevel", "PerfLevel", "SummativePerformanceLevel")
SUBJECTS = (
    ("ela", gettext_lazy("CMAS English language arts"), r"^(ELA|English)", FIVE, 650, 850),
    ("math", gettext_lazy("CMAS math"), r"^MAT", FIVE, 650, 850),
    ("sla", gettext_lazy("CMAS Spanish language arts"), r"^(SLA|Spanish)", FIVE, 650, 850),
    ("science", gettext_lazy("CMAS science"), r"^SC", FOUR, 300, 900),
    ("social_studies", gettext_lazy("CMAS social studies"), r"^(SOC|SS)", FOUR, 300, 900),
)
SUPPRESSED = {
    "2": gettext_lazy("the state leaves the score out of aggregates (02)"),
    "4": gettext_lazy("the state leaves the score out of aggregates (04)"),
    "5": gettext_lazy("the state leaves the score out of reports and aggregates (05)"),
}
NOT_TESTED = {
    "0": gettext_lazy("absent"),
    "1": gettext_lazy("took another assessment"),
    "2": gettext_lazy("first year in the United States"),
    "3": gettext_lazy("withdrew before or while testing"),
    "4": gettext_lazy("refused by the student"),
    "6": gettext_lazy("not given as prescribed"),
    "7": gettext_lazy("medical exemption"),
    "8": gettext_lazy("part-time or home school"),
    "9": gettext_lazy("excused by a parent"),
}
VOID = NOT_TESTED | {
    "2": gettext_lazy("interrupted and not completed"),
    "5": gettext_lazy("accommodation that was not approved"),
}
OWN = (
    "StateStudentIdentifier", "LocalStudentIdentifier", "PearsonStudentIdentifier", "TestCode", "SS", "PerfLVL",
    "NotTestedReason", "VoidScoreReason", "ReportSuppressionAction", "Unit1TestStartDateTime", "AssessmentYear",
    "ResponsibleSchoolCode", "TestingSchoolCode", "GradeLevelWhenAssessed", "Subclaim1RawScore", "SSCSEM",
)  # fmt: skip


def recognise(table: Table) -> float:
    """A test code beside a scale score, and the words of Pearson's layout."""
    return layout.confidence(table, (LAYOUT.student, CODE, SCORE), OWN)


def code(cell: str) -> str:
    """A reason's code without the zero that spreadsheets drop."""
    return cell.lstrip("0") or "0" if cell else ""


def group(cell: str) -> bool | None:
    """Whether a student belongs to a group; a 504 plan is no IEP."""
    return {"IEP": True, "504": False}.get(cell, values.yes(cell))


def left_out(cell: Cells) -> str:
    """Why a whole row does not count."""
    if (reason := SUPPRESSED.get(code(cell("ReportSuppressionAction")))) is not None:
        return str(reason)
    void = cell("VoidScoreReason")
    return _("the score is void: %(why)s") % {"why": told(VOID, void)} if void and cell(*SCORE) else ""


def reason(cell: Cells) -> str:
    """Why there is no score."""
    if why := cell("NotTestedReason"):
        return told(NOT_TESTED, why)
    return told(VOID, why) if (why := cell("VoidScoreReason")) else ""


def told(words: Mapping[str, object], cell: str) -> str:
    """A code in words, or as it stands."""
    return str(words.get(code(cell), cell))


LAYOUT = Layout(
    measures=tuple(
        Measure(
            key=f"cmas.{subject}.scale",
            title=title,
            subject=subject,
            score=SCORE,
            level=LEVEL,
            levels=levels,
            met_from=len(levels) - 1,
            lowest=lowest,
            highest=highest,
            only=(CODE, pattern),
        )
        for subject, title, pattern, levels, lowest, highest in SUBJECTS
    ),
    student=("LocalStudentIdentifier", "StateStudentIdentifier", "Local Student ID", "SASID", "Student ID"),
    taken_on=("Unit1TestStartDateTime", "Unit2TestStartDateTime"),
    grade=("GradeLevelWhenAssessed", "Grade"),
    school=("ResponsibleSchoolName", "TestingSchoolName", "ResponsibleSchoolCode", "TestingSchoolCode"),
    school_code=("ResponsibleSchoolCode", "TestingSchoolCode"),
    section=("ClassName", "SessionName"),
    year=("AssessmentYear",),
    iep=("StudentwithDisabilities",),
    low_income=("EconomicDisadvantageStatus",),
    season="spring",
    leave_out=left_out,
    reason=reason,
    group_of=group,
)


def read(table: Table, given: Given) -> Iterator[Row]:
    """Every test, in the order of the file."""
    tests, untested = Counter[str](), Counter[str]()

    def note(cell: Cells) -> None:
        tests[cell("TestCode")] += 1
        untested[cell("NotTestedReason")] += 1

    yield from layout.summed(layout.read(LAYOUT, table, given, note), ".scale", "mean_SS")
    yield Fact("tests", dict(tests))
    yield Fact("not_tested", untested.total() - untested[""])
