"""Student growth file of the Colorado Department of Education: one row a student and subject.

Measures: `cmas_growth.<subject>.sgp` (the student growth percentile, 1 to 99; its figure is the median, never a mean)
and `cmas_growth.<subject>.scale` (650 to 850, five levels, from the fourth on met); `access_growth.overall.sgp` where
the file is about ACCESS. The reporting year is the one in which the school year ends. Whom the state excludes from its
own calculations (a flag, or a percentile that is not included) stays out here too; who only has no percentile keeps the
scale score.
"""

from collections import Counter
from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from data_imports.formats.cmas import FIVE
from data_imports.reading import layout, values
from data_imports.reading.contract import Fact, Given, Row
from data_imports.reading.layout import Cells, Layout, Measure
from data_imports.reading.tables import Table

KEY = "cde_growth"
TITLE = gettext_lazy("CDE student growth (SGP)")
SUBJECT = ("SUBJECT", "TEST_CODE", "CONTENT_AREA")
TEST = ("TEST_NAME", "TEST")
SGP = ("SGP", "STUDENT_GROWTH_PERCENTILE", "GROWTH_PERCENTILE")
SUBJECTS = (
    ("ela", gettext_lazy("CMAS English language arts"), gettext_lazy("Growth in English language arts"), r"^(ELA|ENG)"),
    ("math", gettext_lazy("CMAS math"), gettext_lazy("Growth in math"), r"^MAT"),
)
EXCLUDED = tuple(
    (f"EXCLUDED_{why}_YN", f"EXCLUDED_{why}")
    for why in (
        "NOT_CONTINUOUS", "TEST_INVALID", "EXPELLED", "GRADE_LEVEL_VOID", "DETENTION_FACILITY", "HOME_OPTIONS",
        "OFF_GRADE", "DISTRICT_VOID", "ENGLISH_PROF",
    )
)  # fmt: skip
INCLUDED = ("INCLUDED_PFWK_CALCS", "INCLUDED_CALCS", "INCLUDED_YN")
OWN = (
    "SASID", "SGP", "AGP", "REPORTING_YEAR", "CDE_REPORTING_UNIT", "DIST_NUMBER", "SCH_NUMBER", "SUBJECT", "TEST_NAME",
    "SCALE_SCORE", "PROFICIENCY_LEVEL", "INCLUDED_PFWK_CALCS", "EXCLUDED_NO_SGP_YN", "DID_NOT_TEST_TEXT", "ON_TRACK",
    "PRIOR_YR_SCALE_SCORE", "EMH_LEVEL", "GRADE_LEVEL",
)  # fmt: skip


def recognise(table: Table) -> float:
    """A growth percentile beside the state's student id."""
    return layout.confidence(table, (LAYOUT.student, SGP, SUBJECT), OWN)


def measures() -> Iterator[Measure]:
    """Scale score and growth percentile of each subject."""
    for subject, title, growth, pattern in SUBJECTS:
        yield Measure(
            key=f"cmas_growth.{subject}.scale",
            title=title,
            subject=subject,
            score=("SCALE_SCORE",),
            level=("PROFICIENCY_LEVEL", "PERFORMANCE_LEVEL"),
            levels=FIVE,
            met_from=4,
            lowest=650,
            highest=850,
            only=(SUBJECT, pattern),
        )
        yield percentile(f"cmas_growth.{subject}.sgp", growth, subject, (SUBJECT, pattern))
    title = gettext_lazy("Growth in English language proficiency")
    yield percentile("access_growth.overall.sgp", title, "english", (TEST, r"ACCESS|WIDA"))


def percentile(key: str, title: str | Promise, subject: str, only: tuple[tuple[str, ...], str]) -> Measure:
    """A student growth percentile."""
    return Measure(key=key, title=title, subject=subject, score=SGP, lowest=1, highest=99, only=only)


def left_out(cell: Cells) -> str:
    """Why a whole row does not count."""
    for names in EXCLUDED:
        if values.yes(cell(*names)):
            return _("the state leaves the student out of its calculations (%(why)s)") % {"why": names[0]}
    if values.yes(cell(*INCLUDED)) is False and values.number(cell(*SGP)) is not None:
        return _("the state leaves the student out of its calculations (%(why)s)") % {"why": INCLUDED[0]}
    return ""


LAYOUT = Layout(
    measures=tuple(measures()),
    student=("SASID", "STATE_STUDENT_ID", "STUDENT_ID"),
    grade=("GRADE_LEVEL", "GRADE"),
    school=("SCH_NUMBER", "SCHOOL_NUMBER", "SCH_NAME"),
    school_code=("SCH_NUMBER", "SCHOOL_NUMBER"),
    year=("REPORTING_YEAR", "TEST_RECORD_YEAR"),
    why=("DID_NOT_TEST_TEXT", "DID_NOT_TEST_CODE"),
    multilingual=("ELL_YN", "ML_YN"),
    iep=("IEP_YN",),
    low_income=("FRL_YN",),
    season="spring",
    leave_out=left_out,
    year_of=values.ending_year,
)


def read(table: Table, given: Given) -> Iterator[Row]:
    """Every student's score and growth, in the order of the file."""
    counted = Counter[str]()

    def note(cell: Cells) -> None:
        counted["with_SGP"] += values.number(cell(*SGP)) is not None
        counted["did_not_test"] += bool(cell("DID_NOT_TEST_TEXT", "DID_NOT_TEST_CODE"))
        counted["included"] += values.yes(cell(*INCLUDED)) is True

    yield from layout.summed(layout.read(LAYOUT, table, given, note), ".scale", "mean_scale")
    for name in ("with_SGP", "did_not_test", "included"):
        yield Fact(name, counted[name])
