"""`manage.py import_file`."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from data_imports.models import Result, Upload
from tests.data_imports.making import iready

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An i-Ready export under a name that lies."""
    path = tmp_path / "survey.xlsx"
    path.write_bytes(iready(3).replace(b",Y,N,40", b",Y,N,9940", 1))
    return path


def run(*words: object) -> str:
    out = StringIO()
    call_command("import_file", *map(str, words), stdout=out)
    return out.getvalue()


def test_it_imports_and_tells(file: Path, people: Any) -> None:
    told = json.loads(run(file, "--school", people.school.code, "--json"))
    assert (told["format"], told["rows_read"], told["created"], told["rejected"]) == ("iready_diagnostic", 6, 5, 1)
    problem = told["problems"][0]
    assert list(problem) == ["row", "column", "found", "expected", "mend"]
    assert (problem["row"], problem["column"]) == (2, "Overall Scale Score")
    assert Upload.objects.get().pk == told["upload"]


def test_it_speaks_to_a_person_too(file: Path, people: Any) -> None:
    said = run(file, "--school", people.school.code, "--dry-run")
    assert said.startswith("iready_diagnostic: 6 rows read, 5 new")
    assert "Row 2, Overall Scale Score" in said
    assert not Result.objects.exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--school", "none"), "no school with the code none"),
        (("--year", "2026"), "like 2026-27"),
        (("--year", "2026-28"), "like 2026-27"),
        (("--window", "autumn"), "fall, winter or spring"),
        (("--format", "excel"), "no format called excel"),
        ((), "Say which one with its code"),
    ],
)
def test_it_refuses_in_one_sentence(options: tuple[str, ...], words: str, file: Path, people: Any) -> None:
    with pytest.raises(CommandError, match=words) as refused:
        run(file, *options)
    assert refused.value.returncode == 2
    assert not Upload.objects.exists()


def test_a_file_that_is_not_there(people: Any) -> None:
    with pytest.raises(CommandError, match="no readable file") as refused:
        run("/nowhere/x.csv")
    assert refused.value.returncode == 2
