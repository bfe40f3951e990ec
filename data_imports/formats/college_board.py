"""SAT, PSAT/NMSQT, PSAT 10 and PSAT 8/9 data files of the College Board: one row a student, the latest test.

Measures: `<test>.total`, `<test>.ebrw` and `<test>.math` with `sat`, `psat_nmsqt`, `psat_10` or `psat_8_9` for the
test: 400 to 1600 (sections 200 to 800), 320 to 1520 (160 to 760), 240 to 1440 (120 to 720). The levels of a section
are its college and career readiness benchmark, not met or met. The grade is a code: 2 is grade 8, 4 to 7 are grades 9
to 12. A PSAT of grades 8 and 9 is the PSAT 8/9; a selection index tells the PSAT/NMSQT from the PSAT 10.
Sources: College Board, SAT Suite data file layouts, on paper and digital.
"""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from data_imports.reading import layout
from data_imports.reading.contract import Given, Row
from data_imports.reading.layout import Layout, Measure, Names
from data_imports.reading.tables import Table

KEY = "college_board"
TITLE = gettext_lazy("SAT and PSAT results")
TITLES = {
    "sat": gettext_lazy("SAT"),
    "psat_nmsqt": gettext_lazy("PSAT/NMSQT"),
    "psat_10": gettext_lazy("PSAT 10"),
    "psat_8_9": gettext_lazy("PSAT 8/9"),
}
TOTALS = {"sat": (400, 1600), "psat_nmsqt": (320, 1520), "psat_10": (320, 1520), "psat_8_9": (240, 1440)}
SECTIONS = (
    ("total", gettext_lazy("%(test)s total"), "", ("TOTAL",), ()),
    ("ebrw", gettext_lazy("%(test)s reading and writing"), "ela", ("EBRW", "RW"), ("EBRW_CCR_BENCHMARK",)),
    ("math", gettext_lazy("%(test)s math"), "math", ("MATH_SECTION", "MATH"), ("MATH_CCR_BENCHMARK",)),
)
INDICATORS = {
    "total": (),
    "ebrw": ("EVIDENCE_BASED_READING_WRITING_CCRBENCHMARK_INDICATOR", "RW_CCR_BENCHMARK"),
    "math": ("MATH_CCRBENCHMARK_INDICATOR",),
}
BENCHMARK = (gettext_lazy("Benchmark not met"), gettext_lazy("Benchmark met"))
FLAGS = {"n": 1, "no": 1, "0": 1, "y": 2, "yes": 2, "1": 2}
GRADES = {"2": "8", "4": "9", "5": "10", "6": "11", "7": "12"}
YOUNGER = r"^0?(1|2|3|4)$"
OLDER = r"^(?!0?[1234]$)"
STUDENT = ("DISTRICT_STUDENT_ID", "SECONDARY_ID", "STATE_STUDENT_ID", "LOCAL_STUDENT_ID", "SASID", "STUDENT_ID")
OWN = (
    "CB_ID", "AI_CODE", "COHORT_YEAR", "GRAD_DATE", "EBRW_CCR_BENCHMARK", "MATH_CCR_BENCHMARK", "SECONDARY_ID",
    "DERIVED_AGGREGATE_RACE_ETH", "DISTRICT_STUDENT_ID", "STATE_STUDENT_ID", "REPORT_DATE", "NAME_LAST",
)  # fmt: skip


def recognise(table: Table) -> float:
    """The latest total and section scores by the College Board's names."""
    return layout.confidence(table, (STUDENT, columns("TOTAL", "EBRW"), columns("DATE", "MATH_SECTION")), OWN)


def columns(*names: str) -> Names:
    """The columns of the latest SAT or PSAT with these names."""
    return tuple(f"LATEST_{test}_{name}" for name in names for test in ("PSAT", "SAT"))


def tests(table: Table) -> dict[str, str]:
    """The tests in a file, each with the grade codes of those who took it."""
    if table.place(*(f"LATEST_PSAT_{name}" for name in ("TOTAL", "EBRW", "MATH_SECTION"))) is None:
        return {"sat": ""}
    index = table.place("SELECTION_INDEX")
    has_index = index is not None and any(record.cells[index].strip() for record in table.head)
    older = "psat_nmsqt" if has_index else "psat_10"
    if table.place("LATEST_PSAT_GRADE") is None:
        return {older: ""}
    return {"psat_8_9": YOUNGER, older: OLDER}


def measures(table: Table) -> Iterator[Measure]:
    """Total and sections of the tests in a file."""
    for test, codes in tests(table).items():
        kind = "SAT" if test == "sat" else "PSAT"
        lowest, highest = TOTALS[test]
        for section, title, subject, names, flags in SECTIONS:
            parts = 1 if section == "total" else 2
            yield Measure(
                key=f"{test}.{section}",
                title=str(title) % {"test": TITLES[test]},
                subject=subject,
                score=tuple(f"LATEST_{kind}_{name}" for name in names),
                level=flags + INDICATORS[section],
                levels=tuple(map(str, BENCHMARK)) if flags else (),
                also=FLAGS,
                met_from=2 if flags else 0,
                lowest=lowest / parts,
                highest=highest / parts,
                only=((f"LATEST_{kind}_GRADE",), codes) if codes else None,
            )


def grade(cell: str) -> str:
    """The grade that a code stands for; other codes are no grade of a school."""
    return GRADES.get(cell.lstrip("0"), "")


def read(table: Table, given: Given) -> Iterator[Row]:
    """Every student's scores, in the order of the file."""
    read_as = Layout(
        measures=tuple(measures(table)),
        student=STUDENT,
        taken_on=columns("DATE"),
        grade=columns("GRADE"),
        school=("AI_NAME", "SCHOOL_NAME", "AI_CODE"),
        school_code=("AI_CODE", "SCHOOL_CODE"),
        year=("SCHOOL_YEAR",),
        grade_of=grade,
    )
    return layout.read(read_as, table, given)
