"""The real files beside the checkout yield what is known of them, through the command line."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from data_imports.models import Result, Upload
from tests.data_imports.making import GIVEN_SAMPLES

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not GIVEN_SAMPLES.is_dir(), reason="the folder of real sample files is not on this machine"),
]


def told(path: str, *options: str) -> dict[str, Any]:
    """What `import_file --json` prints."""
    out = StringIO()
    call_command("import_file", str(GIVEN_SAMPLES / path), "--json", *options, stdout=out)
    return json.loads(out.getvalue())


def expected(path: str) -> dict[str, Any]:
    """What is known of a sample."""
    return json.loads((GIVEN_SAMPLES / "expected.json").read_text())[path]["expected"]


@pytest.mark.parametrize(
    ("path", "measure"),
    [
        ("assessments/iready_diagnostic_ela_2526.csv", "iready.reading.overall_scale"),
        ("assessments/iready_oea_math_300rows.csv", "iready.math.overall_scale"),
    ],
)
def test_iready(path: str, measure: str, people: Any) -> None:
    known = expected(path)
    result = told(path, "--school", people.school.code)
    assert result["format"] == "iready_diagnostic"
    assert (result["rows_read"], result["created"]) == (known["rows"], known["rows"])
    assert result["measures"][measure]["n"] == known["rows"]
    assert round(result["measures"][measure]["mean"], 2) == known["mean_overall_scale"]
    stored = Result.objects.filter(upload=result["upload"])
    assert stored.values("student").distinct().count() == known["students"]
    assert stored.filter(is_most_recent=True).count() == known["most_recent_rows"]
    again = told(path, "--school", people.school.code)
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 0, known["rows"])


def test_leap(people: Any) -> None:
    path = "evaluation/SYNTH_leap_observations_schoolmint_long.csv"
    known = expected(path)
    result = told(path, "--school", people.school.code)
    assert result["rows_read"] == known["rows"]
    assert result["created"] == known["scored"]
    assert result["skipped"] == known["rows"] - known["scored"]
    scores, overall = result["measures"]["leap.indicator_score"], result["measures"]["leap.overall"]
    assert (scores["n"], round(scores["mean"], 3)) == (known["scored"], known["mean_indicator_score_published"])
    assert (overall["n"], round(overall["mean"], 3)) == (known["published_observations"], known["mean_of_overall"])


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("surveys/google_forms_grandbend_195.csv", "google_forms"),
        ("surveys/google_forms_student_voice_2020.csv", "google_forms"),
        ("surveys/google_forms_mid_year.csv", "google_forms"),
        ("surveys/qualtrics_3header_german_labels.csv", "qualtrics"),
        ("surveys/qualtrics_2header_legacy_bom.csv", "qualtrics"),
        ("surveys/qualtrics_3header_single_answer_matrix.csv", "qualtrics"),
        ("surveys/qualtrics_2header_single_answer_matrix_legacy.csv", "qualtrics"),
        ("surveys/surveymonkey_steak_two_header_rows.csv", "surveymonkey"),
        ("surveys/SYNTH_limesurvey_semicolon_bom.csv", "limesurvey"),
        ("awkward/DERIVED_grandbend_utf16le_tab.txt", "google_forms"),
        ("awkward/surveymonkey_macroman_foodworldcup_200.csv", "surveymonkey"),
    ],
)
def test_surveys(path: str, kind: str, people: Any) -> None:
    known = expected(path)
    result = told(path, "--school", people.school.code)
    assert (result["format"], result["rows_read"]) == (kind, known["rows"])
    kept = known.get("complete", known["rows"]) if result["measures"] else 0
    assert (result["created"], result["skipped"]) == (kept, known["rows"] - kept)
    again = told(path, "--school", people.school.code)
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 0, kept)


def test_survey_means(people: Any) -> None:
    forms = told("surveys/google_forms_grandbend_195.csv", "--dry-run")["measures"]
    assert {name[:32]: (m["n"], m["missing"]) for name, m in forms.items()} == {
        "Does your student currently have": (194, 0),
        "Do you have internet access at h": (194, 0),
        "Does your student share technolo": (179, 15),
    }
    monkey = told("surveys/surveymonkey_steak_two_header_rows.csv", "--dry-run")["measures"]
    first = next(iter(monkey.values()))
    assert (first["n"], first["missing"]) == (546, 4)
    lime = told("surveys/SYNTH_limesurvey_semicolon_bom.csv", "--dry-run")["measures"]
    assert lime["I feel safe at this school. [SQ001]"] == {"n": 21, "mean": pytest.approx(2.380952), "missing": 5}


def test_a_damaged_workbook_is_refused_in_one_sentence(people: Any) -> None:
    with pytest.raises(CommandError, match="damaged") as refused:
        told("awkward/corrupt_not_a_zip.xlsx")
    assert refused.value.returncode == 2
    assert "\n" not in str(refused.value)
    assert not Upload.objects.exists()


def test_a_dry_run_needs_no_school_and_no_database(tmp_path: Path) -> None:
    path = GIVEN_SAMPLES / "assessments" / "iready_diagnostic_ela_2526.csv"
    done = subprocess.run(
        [sys.executable, "manage.py", "import_file", str(path), "--dry-run", "--json"],
        capture_output=True,
        text=True,
        cwd=settings.BASE_DIR,
        env={"VAR_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["measures"]["iready.reading.overall_scale"]["mean"] == 526.4


def confirmed(path: str, tmp_path: Path) -> dict[str, Any]:
    """What is told with the mapping that was printed, where the file is not read by itself."""
    try:
        return told(path, "--dry-run")
    except CommandError:
        out, said = StringIO(), tmp_path / "mapping.json"
        with pytest.raises(CommandError):
            call_command("import_file", str(GIVEN_SAMPLES / path), "--json", "--dry-run", stdout=out)
        said.write_text(out.getvalue())
        return told(path, "--dry-run", "--mapping", str(said))


def of(result: dict[str, Any], measure: str) -> tuple[int, float]:
    found = result["measures"][f"custom.{measure}"]
    return found["n"], round(found["mean"], 2)


def test_files_that_no_format_knows(people: Any, tmp_path: Path) -> None:
    kra, known = confirmed("assessments/kra_blank_trailing_columns.csv", tmp_path), {"blank_trailing_columns": 5}
    assert (kra["rows_read"], of(kra, "kra.overallscore")) == (10, (10, 260.2))
    assert kra["facts"]["levels"]["custom.kra.overallscore"] == {
        "Approaching Readiness": 4, "Demonstrating Readiness": 3, "Emerging Readiness": 3,
    }  # fmt: skip
    assert (kra["facts"]["columns"], {"blank_trailing_columns": kra["facts"]["blank_trailing_columns"]}) == (20, known)
    circle = confirmed("assessments/circle_two_banner_rows.csv", tmp_path)
    assert (circle["rows_read"], circle["facts"]["header_row"], of(circle, "rln-v1")) == (7, 3, (6, 10.17))
    iowa = confirmed("assessments/iowa_multivalue_cells.csv", tmp_path)
    assert (iowa["rows_read"], iowa["facts"]["students"], iowa["facts"]["excel_date_damage"]) == (29, 6, 6)
    missouri = confirmed("assessments/missouri_map_tab.txt", tmp_path)
    assert (missouri["rows_read"], missouri["facts"]["students"]) == (8, 7)
    assert (of(missouri, "map-scale-score"), of(missouri, "eoc-score")) == ((2, 350.5), (2, 366.0))


def test_long_and_headerless_files_that_no_format_knows(people: Any, tmp_path: Path) -> None:
    mcas = confirmed("assessments/x2_assessment_export_mcas.csv", tmp_path)
    assert (mcas["facts"]["students"], of(mcas, "assessment-scale-score")) == (4, (11, 292.45))
    assert mcas["facts"]["levels"]["custom.assessment-scale-score"] == {"NI": 4, "A": 3, "P": 1, "F": 1, "M": 1, "E": 1}
    mixed = confirmed("awkward/x2_mixed_quotes_null_scores.csv", tmp_path)
    assert (mixed["rows_read"], of(mixed, "assessment-scale-score")) == (8, (6, 293.33))
    codes = confirmed("awkward/latin1_headerless_refdefinition_150rows.csv", tmp_path)
    facts = codes["facts"]
    assert (codes["rows_read"], facts["columns"], facts["non_ascii_rows"], codes["created"]) == (149, 7, 1, 0)
