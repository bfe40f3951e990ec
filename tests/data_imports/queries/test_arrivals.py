"""What came in, from which file and by whom, and what is missing."""

from datetime import date, timedelta
from typing import Any

import pytest

from data_imports import actions, queries
from data_imports.models import LeapMean, Upload
from teams.models import School
from tests.data_imports.making import NOW, YEAR, imported, iready, leap, read_upload, roster, stored_upload

pytestmark = pytest.mark.django_db
MATH = "i-Ready math"
TODAY = date(2026, 12, 4)


def page(today: date = TODAY) -> queries.EvidencePage:
    return queries.evidence_page(School.objects.all(), Upload.objects.all(), today)


def cells(shown: queries.EvidencePage) -> dict[str, list[tuple[str, str, str]]]:
    return {line.school.name: [(cell.word, cell.file_name, cell.by) for cell in line.cells] for line in shown.schools}


def test_each_school_has_what_it_has_and_lacks_what_another_has(people: Any) -> None:
    stored_upload(people.school, people.leader, iready(4))
    imported(iready(4, windows=("fall",)).replace(b",900", b",700"), people.other_school)
    shown = page()
    assert [(head.title, head.when) for head in shown.heads] == [(MATH, "Fall"), (MATH, "Winter")]
    assert cells(shown) == {
        "Cottonwood Middle": [("in", "export.csv", "the command line"), ("missing", "", "")],
        "Juniper Elementary": [("in", "iready.csv", "Rosa Delgado"), ("in", "iready.csv", "Rosa Delgado")],
    }
    assert shown.missing == 1


def test_a_window_that_has_begun_and_that_nobody_has_is_not_yet(people: Any) -> None:
    imported(iready(4, windows=("fall",)), people.school)
    assert [cell[0] for cell in cells(page())["Juniper Elementary"]] == ["in", "not yet"]
    assert [cell[0] for cell in cells(page(date(2026, 10, 1)))["Juniper Elementary"]] == ["in"]


def test_rosters_observations_and_typed_means_have_their_columns(people: Any) -> None:
    imported(roster(3, team="Grade 4", email=""), people.school)
    imported(leap(2), people.school)
    told = {"year": YEAR, "window": "winter", "indicator": "I.1", "mean": 4.5, "n": 12, "at": NOW}
    LeapMean.objects.create(school=people.other_school, by=people.other_leader, **told)
    shown = page()
    assert [(head.title, head.when) for head in shown.heads] == [
        ("LEAP observations", "Fall"),
        ("LEAP observations", "Winter"),
        ("Roster of students", "This year"),
    ]
    assert cells(shown) == {
        "Cottonwood Middle": [("missing", "", ""), ("in", "typed in", "Lena Fischer"), ("missing", "", "")],
        "Juniper Elementary": [
            ("in", "export.csv", "the command line"),
            ("missing", "", ""),
            ("in", "export.csv", "the command line"),
        ],
    }
    assert {line.school.name: line.waiting for line in shown.schools} == {
        "Cottonwood Middle": 0,
        "Juniper Elementary": 2,
    }


def test_what_was_taken_back_is_missing_again(people: Any) -> None:
    upload = stored_upload(people.school, people.leader, iready(4))
    actions.undo_upload(upload, by=people.leader, at=NOW)
    actions.take_back_upload(upload, at=NOW)
    assert page().heads == []


def test_files_that_wait_are_counted(people: Any) -> None:
    read_upload(people.school, people.leader)
    read_upload(people.other_school, people.other_leader)
    shown = page()
    assert (shown.waiting, [line.word for line in shown.uploads]) == (2, ["Waiting for you", "Waiting for you"])


def test_six_queries_however_many_schools_and_files(people: Any, count_queries: Any) -> None:
    def asked() -> int:
        with count_queries() as found:
            page()
        return len(found)

    imported(iready(2), people.school)
    one = asked()
    for number in range(5):
        school = School.objects.create(code=f"9{number}", name=f"School {number}", network=people.network)
        imported(iready(2).replace(b",900", f",{number}00".encode()), school, at=NOW + timedelta(hours=number))
    assert asked() == one == 6
