"""The real assessment files beside the checkout yield what is known of them, through the command line."""

from typing import Any

import pytest

from data_imports.models import Result
from tests.data_imports.making import GIVEN_SAMPLES
from tests.data_imports.test_samples import expected, told

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not GIVEN_SAMPLES.is_dir(), reason="the folder of real sample files is not on this machine"),
]
FILES = {
    "cmas": "assessments/cmas_student_data_file_2023.csv",
    "cde_growth": "assessments/SYNTH_cde_cmas_growth_student_detail.csv",
    "college_board": "assessments/collegeboard_psat10.csv",
    "access": "assessments/wida_access_2021_2025.csv",
    "nwea_map": "assessments/nwea_map_growth_cdf_2021.csv",
    "star": "assessments/renaissance_star_reading.csv",
    "mclass": "assessments/mclass_dibels8_benchmark.csv",
    "fastbridge": "assessments/fastbridge_areading.csv",
}


def means(result: dict[str, Any]) -> dict[str, float]:
    return {name: round(measure["mean"], 2) for name, measure in result["measures"].items() if measure["mean"]}


@pytest.mark.parametrize(("key", "path"), FILES.items(), ids=FILES)
def test_a_file_is_known_stored_and_the_same_again(key: str, path: str, people: Any) -> None:
    known = expected(path)
    result = told(path, "--school", people.school.code)
    assert (result["format"], result["rows_read"], result["rejected"]) == (key, known["rows"], 0)
    assert result["facts"]["columns"] == known["cols"]
    stored = Result.objects.filter(upload=result["upload"]).count()
    assert result["created"] == stored > 0
    again = told(path, "--school", people.school.code)
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 0, stored)


def test_cmas(people: Any) -> None:
    result, known = told(FILES["cmas"], "--dry-run"), expected(FILES["cmas"])
    facts = result["facts"]
    assert {name: facts[name] for name in ("students", "scored_rows", "mean_SS", "not_tested", "tests")} == {
        name: known[name] for name in ("students", "scored_rows", "mean_SS", "not_tested", "tests")
    }
    assert means(result) == {"cmas.math.scale": 682.67, "cmas.ela.scale": 676.0}
    assert facts["levels"] == {"cmas.ela.scale": {"1": 1}, "cmas.math.scale": {"1": 2, "2": 1}}


def test_growth(people: Any) -> None:
    result, known = told(FILES["cde_growth"], "--dry-run"), expected(FILES["cde_growth"])
    facts = result["facts"]
    assert {name: facts[name] for name in ("students", "with_SGP", "mean_scale", "did_not_test")} == {
        name: known[name] for name in ("students", "with_SGP", "mean_scale", "did_not_test")
    }
    assert facts["median_growth"] == {
        "cmas_growth.ela.sgp": known["MGP_ELA"],
        "cmas_growth.math.sgp": known["MGP_MATH"],
    }
    assert facts["schools"].keys() == {"0520", "0521", "0522"}
    assert [name for name in means(result) if name.endswith(".sgp")] == []


def test_psat(people: Any) -> None:
    result, known = told(FILES["college_board"], "--dry-run"), expected(FILES["college_board"])
    assert means(result) == {
        "psat_10.total": known["mean_total"],
        "psat_10.ebrw": known["mean_EBRW"],
        "psat_10.math": known["mean_math"],
    }
    assert result["facts"]["grades"] == {"10": 3 * known["rows"]}


def test_access(people: Any) -> None:
    result, known = told(FILES["access"], "--dry-run"), expected(FILES["access"])
    assert means(result)["access.overall.scale"] == known["mean_overall_scale"]
    assert result["facts"]["overall_levels"] == known["overall_levels"]
    assert result["facts"]["levels"]["access.overall.level"] == known["overall_levels"]


def test_nwea(people: Any) -> None:
    result, known = told(FILES["nwea_map"], "--dry-run"), expected(FILES["nwea_map"])
    facts = result["facts"]
    assert (facts["mean_RIT"], facts["subjects"]) == (known["mean_RIT"], known["subjects"])
    assert facts["students"] == known["unique_StudentID"]
    assert means(result) == {"nwea.science.rit": 208.0, "nwea.math.rit": 233.0, "nwea.reading.rit": 165.0}


def test_star(people: Any) -> None:
    result, known = told(FILES["star"], "--dry-run"), expected(FILES["star"])
    assert means(result) == {
        "star.reading.scaled": known["mean_ScaledScore"],
        "star.reading.unified": known["mean_UnifiedScore"],
    }
    assert result["facts"]["window"] == known["window"]


def test_mclass(people: Any) -> None:
    result, known = told(FILES["mclass"], "--dry-run"), expected(FILES["mclass"])
    assert means(result) == {"dibels_8.composite": known["mean_composite"]}
    assert result["facts"]["levels"] == {"dibels_8.composite": known["levels"]}
    assert result["facts"]["id_column"] == known["id_column"]


def test_fastbridge(people: Any) -> None:
    result, known = told(FILES["fastbridge"], "--dry-run"), expected(FILES["fastbridge"])
    facts = result["facts"]
    names = ("grades", "risk", "na_star", "fall_scored", "mean_fall_theta")
    assert {name: facts[name] for name in names} == {name: known[name] for name in names}
    assert means(result) == {"fastbridge.areading.score": known["mean_fall_theta"]}
