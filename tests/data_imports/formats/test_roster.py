"""Rosters."""

from data_imports.formats import read_file
from data_imports.reading.contract import Place
from tests.data_imports.making import roster


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
