"""Published workbooks about schools."""

import csv
import io
from typing import Any

import openpyxl
import pytest

from data_imports.formats import read_file
from data_imports.models import PublicFigure
from data_imports.reading.contract import Figure, FileRefused, Given
from tests.data_imports.making import SAMPLES, imported

CMAS, RATES, TOTALS = (SAMPLES / f"public_figures-{name}.csv" for name in ("cmas", "rates", "totals"))


def short(figures: list[Figure]) -> list[tuple[object, ...]]:
    """What a figure says, without its line."""
    return [(f.unit, f.code, f.measure, f.group, f.n, f.value, f.share, f.missing) for f in figures]


def test_a_test_is_read_by_unit_subject_and_grade() -> None:
    reading = read_file(CMAS.read_bytes())
    assert short(reading.of(Figure)) == [
        ("state", "", "cmas.ela", "All Grades", 324453, 743.0, 0.441, ""),
        ("district", "", "cmas.ela", "All Grades", 30543, 740.0, 0.407, ""),
        ("district", "", "cmas.math", "All Grades", 32843, 732.0, 0.312, ""),
        ("school", "0520", "cmas.ela", "All Grades", 87, 713.0, 0.195, ""),
        ("school", "0520", "cmas.ela", "Grade 3", 25, 716.0, 0.28, ""),
        ("school", "0520", "cmas.math", "Grade 4", None, None, None, "< 16"),
        ("school", "0521", "cmas.math", "All Grades", 38, 715.0, None, ""),
    ]
    assert {(f.year, f.district) for f in reading.of(Figure)} == {("2025-26", "0000"), ("2025-26", "0880")}
    facts = reading.reading.facts()
    assert facts["levels"] == {"STATE": 1, "DISTRICT": 2, "SCHOOL": 4}
    assert (facts["header_row"], facts["small_counts"], facts["rows_with_value"]) == (6, 1, 6)
    assert facts["suppressed_cells"] == 8
    assert facts["district_figures"]["0880"]["cmas.math All Grades"] == {"n": 32843, "value": 732.0, "share": 0.312}
    assert reading.reading.measures["cmas.ela"] == (2, 714.5, 0)


def test_rates_are_shares_and_each_district_is_added_up() -> None:
    reading = read_file(RATES.read_bytes())
    assert [(f.name, f.n, f.share, f.missing) for f in reading.of(Figure)] == [
        ("North Elementary", 400, 0.25, ""),
        ("South Elementary", 200, 0.5, ""),
        ("West Middle School", 0, None, "*"),
        ("Far School", 100, 0.1, ""),
    ]
    assert {(f.measure, f.year) for f in reading.of(Figure)} == {("chronically_absent", "2025-26")}
    facts = reading.reading.facts()
    assert (facts["suppressed_rows"], facts["n_total"]) == (1, 700)
    assert facts["districts"]["0880"] == {"rows": 3, "n": 600, "mean_shares": {"chronically_absent": 0.375}}
    assert facts["weighted_shares"]["chronically_absent"] == pytest.approx(0.3)


def test_totals_and_footnotes_stay_out_and_are_told() -> None:
    reading = read_file(TOTALS.read_bytes())
    assert {f.name for f in reading.of(Figure)} == {"North Elementary", "South Elementary"}
    assert reading.reading.skipped_reasons() == [("it is a total", 2), ("it is a footnote", 1)]
    facts = reading.reading.facts()
    assert facts["totals"] == {"Example School District": 100, "Statewide": 1000}
    assert (facts["total_rows"], facts["rows_without_totals"], facts["n_total"]) == (2, 3, 100)
    assert facts["weighted_shares"] == {"highly_effective": 0.5, "effective": pytest.approx(0.4998)}


def changed(renamed: dict[str, str], dropped: set[str]) -> bytes:
    """The rates as a workbook of next year: columns renamed, dropped and turned around, rates as percentages."""
    rows = list(csv.reader(io.StringIO(RATES.read_text())))
    kept = [at for at, name in enumerate(rows[1]) if name not in dropped][::-1]
    book = openpyxl.Workbook()
    for number, row in enumerate(rows[1:]):
        cells = [renamed.get(row[at], row[at]) for at in kept]
        book.active.append(cells if number == 0 else [f"{float(c):.1%}" if "0." in c else c for c in cells])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_next_years_workbook_is_known_by_what_its_headers_say() -> None:
    renamed = {"District Code": "Organization Code", "K-12 Student Count": "Pupil Count"}
    renamed["Chronically Absent Rate"] = "% Chronically Absent"
    reading = read_file(changed(renamed, {"District Name", "Chronic Absent Count"}))
    assert reading.reading.format == "public_figures"
    assert reading.of(Figure)[0][:8] == read_file(RATES.read_bytes()).of(Figure)[0]._replace(line=2)[:8]
    assert [f.share for f in reading.of(Figure)] == [0.25, 0.5, None, 0.1]


def test_each_rate_has_the_people_of_the_nearest_count_before_it() -> None:
    content = b"""Organization Code,Organization Name,School Code,School Name,All Students Final Grad Base,\
All Students Graduation Rate,Female Final Grad Base,Female Graduation Rate
0880,Example,0520,North High,100,90.0,40,95.0
0880,Example,0521,South High,50,80.0,*,*
"""
    reading = read_file(content, given=Given(year="2025-26"))
    assert [(f.measure, f.year, f.n, f.share, f.missing) for f in reading.of(Figure)] == [
        ("all_students_graduation", "2025-26", 100, 0.9, ""),
        ("female_graduation", "2025-26", 40, 0.95, ""),
        ("all_students_graduation", "2025-26", 50, 0.8, ""),
        ("female_graduation", "2025-26", None, None, "*"),
    ]


def test_a_table_of_persons_is_never_public() -> None:
    content = b"School Code,District Code,School Name,Student ID,Number of Valid Scores,Rate\n0520,0880,N,7,1,0.5\n"
    with pytest.raises(FileRefused, match="do not recognize"):
        read_file(content)


@pytest.mark.django_db
def test_figures_are_stored_once_and_find_their_school(people: Any) -> None:
    people.school.name = "North Elementary"
    people.school.save()
    assert imported(CMAS.read_bytes(), people.school).stored.counts == (7, 0, 0)
    assert imported(CMAS.read_bytes(), people.school).stored.counts == (0, 0, 7)
    assert PublicFigure.objects.filter(school=people.school).count() == 3
