"""A packet's tables from the database: which there are, what they say, what they leave out; and how often they ask."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from data_imports import actions, privacy, queries
from data_imports.enums import UploadState, Window
from data_imports.evidence import Achievement, Evidence, Table
from data_imports.models import Measure, Result, Roster, Scale, Student, Upload
from data_imports.privacy import Profile
from data_imports.queries.results import Scope, median
from teams.enums import SloState
from teams.models import Checkpoint, InterimMeasure, SchoolYear, Slo, Team, UipGoal
from tests.data_imports.making import NOW, YEAR, google_form, imported, iready, leap

pytestmark = pytest.mark.django_db


def told(
    people: Any, profile: Profile = Profile.IN_HOUSE, window: str = "winter", team: Team | None = None
) -> Evidence:
    gathered = queries.gather(Scope(people.school, team, YEAR), Window(window))
    return queries.tell(gathered, privacy.released(queries.of_profile(gathered, profile), profile))


def cells(table: Table, at: int = -1) -> dict[str, tuple[str, str]]:
    """Size and share (or figure) of each row."""
    return {
        line.label: (line.cell.size, (line.cell.shares or line.cell.figures)[at].text)
        for line in table.everything
        if line.cell
    }


def by(evidence: Evidence, kind: str) -> Achievement:
    return next(found for found in evidence.achievement if found.by == kind)


def students(school: Any, count: int, start: int = 0, **fields: Any) -> list[Student]:
    rows = [
        Student(school=school, id_hash=f"h{start + n}", id_sealed="x", seen_on=NOW.date(), **fields)
        for n in range(count)
    ]
    return Student.objects.bulk_create(rows)


def measure(key: str, title: str, levels: int = 0, highest: float = 99) -> Measure:
    found = Measure.objects.create(key=key, title=title, subject=key.split(".")[1])
    names = [str(level) for level in range(levels)]
    Scale.objects.create(measure=found, year=YEAR, lowest=0, highest=highest, levels=names, met_from=2)
    return found


def results(school: Any, of: Measure, values: dict[Student, float], **fields: Any) -> None:
    shared = {"school": school, "measure": of, "year": YEAR, "window": "fall", "taken_on": date(2026, 9, 9)} | fields
    Result.objects.bulk_create(Result(student=student, value=value, **shared) for student, value in values.items())


def test_grades_teams_and_groups_are_told_of_the_same_students(people: Any) -> None:
    math = measure("x.math", "Math", levels=2)
    one = students(people.school, 40, is_multilingual=True)
    two = students(people.school, 60, start=100)
    results(people.school, math, dict.fromkeys([*one[:20], *two[:30]], 1.0), grade="3", level=1)
    results(people.school, math, dict.fromkeys([*one[20:], *two[30:]], 2.0), grade="4", level=2)
    Roster.objects.bulk_create(Roster(student=s, year=YEAR, place="a", team=people.team) for s in [*one, *two[:20]])
    evidence = told(people)
    assert cells(by(evidence, "grade").windows[0].table) == {
        "Grade 3": ("50", "≤5%"), "Grade 4": ("50", "≥95%"), "All": ("100", "50%"),
    }  # fmt: skip
    assert cells(by(evidence, "group").windows[0].table) == {
        "Multilingual learners": ("40", "50%"), "Not multilingual learners": ("60", "50%"), "All": ("100", "50%"),
    }  # fmt: skip
    assert cells(by(evidence, "team").windows[0].table) == {people.team.name: ("60", "33%"), "All": ("100", "50%")}


def test_a_students_last_scored_sitting_counts(people: Any) -> None:
    math = measure("x.math", "Math", levels=2)
    everyone = students(people.school, 20)
    results(people.school, math, dict.fromkeys(everyone, 1.0), grade="3", level=1)
    results(people.school, math, dict.fromkeys(everyone[:10], 2.0), grade="3", level=2, taken_on=date(2026, 9, 10))
    results(people.school, math, dict.fromkeys(everyone[:10], 3.0), grade="3", level=2, sitting=2)
    table = by(told(people), "grade")
    assert cells(table.windows[0].table) == {"Grade 3": ("20", "50%"), "All": ("20", "50%")}
    assert (table.subject.provenance.rows_used, table.subject.provenance.rows_dropped) == ("20", "20")


def test_growth_is_a_median_over_students(people: Any) -> None:
    growth = measure("cde.math.sgp", "Math growth")
    everyone = students(people.school, 30)
    results(people.school, growth, dict(zip(everyone[:20], range(1, 21), strict=True)), grade="4")
    results(people.school, growth, dict.fromkeys(everyone[20:], 90.0), grade="5")
    found = told(people).growth[0]
    assert cells(found.table) == {"Grade 4": ("20", "10"), "Grade 5": ("10", "90"), "All": ("30", "16")}
    assert told(people).achievement == ()


@pytest.mark.parametrize(("counts", "middle"), [({5: 1}, 5), ({1: 1, 3: 1}, 2), ({1: 2, 9: 1}, 1), ({1: 2, 9: 2}, 5)])
def test_a_median_of_counted_values(counts: dict[float, int], middle: float) -> None:
    assert median(counts) == middle


def test_attendance_is_an_average(people: Any) -> None:
    rate = measure("attendance.rate", "Attendance", highest=100)
    results(people.school, rate, dict.fromkeys(students(people.school, 12), 93.4), grade="3")
    assert cells(told(people).attendance[0].table) == {"Grade 3": ("12", "93"), "All": ("12", "93")}


def test_a_target_stands_beside_the_measure_that_it_names(people: Any) -> None:
    imported(iready(120), people.school)
    year = SchoolYear.objects.get(name=YEAR)
    goal = UipGoal.objects.create(school=people.school, year=year, title="More math")
    metric = InterimMeasure.objects.create(goal=goal, metric="i-Ready math, on or above grade level")
    for weeks, expected in ((6, "40%"), (18, "47% of students"), (34, "55%")):
        Checkpoint.objects.create(measure=metric, due_on=year.starts_on + timedelta(weeks=weeks), expected=expected)
    silent = InterimMeasure.objects.create(goal=goal, metric="Fewer referrals")
    Checkpoint.objects.create(measure=silent, due_on=year.starts_on, expected="10%")
    evidence = told(people)
    now = cells(by(evidence, "grade").windows[-1].table)["All"][1]
    assert [(line.expected, line.now.text) for line in evidence.targets.lines] == [("47% of students", now)]
    spring = told(people, window="spring").targets
    assert ([line.expected for line in spring.lines], spring.subject.is_provisional) == (["55%"], True)


@pytest.mark.parametrize(
    ("prepared", "under", "shown"), [(6, 6, ("12", "50%")), (5, 4, ("*", "*")), (9, 3, ("*", "*"))]
)
def test_objectives_are_counted_from_ten_on(people: Any, prepared: int, under: int, shown: tuple[str, str]) -> None:
    shared = {
        "person": people.teacher,
        "school": people.school,
        "year": SchoolYear.objects.get(name=YEAR),
        "state": SloState.APPROVED,
    }
    for number in range(prepared + under):
        level = {"prepared": 12, "under": 3} if number < prepared else {"prepared": 2, "under": 14}
        Slo.objects.create(course="Math", objective="Explain", **shared, **level)
    cell = told(people).objectives.cell
    assert (cell.size, cell.shares[-1].text) == shown


def test_evidence_is_provisional_until_its_window_has_come_in(people: Any) -> None:
    imported(iready(60, windows=("fall",)), people.school)
    evidence = told(people)
    assert [found.subject.is_provisional for found in evidence.achievement] == [True]
    assert evidence.missing == ("i-Ready math has no winter results yet.",)
    imported(iready(60), people.school)
    assert [found.subject.is_provisional for found in told(people).achievement] == [False]


def test_what_is_hidden_altogether_says_why(people: Any) -> None:
    imported(iready(8), people.school)
    imported(leap(8), people.school)
    evidence = told(people)
    assert "i-Ready math is hidden: groups are shown from 10 students on." in evidence.missing
    assert evidence.leap.why_hidden == "LEAP means are shown from ten observed teachers on; this school has fewer."
    assert all(line.is_hidden for line in evidence.leap.lines)


def test_typed_means_stand_where_no_export_came_in_and_keep_to_the_smallest_group(people: Any) -> None:
    def typed(window: str, mean: float, n: int) -> Any:
        actions.type_leap_means(people.school, YEAR, window, {"I.1": (mean, n)}, by=people.leader, at=NOW)
        return told(people).leap

    assert all(line.is_hidden for line in typed("fall", 4.2, 9).lines)
    winter = typed("winter", 4.5, 14)
    assert [(line.label, line.is_hidden) for line in winter.lines] == [("I.1", False)]
    assert winter.subject.provenance.files == ("typed in by Rosa Delgado",)
    imported(leap(12), people.school)
    assert told(people).leap.subject.provenance.files == ("export.csv",)


def test_outside_readers_learn_nothing_of_teachers(people: Any) -> None:
    imported(leap(12), people.school)
    assert (told(people).leap is None, told(people, Profile.OUTSIDE).leap) == (False, None)


def test_many_rows_ask_as_often_as_one(people: Any, django_assert_num_queries: Any) -> None:
    imported(iready(1), people.school)
    imported(leap(1), people.school)
    imported(google_form(5), people.school, asked=6)
    scope = Scope(people.school, None, YEAR)
    with CaptureQueriesContext(connection) as few:
        queries.gather(scope, Window.WINTER)
    imported(iready(60, grades=("3", "4", "5", "6")), people.school)
    imported(iready(60, subject="reading"), people.school)
    imported(leap(12), people.school)
    Team.objects.bulk_create(Team(school=people.school, name=f"Team {n}", kind=people.team.kind) for n in range(5))
    assert len(few) == 11
    with django_assert_num_queries(11):
        gathered = queries.gather(scope, Window.WINTER)
    with django_assert_num_queries(0):
        queries.tell(gathered, privacy.released(queries.of_profile(gathered, Profile.IN_HOUSE), Profile.IN_HOUSE))


def test_a_newer_file_that_touches_the_packet_is_newer_evidence(people: Any, django_assert_num_queries: Any) -> None:
    from data_imports import actions

    imported(iready(60), people.school)
    version = actions.freeze_packet(
        school=people.school, profile="B", year=YEAR, window="winter", by=None, at=NOW + timedelta(hours=1)
    )
    with django_assert_num_queries(1):
        assert not queries.newer_evidence(version, since=version.as_of)
    imported(iready(10, windows=("spring",)), people.school, at=NOW + timedelta(hours=2))
    assert not queries.newer_evidence(version, since=version.as_of)
    imported(iready(80), people.school, at=NOW + timedelta(hours=2))
    assert queries.newer_evidence(version, since=version.as_of)
    Upload.objects.update(state=UploadState.CANCELLED)
    assert not queries.newer_evidence(version, since=version.as_of)
