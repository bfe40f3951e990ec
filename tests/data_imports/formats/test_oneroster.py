"""OneRoster, as a folder and as a zip file."""

import io
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from data_imports.formats import begun, read_file
from data_imports.merging import Counts
from data_imports.models import Roster, Student
from data_imports.reading.contract import Given, Groups, Place, SameStudent
from tests.data_imports.making import SAMPLES, imported


def packed(name: str, *, without: tuple[str, ...] = (), renamed: bool = False) -> bytes:
    """A sample as a zip file, perhaps under names that tell nothing."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parcel:
        for number, path in enumerate(sorted((SAMPLES / name).iterdir())):
            if path.name not in without:
                parcel.writestr(f"table{number}.csv" if renamed else f"export/{path.name}", path.read_bytes())
    return out.getvalue()


def places(found: list[Place]) -> list[tuple[object, ...]]:
    """What a place says, short."""
    return [(p.student, p.grade, p.school, p.course, p.teacher_email, p.leaves) for p in found]


def test_students_have_places_by_class_and_for_themselves() -> None:
    reading = read_file(packed("oneroster-1.1"), given=Given(elsewhere=frozenset({"south elementary"})))
    assert places(reading.of(Place)) == [
        ("000101", "4", "0520", "", "", False),
        ("000102", "K", "0520", "", "", False),
        ("u-5", "5", "0520", "", "", False),
        ("000101", "4", "0520", "Math 4 - Room 12", "teresa.nunez@example.org", False),
        ("000101", "4", "0520", "Reading 4", "teresa.nunez@example.org", False),
        ("000102", "K", "0520", "Math 4 - Room 12", "teresa.nunez@example.org", False),
    ]
    assert [p.groups for p in reading.of(Place)][:2] == [Groups(True, False), Groups(False, None)]
    assert [(p.row, p.column, p.found) for p in reading.reading.problems] == [(7, "grades", "Quarta")]
    assert sorted(reading.reading.skipped_reasons()) == [
        ("it is not a student", 5),
        ("the row belongs to another school", 2),
        ("the student is no longer enrolled", 2),
        ("the student is not in this file", 1),
        ("the student's own row has to be mended", 1),
    ]
    facts = reading.reading.facts()
    assert (facts["students"], facts["version"], facts["classes"], facts["teachers"]) == (3, "1.1", 3, 2)
    assert facts["school_years"] == ["2027"]
    assert (reading.reading.rows_read, reading.reading.rows_kept) == (18, 6)


def test_deleted_rows_take_places_away() -> None:
    reading = read_file(packed("oneroster-1.2"))
    assert places(reading.of(Place)) == [
        ("000101", "4", "0520", "", "", False),
        ("000105", "5", "0520", "", "", True),
        ("000101", "4", "0520", "Math 4", "teresa.nunez@example.org", False),
        ("000101", "4", "0520", "Reading 4", "", True),
        ("000105", "5", "0520", "Math 4", "teresa.nunez@example.org", True),
    ]
    assert reading.reading.facts()["version"] == "1.2"


@pytest.mark.parametrize("name", ["oneroster-1.1", "oneroster-1.2"])
def test_a_folder_and_a_zip_of_any_names_say_the_same_and_tell_no_names(name: str, tmp_path: Path) -> None:
    shutil.copytree(SAMPLES / name, tmp_path / "sis")
    reading, rows = begun(tmp_path / "sis", "", Given())
    found = list(rows)
    assert reading.format == "oneroster"
    assert found == read_file(packed(name, renamed=True)).rows
    told = repr((found, reading.sample, reading.facts(), reading.skipped))
    assert "canary" not in told.lower()


def test_users_alone_are_students_without_classes() -> None:
    others = tuple(path.name for path in (SAMPLES / "oneroster-1.1").iterdir() if path.name != "users.csv")
    found = read_file(packed("oneroster-1.1", without=others)).of(Place)
    assert [(p.student, p.school, p.course) for p in found] == [
        ("000101", "", ""), ("000102", "", ""), ("000103", "", ""), ("u-5", "", ""),
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_delta_takes_stored_places_away_and_makes_no_students_of_leavers(people: Any) -> None:
    imported(packed("oneroster-1.1"), people.school)
    before = Roster.objects.filter(student__grade="4").values_list("course", flat=True)
    assert sorted(before) == ["", "", "Math 4 - Room 12", "Reading 4", "South Math"]
    students = Student.objects.count()
    told = imported(packed("oneroster-1.2"), people.school)
    after = Roster.objects.filter(student__grade="4").values_list("course", flat=True)
    assert sorted(after) == ["", "", "Math 4", "Math 4 - Room 12", "South Math"]
    assert told.stored.counts == Counts(created=1, changed=1, unchanged=1)
    assert Student.objects.count() == students


def test_of_the_whole_district_each_student_goes_to_a_school_that_is_known() -> None:
    schools = {"0520": 1, "north elementary": 1, "south elementary": 2}
    reading = read_file(packed("oneroster-1.1"), given=Given(schools=schools))
    found = reading.of(Place)
    assert {place.school for place in found} == {"0520", "South Elementary"}
    assert sorted(reading.reading.parts) == [1, 2]
    assert all(part.covers == {("", "")} for part in reading.reading.parts.values())


USERS = "sourcedId,status,enabledUser,orgSourcedIds,role,username,userIds,identifier,grades,metadata.stateStudentId\n"
KNOWN_BY = {
    "s1,,true,o,student,c1,,000101,04,5512345678": {("state", "5512345678"), ("local", "000101")},
    "guid-1,,true,o,student,c1,,000101,04,": {("roster", "guid-1"), ("local", "000101")},
    "9000,,true,o,student,c1,{SASID:5512345678}{local:000101},,04,": {
        ("state", "5512345678"), ("local", "000101"), ("roster", "9000"),
    },
    "9000,,true,o,student,c1,\"{Fed:1234}\",5512345678,04,": set(),
    "9000,,true,o,student,c1,,5512345678,04,5512345678": set(),
    "guid-1,,true,o,student,c1,\"{stateId:5512345678}\",000101,04,": {
        ("state", "5512345678"), ("roster", "guid-1"), ("local", "000101"),
    },
    "000101,,true,o,student,c1,,,04,5512345678": {("state", "5512345678"), ("local", "000101")},
    "guid-1,tobedeleted,true,o,student,c1,,000101,04,5512345678": set(),
}  # fmt: skip


@pytest.mark.parametrize("line", KNOWN_BY)
def test_a_user_is_known_by_several_ids(line: str) -> None:
    header = USERS.replace("stateStudentId", "State Student ID")
    found = read_file((header + line + "\n").encode(), "oneroster").of(SameStudent)
    assert {(kind, cell) for row in found for kind, _column, cell in row.ids} == KNOWN_BY[line]
