"""Students whom files know by several ids are one: joined, merged, kept apart where ids disagree, and taken back."""

import csv
import io
import tempfile
from pathlib import Path
from typing import Any

import pytest

from data_imports import actions
from data_imports.actions.importing import fill, source_of
from data_imports.drawing import Drawing
from data_imports.enums import IdKind, UploadState
from data_imports.models import Former, Result, Roster, Student, StudentId, Upload
from data_imports.reading.contract import FileRefused, Given
from data_imports.storing import Store, joining
from data_imports.storing.students import Students
from reflection_site.encryption import keyed_hash
from teams.models import Person
from tests.data_imports.actions.test_undoing import checksums, place, stored, undo
from tests.data_imports.making import NOW, YEAR, imported, iready, read_upload, roster, stored_upload
from tests.data_imports.test_storing import dump

pytestmark = pytest.mark.django_db


def growth(students: int, *, first: int = 0) -> bytes:
    """Growth percentiles from the state: students under their state ids alone."""
    head = "REPORTING_YEAR,SCH_NUMBER,SUBJECT,TEST_NAME,GRADE_LEVEL,SASID,SCALE_SCORE,PROFICIENCY_LEVEL,SGP"
    head += ",DIST_NUMBER,DIST_NAME,SCH_NAME,PERFORMANCE_INDICATOR,TEST_RECORD_YEAR,TEST_CODE,EMH_LEVEL,ELL_YN,AGP"
    lines = [
        f"2027,,ELA,CMAS,004,{state(number)},751,4,{40 + number},0990,J,,GRO,2027,ELA04,E,Y,50"
        for number in range(first, first + students)
    ]
    return "\n".join([head, *lines, ""]).encode()


def state(number: int) -> str:
    return f"55{number:08}"


def local(number: int) -> str:
    return f"9{number:05}"


def both(pairs: list[tuple[str, str]], *, team: str = "Grade 4") -> bytes:
    """A roster with the local and the state id of each student."""
    out = io.StringIO()
    csv.writer(out).writerows(
        [("Student ID", "State Student ID", "Grade", "Team"), *((one, other, "4", team) for one, other in pairs)]
    )
    return out.getvalue().encode()


def pairs(students: int) -> list[tuple[str, str]]:
    return [(local(number), state(number)) for number in range(students)]


def names() -> set[tuple[str, str]]:
    """Every id that is known, with its kind."""
    return set(StudentId.objects.values_list("kind", "id_hash"))


def expected(students: int) -> set[tuple[str, str]]:
    found = set()
    for number in range(students):
        found.add((IdKind.LOCAL.value, keyed_hash(local(number), "student")))
        found.add((IdKind.STATE.value, keyed_hash(state(number), "student")))
    return found


def test_two_rows_become_one_with_all_that_both_had(people: Any) -> None:
    imported(iready(6, windows=("fall",)), people.school)
    imported(growth(6), people.school)
    assert Student.objects.count() == 12
    done = imported(both(pairs(6), team=people.team.name), people.school)
    assert (done.stored.joined, done.stored.merged, done.reading.problems) == (6, 6, [])
    assert Student.objects.count() == 6
    assert {(len(set(student.results.values_list("measure", flat=True))), student.rosters.count())
            for student in Student.objects.all()} == {(3, 1)}  # fmt: skip
    assert names() == expected(6)


def test_growth_by_team_finds_rostered_students(people: Any) -> None:
    """The roster knows local ids, the growth file state ids; a file with both stands between them."""
    imported(roster(6, team=people.team.name, email=""), people.school)
    imported(growth(6), people.school)
    of_team = Result.objects.filter(student__rosters__team=people.team, measure__key__endswith=".sgp")
    assert not of_team.exists()
    imported(both(pairs(6), team=people.team.name), people.school)
    assert of_team.values("student").distinct().count() == 6


def test_later_files_find_the_student_by_either_id(people: Any) -> None:
    imported(both(pairs(4)), people.school)
    assert imported(growth(4), people.school).stored.counts.created == 8
    assert imported(iready(4, windows=("fall",)), people.school).stored.counts == (4, 0, 0)
    assert imported(growth(4), people.school).stored.counts == (0, 0, 8)
    assert Student.objects.count() == 4
    assert {student.results.count() for student in Student.objects.all()} == {3}
    assert imported(both(pairs(4)), people.school).stored.counts == (0, 0, 4)
    assert StudentId.objects.count() == 8


def test_an_id_whose_partner_is_known_finds_that_student(people: Any) -> None:
    imported(growth(2), people.school)
    done = imported(both(pairs(2)), people.school)
    assert (done.stored.joined, done.stored.merged) == (2, 0)
    assert set(Student.objects.values_list("id_hash", flat=True)) == {
        keyed_hash(state(number), "student") for number in range(2)
    }
    assert names() == expected(2)


def test_ids_are_hashed_and_sealed(people: Any) -> None:
    imported(both(pairs(2)), people.school)
    assert set(StudentId.objects.values_list("kind", "id_sealed")) == {
        ("local", local(0)), ("state", state(0)), ("local", local(1)), ("state", state(1)),
    }  # fmt: skip
    everything = dump()
    assert [word for word in (local(0), state(0), local(1), state(1)) if word in everything] == []


def test_the_same_result_under_both_ids_is_one(people: Any) -> None:
    by_state = iready(3, windows=("fall",))
    for number in range(3):
        by_state = by_state.replace(local(number).encode(), state(number).encode())
    imported(by_state, people.school)
    imported(iready(3, windows=("fall",)), people.school)
    assert Result.objects.count() == 6
    imported(both(pairs(3)), people.school)
    assert Result.objects.count() == Student.objects.count() == 3


def test_what_only_one_row_knew_of_a_student_is_kept(people: Any) -> None:
    imported(growth(1), people.school)
    imported(iready(1, windows=("winter",)), people.school)
    assert set(Student.objects.values_list("is_multilingual", flat=True)) == {True, None}
    imported(both(pairs(1)), people.school)
    assert Student.objects.get().is_multilingual is True


CASES = ("two rows", "one row", "no row", "results twice", "places twice")


@pytest.mark.parametrize("case", CASES)
def test_taking_it_back_brings_every_table_back(people: Any, case: str) -> None:
    if case in ("two rows", "one row", "results twice", "places twice"):
        imported(growth(4), people.school)
    if case in ("two rows", "places twice"):
        imported(iready(4), people.school)
    if case == "places twice":
        imported(roster(3, team=people.team.name, email="", course=""), people.school)
        by_state = roster(3, team=people.team.name, email="", course="")
        for number in range(3):
            by_state = by_state.replace(local(number).encode(), state(number).encode())
        imported(by_state, people.school)
    if case == "results twice":
        more = growth(4)
        for number in range(4):
            more = more.replace(state(number).encode(), local(number).encode())
        imported(more, people.school)
    before = checksums()
    done = imported(both(pairs(4), team=people.team.name), people.school)
    assert checksums() != before
    undo(done.upload, people)
    assert checksums() == before
    assert not Former.objects.filter(upload=done.upload).exists()


def test_a_file_that_relies_on_joined_ids_holds_them(people: Any) -> None:
    imported(growth(3), people.school)
    imported(iready(3, windows=("fall",)), people.school)
    before = checksums()
    first = imported(both(pairs(3)), people.school)
    later = imported(growth(3), people.school)
    with pytest.raises(actions.Overlapped, match=r"export\.csv"):
        actions.undo_upload(
            Upload.objects.get(pk=first.upload), by=people.leader, at=Upload.objects.get(pk=first.upload).at
        )
    undo(later.upload, people)
    undo(first.upload, people)
    assert checksums() == before


def test_the_files_whose_rows_were_moved_are_held(people: Any) -> None:
    first = imported(growth(3), people.school)
    other = imported(iready(3, windows=("fall",)), people.school)
    imported(both(pairs(3)), people.school)
    for upload in (first.upload, other.upload):
        with pytest.raises(actions.Overlapped):
            actions.undo_upload(Upload.objects.get(pk=upload), by=people.leader, at=NOW)


def test_a_file_of_results_with_both_ids_joins_them_too(people: Any) -> None:
    imported(roster(3, team=people.team.name, email=""), people.school)
    head, *lines = iready(3, windows=("fall",)).decode().splitlines()
    head = head.replace("Student ID", "Student ID,Student State ID")
    for number in range(3):
        lines = [line.replace(local(number), f"{local(number)},{state(number)}") for line in lines]
    content = "\r\n".join([head, *lines, ""]).encode()
    before = checksums()
    done = imported(content, people.school)
    assert (done.stored.joined, done.stored.counts, Student.objects.count()) == (3, (3, 0, 0), 3)
    assert "Student State ID" not in done.reading.dropped_columns
    imported(growth(3), people.school)
    assert Result.objects.filter(student__rosters__team=people.team, measure__key__endswith=".sgp").count() == 3
    undo(Upload.objects.latest("pk").pk, people)
    undo(done.upload, people)
    assert checksums() == before


WRONG = {
    "two partners in one file": ([], [(local(0), state(0)), (local(0), state(1)), (local(2), state(2))], [2, 3], 1),
    "another partner than an earlier file": (
        [(local(0), state(0))], [(local(0), state(1)), (local(2), state(2))], [2], 2,
    ),
    "one id as two kinds": ([], [(local(0), "900001"), ("900001", state(1)), (local(2), state(2))], [2, 3], 1),
    "both partners taken": (
        [(local(0), state(0)), (local(1), state(1))], [(local(0), state(1)), (local(2), state(2))], [2], 3,
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_an_id_with_two_partners_is_a_cell_to_mend(people: Any, what: str) -> None:
    earlier, content, lines, joined = WRONG[what]
    if earlier:
        imported(both(earlier), people.school)
    done = imported(both(content), people.school)
    assert [problem.row for problem in done.reading.problems] == lines
    assert all(problem.found and problem.expected and "stay apart" in problem.mend for problem in done.reading.problems)
    assert StudentId.objects.values("student").distinct().count() == joined
    assert done.reading.rejected == 0
    if earlier:
        assert "export.csv" in done.reading.problems[0].expected


@pytest.mark.parametrize("blank", ["", "0000000000", "N/A", "12"])
def test_what_is_no_id_joins_nobody(people: Any, blank: str) -> None:
    done = imported(both([(local(0), blank), (local(1), blank)]), people.school)
    assert (done.reading.problems, StudentId.objects.count(), Student.objects.count()) == ([], 0, 2)


def test_a_look_ahead_counts_and_changes_nothing(people: Any) -> None:
    imported(growth(3), people.school)
    imported(iready(3, windows=("fall",)), people.school)
    before = checksums()
    upload = read_upload(people.school, people.leader, both([*pairs(3), (local(0), state(9))]))
    assert checksums() == before
    assert upload.understood["students"] == {"joined": 2, "merged": 2}
    assert [problem.row for problem in upload.problems.order_by("row")] == [2, 5]


def test_ids_that_move_while_a_file_is_read_stop_it(people: Any) -> None:
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write(both(pairs(2)))
        file.flush()
        drawing = Drawing(Path(file.name), "", Given())
        with Store(source_of(people.school, Given(), at=NOW)) as store:
            fill(store, drawing)
            store.prepare()
            imported(both([(local(0), state(7))]), people.school)
            with pytest.raises(FileRefused, match="at the same moment"):
                store.store(drawing.reading, Upload.objects.get().pk)


def test_people_leave_by_either_id(people: Any) -> None:
    imported(both(pairs(3)), people.school)
    before = checksums()
    gone = stored([place(state(0), leaves=True), place(state(1))], people)
    assert set(Roster.objects.filter(year=YEAR).values_list("student__id_hash", flat=True)) == {
        keyed_hash(local(number), "student") for number in (1, 2)
    }
    undo(gone, people)
    assert checksums() == before


def test_rounds_never_hold_anybody_twice() -> None:
    assert list(joining.rounds([(1, 2), (3, 4), (2, 5), (6, 5)])) == [[(1, 2), (3, 4)], [(2, 5)], [(6, 5)]]


def test_a_file_without_second_ids_asks_nothing_more(people: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        students = Students()
        students.hashes["1"] = "x"
        assert students.look([]) == []
    assert Person.objects.exists()


def test_in_a_file_of_the_whole_district_only_known_schools_join_ids(people: Any) -> None:
    lines = [f"{local(n)},{state(n)},4,{school}" for n, school in enumerate((people.school.code, "0202", "elsewhere"))]
    content = "\n".join(["Student ID,State Student ID,Grade,School Code", *lines, ""]).encode()
    stored_upload(None, people.steward, content)
    assert names() == expected(2)
    assert dict(Student.objects.values_list("id_hash", "school__code")) == {
        keyed_hash(local(0), "student"): people.school.code, keyed_hash(local(1), "student"): "0202",
    }  # fmt: skip


def test_rows_of_another_school_join_nothing(people: Any) -> None:
    lines = [f"{local(n)},{state(n)},4,{name}" for n, name in enumerate((people.school.name, people.other_school.name))]
    content = "\n".join(["Student ID,State Student ID,Grade,School", *lines, ""]).encode()
    imported(content, people.school)
    assert names() == expected(1)


def test_on_a_page_such_a_file_is_read_again_by_itself(people: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = read_upload(people.school, people.leader, both(pairs(2)))
    actions.confirm_upload(upload, by=people.leader, at=NOW)
    prepare = Store.prepare

    def meanwhile(store: Store) -> None:
        prepare(store)
        monkeypatch.setattr(Store, "prepare", prepare)
        imported(both([(local(5), state(5))]), people.school)

    monkeypatch.setattr(Store, "prepare", meanwhile)
    actions.store_upload(upload, at=NOW)
    upload = Upload.objects.get(pk=upload.pk)
    assert (upload.state, upload.refusal) == (UploadState.QUEUED, "")
    actions.store_upload(upload, at=NOW)
    assert Upload.objects.get(pk=upload.pk).state == UploadState.APPLIED
    assert StudentId.objects.count() == 6


def test_kinds_that_take_turns_come_in_few_batches(people: Any) -> None:
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write(both(pairs(40)))
        file.flush()
        found = list(Drawing(Path(file.name), "", Given()).batches())
    assert [(type(batch[0]).__name__, len(batch)) for batch in found] == [("Place", 40), ("SameStudent", 40)]


@pytest.mark.django_db(transaction=True)
def test_temporary_tables_are_filled_outside_a_transaction_too(people: Any) -> None:
    imported(growth(3), people.school)
    imported(iready(3, windows=("fall",)), people.school)
    assert imported(both(pairs(3)), people.school).stored.merged == 3
    assert Student.objects.count() == 3
