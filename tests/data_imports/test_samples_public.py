"""Rosters, surveys and published workbooks beside the checkout yield what is known of them, by the command line."""

from typing import Any

import pytest

from data_imports.models import LeapRating, PublicFigure, Roster, Student
from tests.data_imports.making import GIVEN_SAMPLES, imported
from tests.data_imports.test_samples import expected, told

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not GIVEN_SAMPLES.is_dir(), reason="the folder of real sample files is not on this machine"),
]
SURVEYS = [
    "surveys/google_forms_grandbend_195.csv",
    "surveys/google_forms_mid_year.csv",
    "surveys/google_forms_student_voice_2020.csv",
    "surveys/qualtrics_2header_legacy_bom.csv",
    "surveys/qualtrics_2header_single_answer_matrix_legacy.csv",
    "surveys/qualtrics_3header_german_labels.csv",
    "surveys/qualtrics_3header_single_answer_matrix.csv",
    "surveys/surveymonkey_steak_two_header_rows.csv",
    "surveys/SYNTH_limesurvey_semicolon_bom.csv",
    "surveys/teacher_roster_checkbox_form.csv",
    "awkward/DERIVED_grandbend_utf16le_tab.txt",
    "awkward/surveymonkey_macroman_foodworldcup_200.csv",
]


@pytest.mark.parametrize("path", SURVEYS)
def test_what_survey_files_say_of_themselves(path: str, people: Any) -> None:
    known, result = expected(path), told(path, "--dry-run")
    facts = result["facts"]
    assert (result["rows_read"], facts["columns"]) == (known["rows"], known["cols"])
    for name in ("students", "students_twice", "complete", "decimal_comma", "header_rows", "duplicate_names"):
        if name in known:
            assert facts[name] == known[name], name


@pytest.mark.parametrize(
    "path", ["surveys/google_forms_grandbend_195.csv", "awkward/DERIVED_grandbend_utf16le_tab.txt"]
)
def test_every_answer_is_counted_blanks_and_open_ends_too(path: str, people: Any) -> None:
    known = expected("surveys/google_forms_grandbend_195.csv")
    first, _internet, share = told(path, "--dry-run")["facts"]["questions"].values()
    assert (first, share) == (known["q1"], known["share"])


def test_answers_of_half_way_responses_are_told_too(people: Any) -> None:
    monkey = told("surveys/surveymonkey_steak_two_header_rows.csv", "--dry-run")["facts"]
    assert next(iter(monkey["questions"].values())) == {"Lottery B": 279, "Lottery A": 267, "": 4}
    path = "surveys/SYNTH_limesurvey_semicolon_bom.csv"
    lime = told(path, "--dry-run")["facts"]["questions"]
    assert lime["I feel safe at this school. [SQ001]"] == expected(path)["safe"]


def test_ticked_boxes_beside_students_make_a_roster_without_the_notes(people: Any) -> None:
    path = "surveys/teacher_roster_checkbox_form.csv"
    result = told(path, "--school", people.school.code)
    assert (result["format"], result["created"], result["facts"]["students"]) == ("roster", 4, 4)
    assert result["facts"]["true_cells"] == expected(path)["TRUE_cells"]
    assert {"Student Name", "Notes from the counselor"} <= set(result["facts"]["dropped_columns"])


def test_a_second_days_roster_updates_and_lets_the_absent_stay(people: Any) -> None:
    path = "rosters/contoso_sis_day1_students.csv"
    known, result = expected(path), told(path, "--school", people.school.code)
    assert (result["rows_read"], result["created"]) == (known["day1"], 2)
    content = (GIVEN_SAMPLES / path).read_text().splitlines()
    renamed = content[1].replace("Albert,", "Bert,").replace(",11,123,", ",12,123,")
    second = "\n".join([content[0], renamed, content[1].replace("st1", "st2"), ""])
    counts = imported(second.encode(), people.school).stored.counts
    assert (counts.created, Student.objects.count(), Roster.objects.count()) == (1, known["after_upsert"], 3)
    assert sorted(Student.objects.values_list("grade", flat=True)) == ["11", "11", "12"]


def test_an_aspen_roster(people: Any) -> None:
    path = "rosters/aspen_x2_students_export.csv"
    known, result = expected(path), told(path, "--school", people.school.code)
    facts = result["facts"]
    assert (result["format"], result["rows_read"], result["created"]) == ("roster", known["rows"], known["rows"])
    assert (facts["columns"], facts["schools"], facts["null_cells"]) == (
        known["cols"],
        known["schools"],
        known["NULL_cells"],
    )
    assert facts["grades"] == {"10": 1, "7": 4}


def test_a_list_of_people_makes_no_students(people: Any) -> None:
    path = "rosters/evap_sample_user.xlsx"
    known, result = expected(path), told(path, "--school", people.school.code)
    assert (result["format"], result["rows_read"], result["skipped"], result["created"]) == ("people_list", 2, 2, 0)
    assert (result["rows_read"], result["facts"]["columns"]) == (known["rows"], known["cols"])
    assert not Student.objects.exists()


@pytest.mark.parametrize("year", [2018, 2024])
def test_cmas_workbooks(year: int, people: Any) -> None:
    path = f"colorado/cde_cmas_{year}_district_school_excerpt.xlsx"
    known, result = expected(path), told(path, "--school", people.school.code)
    facts = result["facts"]
    assert (result["format"], result["rows_read"], result["created"]) == (
        "public_figures",
        known["data_rows"],
        known["data_rows"],
    )
    assert (facts["columns"], facts["header_row"], facts["levels"]) == (
        known["cols"],
        known["header_row"],
        known["levels"],
    )
    assert facts["suppressed_cells"] == known["suppressed_cells"]
    assert (facts["small_counts"], facts["rows_with_value"]) == (
        known["lt16_valid_scores"],
        known["rows_with_numeric_mean"],
    )
    subjects = {"English Language Arts": "ela", "Mathematics": "math", "Spanish Language Arts": "sla"}
    denver = facts["district_figures"]["0880"]
    for name, figures in known["denver"].items():
        found = denver[f"cmas.{subjects[name.removesuffix(' All Grades')]} All Grades"]
        assert (f"{found['n']:,}", f"{found['value']:.0f}") == (figures["valid"], figures["mean"])
    assert set(PublicFigure.objects.values_list("year", flat=True)) == {f"{year - 1}-{year % 100}"}
    again = told(path, "--school", people.school.code)
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 0, known["data_rows"])


def test_chronic_absenteeism(people: Any) -> None:
    path = "colorado/cde_chronic_absenteeism_2023_24.xlsx"
    known, result = expected(path), told(path, "--school", people.school.code)
    facts, denver = result["facts"], result["facts"]["districts"]["0880"]
    assert (result["rows_read"], result["created"], facts["header_row"]) == (known["rows"], known["rows"], 2)
    assert facts["suppressed_rows"] == known["suppressed"]
    assert (denver["rows"], denver["n"]) == (known["denver_rows"], known["denver_students"])
    assert round(denver["mean_shares"]["chronically_absent"], 4) == known["denver_mean_school_rate"]


def test_free_and_reduced_lunch(people: Any) -> None:
    path = "colorado/cde_frl_by_school_2016_17.xlsx"
    known, result = expected(path), told(path, "--school", people.school.code)
    facts = result["facts"]
    assert (result["rows_read"], result["created"], result["skipped"]) == (known["rows"], known["rows"] - 1, 1)
    assert (facts["header_row"], facts["suppressed_rows"]) == (known["header_row"], known["na"])
    assert facts["totals"] == {"STATE TOTAL": known["state_total_row"]}
    assert (facts["n_total"], facts["districts"]["0880"]["rows"]) == (known["sum_without_state"], known["denver_rows"])


def test_a_reference_list_of_schools(people: Any) -> None:
    path = "colorado/dps_schools_geocoded.xlsx"
    known, result = expected(path), told(path, "--school", people.school.code)
    facts = result["facts"]
    assert (result["rows_read"], result["skipped"], facts["columns"]) == (known["rows"], known["rows"], known["cols"])
    assert (facts["categories"], facts["duplicate_names"]) == (known["categories"], known["duplicate_names"])


def test_educator_effectiveness_without_totals(people: Any) -> None:
    path = "evaluation/mi_educator_effectiveness_snapshot.xlsx"
    known, result = expected(path), told(path, "--school", people.school.code)
    facts = result["facts"]
    assert (result["rows_read"], facts["total_rows"]) == (known["sheet1_rows"], known["total_rows"])
    assert facts["rows_without_totals"] == known["school_rows"]
    assert facts["totals"]["Detroit City School District"] == known["district_total"]
    assert facts["n_total"] == known["sum_school_total"]
    assert round(facts["weighted_shares"]["highly_effective"], 4) == known["weighted_highly_effective"]
    second = [table["header_row"] for table in facts["tables"] if table["sheet"] == facts["sheets"][1]]
    assert second == known["sheet2_header_rows"]


def test_leap_observations_say_how_many_there_are(people: Any) -> None:
    path = "evaluation/SYNTH_leap_observations_schoolmint_long.csv"
    known, facts = expected(path), told(path, "--school", people.school.code)["facts"]
    for name in ("distinct_rows", "observations", "published_observations", "teachers"):
        assert facts[name] == known[name], name
    assert LeapRating.objects.count() == known["scored"]
