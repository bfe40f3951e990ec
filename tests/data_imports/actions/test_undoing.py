"""A stored file is taken back: the tables are what they were, to the last digit."""

import hashlib
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from data_imports import actions
from data_imports.enums import UploadState
from data_imports.models import Former, Measure, Result, Roster, SectionTeam, StaffAlias, Student, Upload
from data_imports.reading.contract import Figure, Given, Observation, Place
from data_imports.reading.summary import Reading
from data_imports.storing import Store
from reflection_site.encryption import keyed_hash
from teams.models import AuditEntry, School
from tests.data_imports.making import NOW, YEAR, google_form, imported, iready, leap, roster

pytestmark = pytest.mark.django_db
BESIDE = {"upload", "uploadproblem", "uploadshare", "former"}


def checksums() -> dict[str, str]:
    """A digest of every row and column of each evidence table, in the order of its keys."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            name = table.removeprefix("data_imports_")
            if name != table and name not in BESIDE:
                cursor.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608 - our own tables
                found[name] = hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()
    return found


def undo(upload: int | None, people: Any) -> None:
    actions.undo_upload(Upload.objects.get(pk=upload), by=people.leader, at=NOW)
    actions.take_back_upload(Upload.objects.get(pk=upload), at=NOW)


def changed(content: bytes, scores: int) -> bytes:
    return re.sub(rb",Y,N,4\d\d,", b",Y,N,555,", content, count=scores)


def stored(rows: list[Any], people: Any, reading: Reading | None = None) -> int:
    """Rows of a format that is still to come, stored as a file of their own."""
    upload = Upload.objects.create(
        school=people.school, by=people.leader, at=NOW, state_at=NOW, applied_at=NOW, file_name="rows.csv",
        digest="0" * 64, state=UploadState.APPLIED,
    )  # fmt: skip
    source = actions.importing.source_of(people.school, Given(), at=NOW)
    with Store(source) as store:
        store.take(rows)
        store.prepare()
        store.store(reading or Reading("any"), upload.pk)
    return upload.pk


def figure(value: float, *, name: str = "Juniper Elementary", code: str = "0101") -> Figure:
    return Figure(2, "school", "", code, name, "cde.growth", "All", YEAR, 40, value, None, "")


def place(student: str, *, leaves: bool = False) -> Place:
    from data_imports.reading.contract import Groups

    return Place(2, student, "4", "", "Grade 4", "", "", Groups(), leaves)


FIRST: dict[str, Callable[[Any], Any]] = {
    "new results": lambda people: imported(iready(30), people.school),
    "a roster": lambda people: imported(roster(8, team="Grade 4", email=people.teacher.email), people.school),
    "observations": lambda people: imported(leap(3), people.school),
    "a survey": lambda people: imported(google_form(20), people.school),
}


@pytest.mark.parametrize("what", FIRST)
def test_into_empty_tables(people: Any, what: str) -> None:
    before = checksums()
    done = FIRST[what](people)
    assert checksums() != before
    undo(done.upload, people)
    assert checksums() == before
    assert not Former.objects.exists()
    upload = Upload.objects.get()
    assert (upload.state, upload.undone_by, upload.undone_at) == (UploadState.UNDONE, people.leader, NOW)
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["upload stored", "upload undo asked", "upload taken back"]


SECOND: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "changed, unchanged and new results": (
        lambda people: imported(iready(30), people.school).upload,
        lambda people: imported(changed(iready(34), 9), people.school).upload,
    ),
    "students in another grade": (
        lambda people: imported(iready(6, grades=("4",), windows=("fall",)), people.school).upload,
        lambda people: imported(iready(6, grades=("5",), windows=("spring",)), people.school).upload,
    ),
    "observations scored anew": (
        lambda people: imported(leap(3), people.school).upload,
        lambda people: imported(re.sub(rb",(3),4\.5", rb",6,4.5", leap(4)), people.school).upload,
    ),
    "a survey with later answers": (
        lambda people: imported(google_form(20), people.school).upload,
        lambda people: imported(google_form(25), people.school).upload,
    ),
    "figures published again": (
        lambda people: stored([figure(0.1), figure(51.2, name="Other", code="9")], people),
        lambda people: stored([figure(1 / 3), figure(51.2, name="Other", code="9"), figure(7, code="8")], people),
    ),
    "students who leave a team": (
        lambda people: stored([place("900001"), place("900002"), place("900003")], people),
        lambda people: stored([place("900001", leaves=True), place("900002"), place("900004")], people),
    ),
}


@pytest.mark.parametrize("what", SECOND)
def test_over_what_was_there(people: Any, what: str) -> None:
    first, second = SECOND[what]
    empty = checksums()
    earlier = first(people)
    before = checksums()
    later = second(people)
    assert checksums() != before
    with pytest.raises(actions.Overlapped, match="stored later, builds on this file"):
        actions.undo_upload(Upload.objects.get(pk=earlier), by=people.leader, at=NOW)
    undo(later, people)
    assert checksums() == before
    undo(earlier, people)
    assert checksums() == empty


@pytest.mark.parametrize(
    "value", [0.1, 1 / 3, 2 / 3 * 451.7, 5e-324, 1.7976931348623157e308, 0.30000000000000004, -7.0]
)
def test_floats_return_to_the_last_digit(people: Any, value: float) -> None:
    stored([figure(value)], people)
    before = checksums()
    undo(stored([figure(2.5)], people), people)
    assert checksums() == before


def test_many_floats_return_to_the_last_digit(people: Any) -> None:
    import random

    chance = random.Random(20)
    values = [chance.uniform(0, 900) for _ in range(1_200)]
    stored([figure(value, name=str(at), code="") for at, value in enumerate(values)], people)
    before = checksums()
    later = stored([figure(value + 1, name=str(at), code="") for at, value in enumerate(values)], people)
    assert Former.objects.count() == 1_200
    undo(later, people)
    assert checksums() == before


def test_a_file_with_the_same_rows_holds_the_first_one(people: Any) -> None:
    first = imported(iready(4), people.school)
    again = imported(iready(4), people.school)
    assert again.stored.counts == (0, 0, 8)
    with pytest.raises(actions.Overlapped):
        actions.undo_upload(Upload.objects.get(pk=first.upload), by=people.leader, at=NOW)
    undo(again.upload, people)
    undo(first.upload, people)
    assert not Result.objects.exists()


def test_later_results_hold_the_file_that_brought_their_students(people: Any) -> None:
    first = imported(iready(4), people.school)
    imported(iready(4, subject="reading"), people.school)
    with pytest.raises(actions.Overlapped, match=r"export\.csv"):
        actions.undo_upload(Upload.objects.get(pk=first.upload), by=people.leader, at=NOW)
    assert Upload.objects.get(pk=first.upload).state == UploadState.APPLIED


def test_files_that_share_nothing_go_in_any_order(people: Any) -> None:
    first = imported(iready(4), people.school)
    imported(leap(2), people.school)
    other = imported(iready(4, seed=2).replace(b",9000", b",8000"), people.school)
    undo(first.upload, people)
    assert Student.objects.count() == 4
    assert Measure.objects.count() == 1
    undo(other.upload, people)
    assert not Measure.objects.exists()


def test_twice_is_once(people: Any) -> None:
    done = imported(iready(3), people.school)
    undo(done.upload, people)
    before = checksums()
    actions.take_back_upload(Upload.objects.get(pk=done.upload), at=NOW)
    with pytest.raises(actions.UploadMoved):
        actions.undo_upload(Upload.objects.get(pk=done.upload), by=people.leader, at=NOW)
    assert checksums() == before
    assert AuditEntry.objects.filter(verb="upload taken back").count() == 1


def test_a_file_that_came_between_asking_and_doing_keeps_everything(people: Any) -> None:
    done = imported(iready(3), people.school)
    actions.undo_upload(Upload.objects.get(pk=done.upload), by=people.leader, at=NOW)
    imported(iready(3, subject="reading"), people.school)
    before = checksums()
    actions.take_back_upload(Upload.objects.get(pk=done.upload), at=NOW)
    upload = Upload.objects.get(pk=done.upload)
    assert (upload.state, upload.undone_by) == (UploadState.APPLIED, None)
    assert "builds on this file" in upload.refusal
    assert checksums() == before


def test_a_journal_outlives_the_file_that_it_speaks_of(people: Any) -> None:
    first = imported(iready(3), people.school)
    later = imported(changed(iready(3), 2), people.school)
    Upload.objects.get(pk=first.upload).delete()
    assert set(Former.objects.filter(upload=later.upload).values_list("former_upload", flat=True)) == {None}
    undo(later.upload, people)
    assert not Result.objects.filter(value=555).exists()
    assert Result.objects.count() == 6


def test_it_can_be_stored_again_afterwards(people: Any) -> None:
    undo(imported(iready(3), people.school).upload, people)
    assert imported(iready(3), people.school).stored.counts == (6, 0, 0)


def test_what_was_decided_about_staff_meanwhile_holds(people: Any) -> None:
    imported(leap(1), people.school)
    later = imported(re.sub(rb",(3),4\.5", rb",6,4.5", leap(1)), people.school)
    StaffAlias.objects.create(
        school=people.school, staff_hash=keyed_hash("004000", "staff"), person=people.teacher, at=NOW
    )
    undo(later.upload, people)
    assert people.teacher.leap_ratings.count() == 12


def test_a_team_deleted_meanwhile_does_not_stand_in_the_way(people: Any) -> None:
    stored([place("900001")], people)
    later = stored([place("900001", leaves=True)], people)
    people.team.delete()
    undo(later, people)
    assert not Roster.objects.exists()


def test_teams_by_class_follow_the_results(people: Any) -> None:
    imported(iready(4).replace(b",T,", b",Vega,"), people.school)
    SectionTeam.objects.create(school=people.school, year=YEAR, kind="section", value="Vega", team=people.team)
    from data_imports.storing import sections

    sections.place_all(School.objects.filter(pk=people.school.pk))
    before = checksums()
    later = imported(iready(6).replace(b",T,", b",Vega,").replace(b",Vega,", b",Ortiz,", 2), people.school)
    assert set(Roster.objects.values_list("student__id_hash", flat=True)) == {
        keyed_hash(f"90000{number}", "student") for number in (1, 2, 3, 4, 5)
    }
    undo(later.upload, people)
    assert checksums() == before


def test_observation_rows_are_a_kind_of_row(people: Any) -> None:
    """A person known by name alone is the school's own."""
    row = Observation(2, "o1", "", "", "Ana Ruiz", "", "Full", "I.1", 4, NOW.date(), YEAR)
    stored([row], people)
    from data_imports.models import LeapRating

    assert LeapRating.objects.get().staff_hash == keyed_hash(f"{people.school.pk}:Ana Ruiz", "staff")
