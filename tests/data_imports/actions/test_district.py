"""One file for the whole district: each row goes to its own school."""

import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from data_imports import actions
from data_imports.enums import UploadState
from data_imports.models import LeapRating, Result, Roster, Student, Upload, UploadShare
from teams.models import AuditEntry, School
from tests.data_imports.actions.test_undoing import checksums
from tests.data_imports.making import NOW, google_form, iready, leap, of_district, read_upload, roster, stored_upload

pytestmark = pytest.mark.django_db
OURS, THEIRS = "Juniper Elementary", "Cottonwood Middle"
COUNTS = ("school__name", "created", "changed", "unchanged", "skipped", "rejected")


def shares(upload: Upload) -> list[tuple[Any, ...]]:
    return list(upload.shares.order_by("school__name").values_list(*COUNTS))


def by_school() -> dict[str, int]:
    names = School.objects.values_list("name", "pk")
    return {name: n for name, pk in names if (n := Result.objects.filter(school=pk, student__school=pk).count())}


def test_rows_go_to_the_school_that_the_file_names_by_name_or_code(people: Any) -> None:
    upload = stored_upload(None, people.steward, of_district(OURS, "0202"))
    assert (upload.school, upload.created, by_school()) == (None, 40, {OURS: 20, THEIRS: 20})
    assert shares(upload) == [(THEIRS, 20, 0, 0, 0, 0), (OURS, 20, 0, 0, 0, 0)]
    assert upload.shares.get(school=people.school).covers == [["i-Ready math", "fall"], ["i-Ready math", "winter"]]


def test_a_code_without_its_zeros_is_the_same_code(people: Any) -> None:
    stored_upload(None, people.steward, of_district("101", " 0202 "))
    assert by_school() == {OURS: 20, THEIRS: 20}


def test_the_code_goes_before_the_name(people: Any) -> None:
    content = of_district(OURS, "Nobody's Name").replace(b",School,", b",School,School Code,", 1)
    content = content.replace(b",Juniper Elementary,", b",Juniper Elementary,,").replace(
        b",Nobody's Name,", b",Nobody's Name,0202,"
    )
    stored_upload(None, people.steward, content)
    assert by_school() == {OURS: 20, THEIRS: 20}


def test_rows_of_no_school_here_are_left_out_with_the_reason(people: Any) -> None:
    School.objects.create(code="0303", name=THEIRS.upper(), network=people.network)
    upload = read_upload(None, people.steward, of_district(OURS, THEIRS, "Elsewhere K-8", ""))
    assert (upload.created, upload.skipped, shares(upload)) == (20, 60, [(OURS, 20, 0, 0, 0, 0)])
    assert dict(upload.understood["skipped"]) == {
        "several schools are called “Cottonwood Middle”: put the school's code into the file": 20,
        "no school here has the code or name “Elsewhere K-8”: correct it in the file, or on the page Set up": 20,
        "the row does not say which school it belongs to: fill in the school": 20,
    }


def test_what_is_rejected_and_left_out_is_told_by_school(people: Any) -> None:
    content = of_district(OURS, THEIRS, students=4)
    lines = content.splitlines(keepends=True)
    wrong = lines[1].replace(b",N,4", b",N,94")
    upload = read_upload(None, people.steward, b"".join([lines[0], wrong, *lines[2:], lines[-1]]))
    assert shares(upload) == [(THEIRS, 8, 0, 0, 1, 0), (OURS, 7, 0, 0, 0, 1)]


@pytest.mark.parametrize("content", [iready(4), google_form(20)])
def test_a_file_without_schools_is_refused_in_one_sentence(people: Any, content: bytes) -> None:
    upload = read_upload(None, people.steward, content)
    sentence = "This file does not say which school a row belongs to: choose a school."
    assert (upload.state, upload.refusal) == (UploadState.REFUSED, sentence)
    assert not Student.objects.exists()


def changed(content: bytes, school: str, scores: int) -> bytes:
    """So many fall scores of one school changed."""
    return re.sub(rf"(,{school},.*,Y,N,)4\d\d,".encode(), rb"\g<1>555,", content, count=scores)


def test_the_brake_holds_for_each_school_and_names_it(people: Any) -> None:
    content = of_district(OURS, THEIRS)
    stored_upload(None, people.steward, content)
    assert read_upload(None, people.steward, changed(content, OURS, 4)).braked == ""
    upload = read_upload(None, people.steward, changed(content, OURS, 5))
    assert upload.braked == (
        "This file would change or remove more than a fifth of what these schools have: Juniper Elementary (5 of 20)."
    )
    with pytest.raises(actions.Braked, match="5 of 20"):
        actions.confirm_upload(upload, by=people.steward, at=NOW)
    assert shares(upload) == [(THEIRS, 0, 0, 20, 0, 0), (OURS, 0, 5, 15, 0, 0)]


def test_results_that_go_to_another_school_brake_for_the_one_that_loses_them(people: Any) -> None:
    stored_upload(None, people.steward, of_district(OURS, THEIRS))
    moved = of_district(OURS, THEIRS).replace(THEIRS.encode(), OURS.encode())
    upload = read_upload(None, people.steward, moved)
    assert upload.braked.endswith("Cottonwood Middle (20 of 20).")
    assert shares(upload) == [(THEIRS, 0, 0, 0, 0, 0), (OURS, 0, 20, 20, 0, 0)]


def test_it_is_taken_back_as_a_whole_to_the_identical_tables(people: Any) -> None:
    stored_upload(people.school, people.leader, iready(6))
    before = checksums()
    upload = stored_upload(None, people.steward, changed(of_district(OURS, THEIRS), OURS, 3))
    assert checksums() != before
    actions.undo_upload(upload, by=people.steward, at=NOW)
    actions.take_back_upload(Upload.objects.get(pk=upload.pk), at=NOW)
    assert checksums() == before


def test_a_later_file_of_one_school_that_builds_on_it_is_named(people: Any) -> None:
    upload = stored_upload(None, people.steward, of_district(OURS, THEIRS))
    stored_upload(people.school, people.leader, changed(iready(10, school=OURS), OURS, 1))
    with pytest.raises(actions.Overlapped, match=r"iready\.csv"):
        actions.undo_upload(upload, by=people.steward, at=NOW)


def test_the_same_file_again_changes_nothing(people: Any) -> None:
    stored_upload(None, people.steward, of_district(OURS, THEIRS))
    again = stored_upload(None, people.steward, of_district(OURS, THEIRS))
    assert (again.created, again.changed, again.unchanged) == (0, 0, 40)
    assert shares(again) == [(THEIRS, 0, 0, 20, 0, 0), (OURS, 0, 0, 20, 0, 0)]


def test_each_school_is_told_in_the_audit_trail(people: Any) -> None:
    stored_upload(None, people.steward, of_district(OURS, THEIRS))
    told = AuditEntry.objects.filter(verb="upload stored").values_list("school_id", "count")
    assert set(told) == {(None, 40), (people.school.pk, 20), (people.other_school.pk, 20)}


def test_rosters_and_observations_go_to_their_schools_too(people: Any) -> None:
    places = roster(4, team=people.team.name, email="").decode().splitlines()
    told = [f"{places[0]},School", *(f"{line},{[OURS, THEIRS][at % 2]}" for at, line in enumerate(places[1:]))]
    upload = stored_upload(None, people.steward, "\n".join(told).encode())
    assert (shares(upload), upload.unmatched) == ([(THEIRS, 2, 0, 0, 0, 0), (OURS, 2, 0, 0, 0, 0)], 1)
    assert sorted(Roster.objects.values_list("student__school__name", "team__name")) == [
        (THEIRS, None),
        (THEIRS, None),
        (OURS, people.team.name),
        (OURS, people.team.name),
    ]
    rated = leap(1, school=OURS) + b"".join(leap(1, school=THEIRS).splitlines(True)[1:]).replace(b"o0,", b"o9,")
    assert shares(stored_upload(None, people.steward, rated)) == [(THEIRS, 12, 0, 0, 0, 0), (OURS, 12, 0, 0, 0, 0)]
    assert set(LeapRating.objects.values_list("school__name", flat=True)) == {OURS, THEIRS}


def test_a_leader_who_uploads_it_for_the_own_school_keeps_the_own_rows(people: Any) -> None:
    upload = stored_upload(people.school, people.leader, of_district(OURS, THEIRS))
    assert (upload.created, upload.understood["skipped"], by_school()) == (
        20,
        [["the row belongs to another school", 20]],
        {OURS: 20},
    )
    assert not UploadShare.objects.exists()


def run(*words: object) -> dict[str, Any]:
    out = StringIO()
    call_command("import_file", *map(str, words), "--json", stdout=out)
    return dict(json.loads(out.getvalue()))


def test_the_command_line_takes_it_from_somebody_of_the_district(people: Any, tmp_path: Path) -> None:
    path = tmp_path / "all.csv"
    path.write_bytes(of_district(OURS, THEIRS))
    looked = run(path, "--by", people.district.email, "--dry-run")
    told = run(path, "--by", people.district.email)
    assert (looked["created"], told["created"], by_school()) == (40, 40, {OURS: 20, THEIRS: 20})
    counts = {"changed": 0, "created": 20, "had": 0, "rejected": 0, "skipped": 0, "unchanged": 0, "weighed": 0}
    assert told["schools"] == looked["schools"] == {"0101": counts, "0202": counts}
    for by in ((), ("--by", people.leader.email)):
        with pytest.raises(CommandError, match="rows of several schools"):
            run(path, *by)
