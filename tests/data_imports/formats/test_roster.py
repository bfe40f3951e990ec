"""Rosters."""

import pytest

from data_imports.formats import read_file
from data_imports.reading.contract import FileRefused, Given, Groups, Place
from tests.data_imports.making import SAMPLES, roster


def test_places_without_names() -> None:
    reading = read_file(roster(3, team="Grade 4", email="Teacher@Example.org"))
    assert [(p.student, p.grade, p.team, p.teacher_email) for p in reading.of(Place)][:2] == [
        ("900000", "3", "Grade 4", "teacher@example.org"),
        ("900001", "4", "Grade 4", "teacher@example.org"),
    ]


def test_problems_and_repetitions() -> None:
    reading = read_file(b"Student ID,Grade,Team\n1,4,A\n1,4,A\n,4,A\n2,GV,A\n3,NULL,A\n")
    assert [(p.row, p.column) for p in reading.reading.problems] == [(4, "Student ID"), (5, "Grade")]
    assert [s.row for s in reading.reading.skipped] == [3]
    assert [p.grade for p in reading.of(Place)] == ["4", ""]


def test_a_student_systems_own_words_are_understood() -> None:
    reading = read_file((SAMPLES / "roster-student_system.csv").read_bytes())
    assert [(p.student, p.grade, p.school, p.course, p.groups) for p in reading.of(Place)] == [
        ("00100", "7", "NOR", "N 200", Groups(False, True, False)),
        ("00101", "10", "NOR", "N 201", Groups(True, None, True)),
    ]
    assert reading.reading.skipped_reasons() == [("the student is no longer enrolled", 1)]
    assert reading.reading.facts()["null_cells"] == 6
    assert "CANARY" not in repr(reading.of(Place))


def test_a_list_with_ticked_boxes_names_students_and_keeps_no_notes() -> None:
    reading = read_file((SAMPLES / "roster-checkboxes.csv").read_bytes())
    assert [p.student for p in reading.of(Place)] == ["111222222", "2225555555", "333333333"]
    assert reading.reading.facts()["true_cells"] == 2
    assert "CANARY" not in repr((reading.of(Place), reading.reading.sample))


def test_other_schools_stay_out() -> None:
    content = b"Student ID,Grade,School\n1,4,NOR\n2,4,SOU\n"
    reading = read_file(content, given=Given(elsewhere=frozenset({"sou"})))
    assert [p.student for p in reading.of(Place)] == ["1"]


def test_classes_without_grades_are_a_roster_and_attendance_is_none() -> None:
    reading = read_file(b"Student ID,Teacher Email,Course\n0017,T@example.org,Math 4\n")
    assert [(p.student, p.grade, p.teacher_email, p.course) for p in reading.of(Place)] == [
        ("0017", "", "t@example.org", "Math 4")
    ]
    with pytest.raises(FileRefused, match="do not recognize"):
        read_file(b"Student ID,Grade,Days Absent\n17,4,3\n18,4,5\n")
