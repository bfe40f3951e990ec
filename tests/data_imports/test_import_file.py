"""`manage.py import_file`."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from data_imports.actions.importing import fingerprint
from data_imports.models import Mapping, Result, SurveyFinding, Upload
from tests.data_imports.making import google_form, iready
from tests.data_imports.mapped import interim

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


def refused(*words: object) -> tuple[str, str]:
    """What stands on standard output and on standard error where the exit code is 2."""
    out = StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("import_file", *map(str, words), stdout=out)
    assert refusal.value.returncode == 2
    return out.getvalue(), str(refusal.value)


def test_an_unknown_file_prints_the_mapping_to_confirm(tmp_path: Path, people: Any) -> None:
    path, said = tmp_path / "x.csv", tmp_path / "m.json"
    path.write_bytes(interim(12, header="Who,Lot,Given On,Mark,Att"))
    printed, sentence = refused(path, "--school", people.school.code, "--json")
    told = json.loads(printed)
    assert list(told) == ["refused", "mapping", "confidence", "doubts"]
    assert told["refused"] == sentence
    assert told["confidence"] == {"Who": 0.4, "Given On": 0.6, "Mark": 0.3, "Att": 0.7}
    said.write_text(printed)
    done = json.loads(run(path, "--school", people.school.code, "--mapping", said, "--json"))
    assert (done["format"], done["created"], done["facts"]["mapping"]["title"]) == ("mapped", 12, "")
    assert Upload.objects.get().mapping == Mapping.objects.get()
    again = json.loads(run(path, "--school", people.school.code, "--json"))
    assert (again["created"], again["unchanged"]) == (0, 12)


def test_the_mapping_alone_is_taken_too_and_a_wrong_one_refused(tmp_path: Path, people: Any) -> None:
    path, said = tmp_path / "x.csv", tmp_path / "m.json"
    path.write_bytes(interim(12, header="Who,Lot,Given On,Mark,Att"))
    body = json.loads(refused(path, "--json")[0])["mapping"]
    said.write_text(json.dumps(body))
    assert json.loads(run(path, "--mapping", said, "--json", "--dry-run"))["rows_read"] == 12
    said.write_text(json.dumps(body | {"columns": {"student": "Nobody"}}))
    assert "a column “Nobody”, which this file does not have" in refused(path, "--mapping", said)[1]
    said.write_text("{")
    assert "it is not JSON" in refused(path, "--mapping", said)[1]


def test_what_leaves_no_doubt_is_read_and_says_how(tmp_path: Path, people: Any) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(interim(12, header="Student ID,Grade,Test Date,Score,Performance Level"))
    done = json.loads(run(path, "--school", people.school.code, "--json"))
    assert (done["format"], done["created"]) == ("mapped", 12)
    assert done["facts"]["mapping"]["columns"] == {"student": "Student ID", "grade": "Grade", "taken_on": "Test Date"}
    assert not Mapping.objects.exists()


def test_who_brought_it_and_how_many_were_asked_are_kept(tmp_path: Path, people: Any) -> None:
    path = tmp_path / "survey.csv"
    path.write_bytes(google_form(20))
    run(path, "--school", people.school.code, "--by", people.leader.email.upper(), "--asked", 32)
    upload = Upload.objects.get()
    assert (upload.by, upload.given_asked) == (people.leader, 32)
    assert set(SurveyFinding.objects.values_list("asked", flat=True)) == {32}


def test_nobody_of_that_name(file: Path, people: Any) -> None:
    with pytest.raises(CommandError, match="nobody with the address") as refused:
        run(file, "--school", people.school.code, "--by", "ghost@example.org")
    assert refused.value.returncode == 2
    assert not Upload.objects.exists()


def test_the_brake_is_told_and_the_rows_are_stored(file: Path, people: Any) -> None:
    run(file, "--school", people.school.code)
    file.write_bytes(file.read_bytes().replace(b",Y,4", b",Y,5"))
    told = json.loads(run(file, "--school", people.school.code, "--json"))
    assert told["changed"] == 3
    assert told["brake"] == "This file would change or remove 3 of the 5 results that the school has."
    assert Result.objects.filter(value__gte=500).count() == 3


def test_a_folder_has_a_fingerprint_of_all_its_files(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "a.csv").write_bytes(b"a\n1\n")
    (tmp_path / "in" / "b.csv").write_bytes(b"b\n22\n")
    first, size = fingerprint(tmp_path)
    assert (len(first), size) == (64, 9)
    (tmp_path / "in" / "b.csv").rename(tmp_path / "b.csv")
    assert fingerprint(tmp_path) != (first, size)
    assert fingerprint(tmp_path / "a.csv")[1] == 4
