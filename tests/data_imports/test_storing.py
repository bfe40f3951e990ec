"""Rows in tables: counted, refreshed, matched, and without names."""

import json
import re
from typing import Any

import pytest
from django.db import connection

from data_imports.actions.importing import fill, new_upload, source_of
from data_imports.drawing import Drawing
from data_imports.formats import read_file
from data_imports.models import Former, LeapRating, Measure, Result, Roster, Student, SurveyFinding, Upload
from data_imports.reading.contract import FileRefused, Given, Score
from data_imports.storing import Store, results as storing_results
from reflection_site.encryption import keyed_hash
from tests.data_imports.making import NOW, SAMPLES, actions, google_form, imported, iready, leap, roster

pytestmark = pytest.mark.django_db


def test_new_changed_and_unchanged_are_counted(people: Any) -> None:
    first = imported(iready(40), people.school)
    assert first.stored.counts == (80, 0, 0)
    assert imported(iready(40), people.school).stored.counts == (0, 0, 80)
    edited = re.sub(rb",Y,N,4\d\d,", b",Y,N,555,", iready(41), count=1)
    assert imported(edited, people.school).stored.counts == (2, 1, 79)
    assert Result.objects.filter(value=555).count() == 1
    assert Upload.objects.applied().count() == 3


def test_students_have_a_hash_and_a_sealed_id_and_no_name(people: Any) -> None:
    imported(iready(3), people.school)
    student = Student.objects.get(id_hash=keyed_hash("900001", "student"))
    assert (student.id_sealed, student.grade, student.school) == ("900001", "4", people.school)
    everything = dump()
    assert "Canary" not in everything
    assert "900001" not in everything


def dump() -> str:
    """Every cell of our tables as the database holds it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("data_imports_"):
                cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own tables
                found.append(repr(cursor.fetchall()))
    return "\n".join(found)


def test_an_older_file_does_not_take_a_students_grade_back(people: Any) -> None:
    imported(iready(1, grades=("5",), windows=("spring",)), people.school)
    imported(iready(1, grades=("4",), windows=("fall",)), people.school)
    assert Student.objects.get().grade == "5"
    assert sorted(Result.objects.values_list("grade", flat=True)) == ["4", "5"]


def test_two_sittings_on_one_day_are_both_kept(people: Any) -> None:
    head, line, *_ = iready(1, windows=("fall",)).decode().split("\r\n")
    twice = "\r\n".join(
        [head, line, line.replace(",421,", ",455,").replace(",400,", ",455,").replace(",420,", ",455,")]
    )
    stored = imported(twice.encode(), people.school).stored.counts
    assert stored.created == Result.objects.count() == 2


def test_rows_of_another_known_school_are_left_out(people: Any) -> None:
    mixed = iready(4, school=people.other_school.name)
    done = imported(mixed, people.school)
    assert done.stored.counts == (0, 0, 0)
    assert done.reading.skipped_reasons() == [("the row belongs to another school", 8)]


def test_the_files_own_school_decides_where_none_is_named(people: Any) -> None:
    content = iready(2, school=people.other_school.name.upper())
    actions.import_content(content, name="x", school=None, given=Given(), by=None, at=NOW)
    assert {student.school for student in Student.objects.all()} == {people.other_school}
    with pytest.raises(FileRefused, match="no school that we know"):
        actions.import_content(iready(2), name="x", school=None, given=Given(), by=None, at=NOW)


def test_nothing_is_half_applied(people: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(storing_results.Results, "store", broken)
    with pytest.raises(RuntimeError):
        imported(iready(3), people.school)
    assert not Upload.objects.exists()
    assert not Student.objects.exists()


def test_a_dry_run_tells_and_leaves_nothing(people: Any) -> None:
    imported(iready(3), people.school)
    before = dump()
    done = actions.import_content(
        iready(5), name="x", school=people.school, given=Given(), by=None, at=NOW, is_dry=True
    )
    assert (done.stored.counts, done.upload) == ((4, 0, 6), None)
    assert dump() == before


def test_leap_rows_find_their_person_by_number_or_address(people: Any) -> None:
    people.teacher.employee_number = "004000"
    people.teacher.save()
    content = leap(3).replace(b"teacher1@example.org", people.member.email.encode())
    done = imported(content, people.school)
    assert (done.stored.counts, done.stored.unmatched) == ((36, 0, 0), 1)
    assert LeapRating.objects.filter(person=people.teacher).count() == 12
    assert LeapRating.objects.filter(person=people.member).count() == 12
    assert LeapRating.objects.filter(person=None).count() == 12
    everything = dump()
    assert "secret words" not in everything
    assert "004002" not in everything


def test_a_roster_names_teams_and_teachers(people: Any) -> None:
    imported(iready(6), people.school)
    done = imported(roster(6, team="grade 4", email=people.teacher.email), people.school)
    assert (done.stored.counts, done.stored.unmatched) == ((6, 0, 0), 0)
    assert set(Roster.objects.values_list("team", "teacher", "year")) == {
        (people.team.pk, people.teacher.pk, "2026-27")
    }
    assert Student.objects.count() == 6
    again = imported(roster(7, team="Grade 4", email="nobody@example.org"), people.school)
    assert again.stored.unmatched == 1


def test_a_survey_is_one_survey_however_often_it_is_exported(people: Any) -> None:
    assert imported(google_form(20), people.school).stored.counts == (20, 0, 0)
    assert imported(google_form(20), people.school).stored.counts == (0, 0, 20)
    assert imported(google_form(25), people.school).stored.counts == (0, 25, 0)
    finding = SurveyFinding.objects.get()
    assert (finding.responses, finding.favourable, finding.window) == (25, 15, "winter")
    everything = dump()
    assert "canary" not in everything
    assert "Free words" not in everything


def test_the_shape_that_the_command_promises(people: Any) -> None:
    told = json.loads(json.dumps(imported(iready(2), people.school).as_json()))
    assert list(told) == [
        "format", "rows_read", "created", "changed", "unchanged", "skipped", "rejected", "problems", "measures",
        "facts", "skipped_reasons", "unmatched", "brake", "upload", "seconds", "peak_rss_mb",
    ]  # fmt: skip
    assert set(told["measures"]["iready.math.overall_scale"]) == {"n", "mean", "missing"}


@pytest.mark.postgres
def test_the_planner_knows_a_table_that_has_grown(people: Any) -> None:
    """Or the next file is merged row by row against the empty table that it was: a minute for each second."""
    imported(iready(400), people.school)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'data_imports_result'::regclass")
        assert cursor.fetchone() == (800,)


def test_a_row_that_came_in_between_looking_and_storing_is_remembered(people: Any) -> None:
    path = SAMPLES / "iready_diagnostic.csv"
    drawing = Drawing(path, "", Given())
    with Store(source_of(people.school, Given(), at=NOW)) as store:
        fill(store, drawing)
        store.prepare()
        between(people, read_file(path.read_bytes()).of(Score)[0])
        upload = new_upload(path, name="x", school=people.school, given=Given(), by=None, at=NOW)
        stored = store.store(drawing.reading, upload.pk)
    assert stored.counts.changed == 1
    assert [former.table for former in Former.objects.filter(upload=upload).order_by("table")] == ["Result", "Student"]


def between(people: Any, row: Score) -> None:
    """Somebody else's row under the same key, with another score and grade."""
    measure = Measure.objects.create(key=row.measure, title="i-Ready", subject="reading")
    student = Student.objects.create(
        school=people.school, id_hash=keyed_hash(row.student, "student"), id_sealed=row.student, grade="12",
        seen_on=row.taken_on,
    )  # fmt: skip
    Result.objects.create(
        student=student, school=people.school, measure=measure, year=row.year, window=row.window,
        taken_on=row.taken_on, value=(row.value or 0) + 1,
    )  # fmt: skip
