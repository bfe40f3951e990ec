"""The life of a file on the page."""

import csv
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from kombu.exceptions import OperationalError

from data_imports import actions, tasks
from data_imports.actions import progress
from data_imports.enums import UploadState
from data_imports.models import Result, Upload
from reflection_site.encryption import decrypt
from teams.models import AuditEntry
from tests.data_imports.making import (
    NOW,
    google_form,
    imported,
    iready,
    leap,
    read_upload,
    received_upload,
    roster,
    stored_upload,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def upload(people: Any) -> Upload:
    """A received file with one row to mend."""
    return received_upload(people.school, people.leader, iready(20).replace(b",Y,N,40", b",Y,N,9940", 1))


def test_reading_tells_what_storing_would_do_and_stores_nothing(upload: Upload) -> None:
    actions.read_upload(upload, at=NOW)
    upload.refresh_from_db()
    assert upload.state == UploadState.UNDERSTOOD
    assert (upload.rows_read, upload.created, upload.rejected, upload.year) == (40, 39, 1, "2026-27")
    assert upload.problems.get().found.startswith("9940")
    assert not Result.objects.exists()


def test_confirming_stores_once_however_often_the_bell_rings(upload: Upload, people: Any) -> None:
    actions.read_upload(upload, at=NOW)
    actions.confirm_upload(upload, by=people.leader, at=NOW)
    with pytest.raises(actions.UploadMoved):
        actions.confirm_upload(Upload.objects.get(), by=people.leader, at=NOW)
    actions.store_upload(Upload.objects.get(), at=NOW)
    actions.store_upload(Upload.objects.get(), at=NOW)
    assert Result.objects.count() == 39
    assert Upload.objects.get().state == UploadState.APPLIED
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["upload received", "upload confirmed", "upload stored"]


def test_putting_aside_deletes_the_copy(upload: Upload, people: Any) -> None:
    actions.read_upload(upload, at=NOW)
    path = upload.file.path
    actions.cancel_upload(upload, by=people.leader, at=NOW)
    fresh = Upload.objects.get()
    assert (fresh.state, fresh.file.name, fresh.understood.get("sample")) == (UploadState.CANCELLED, "", None)
    with pytest.raises(FileNotFoundError), open(path, "rb"):  # noqa: PTH123
        pass


def test_what_cannot_be_read_is_refused_with_its_sentence(people: Any) -> None:
    upload = received_upload(people.school, people.leader, b"%PDF-1.7 a letter")
    actions.read_upload(upload, at=NOW)
    fresh = Upload.objects.get()
    assert (fresh.state, fresh.refusal) == (
        UploadState.REFUSED,
        "This is a document or picture. Export the data as CSV or XLSX.",
    )


def test_a_file_of_a_dead_worker_is_taken_up_again(upload: Upload) -> None:
    Upload.objects.update(state=UploadState.READING, state_at=NOW - timedelta(minutes=11))
    actions.resume_uploads(at=NOW)
    actions.read_upload(Upload.objects.get(), at=NOW)
    assert Upload.objects.get().state == UploadState.UNDERSTOOD


def test_after_thirty_days_the_file_and_quoted_cells_are_gone(upload: Upload) -> None:
    actions.read_upload(upload, at=NOW)
    assert actions.purge_uploads(at=NOW + timedelta(days=29)) == 0
    assert actions.purge_uploads(at=NOW + timedelta(days=31)) == 1
    fresh = Upload.objects.get()
    assert (fresh.file.name, fresh.problems.get().found, fresh.rows_read) == ("", "", 40)
    assert actions.purge_uploads(at=NOW + timedelta(days=32)) == 0


def changed(scores: int, students: int = 20) -> bytes:
    return re.sub(rb",Y,N,4\d\d,", b",Y,N,555,", iready(students), count=scores)


def test_the_first_differences_are_sealed_and_name_nobody(people: Any) -> None:
    imported(iready(20), people.school)
    upload = read_upload(people.school, people.leader, changed(1))
    sealed = upload.understood["differences"]
    assert json.loads(decrypt(sealed)) == [["i-Ready math, fall", "value", 400.0, 555.0]]
    assert "555" not in sealed


def test_a_survey_and_a_score_of_leap_differ_in_counts_only(people: Any) -> None:
    imported(google_form(20), people.school)
    upload = read_upload(people.school, people.leader, google_form(25))
    assert json.loads(decrypt(upload.understood["differences"])) == [["I feel safe at this school", "answered", 20, 25]]
    imported(leap(2), people.school)
    rated = read_upload(people.school, people.leader, re.sub(rb",(3),4\.5", rb",6,4.5", leap(2)))
    assert (rated.changed > 0, rated.understood["differences"]) == (True, "")


@pytest.mark.parametrize(("scores", "is_braked"), [(4, False), (8, False), (9, True)])
def test_the_brake_holds_from_a_fifth_of_what_the_school_has(people: Any, scores: int, is_braked: bool) -> None:
    imported(iready(20), people.school)
    upload = read_upload(people.school, people.leader, changed(scores))
    assert bool(upload.braked) == is_braked
    if is_braked:
        assert upload.braked == "This file would change or remove 9 of the 40 results that the school has."
        with pytest.raises(actions.Braked, match="9 of the 40"):
            actions.confirm_upload(upload, by=people.leader, at=NOW)
        assert Upload.objects.get(pk=upload.pk).state == UploadState.UNDERSTOOD
    actions.confirm_upload(upload, by=people.leader, at=NOW, knowingly=True)


def test_refreshed_flags_do_not_brake(people: Any) -> None:
    imported(iready(20), people.school)
    upload = read_upload(people.school, people.leader, iready(20).replace(b",N,Y,", b",N,N,"))
    assert (upload.changed, upload.braked) == (20, "")


def test_the_command_line_stores_and_tells_of_the_brake(people: Any) -> None:
    imported(iready(20), people.school)
    done = imported(changed(9), people.school)
    assert done.as_json()["brake"].startswith("This file would change or remove 9 of the 40")
    assert Result.objects.filter(value=555).count() == 9


def mending(upload: Upload) -> bytes:
    with upload.rejected_rows.open() as file:
        return file.read()


def test_rows_to_mend_are_kept_as_they_stand_and_run_nowhere(people: Any) -> None:
    content = iready(3).replace(b"Canary,Name0", b"=HYPERLINK(1),-5").replace(b",Y,N,4", b",Y,N,94", 1)
    upload = read_upload(people.school, people.leader, content)
    text = mending(upload).decode("utf-8-sig")
    head, row = csv.reader(text.splitlines())
    assert head[:3] == ["Last Name", "First Name", "Student ID"]
    assert row[:3] == ["'=HYPERLINK(1)", "-5", "900000"]
    path = upload.rejected_rows.path
    actions.cancel_upload(upload, by=people.leader, at=NOW)
    with pytest.raises(FileNotFoundError), open(path, "rb"):  # noqa: PTH123
        pass


def test_mended_rows_come_alone_and_complete_the_file(people: Any) -> None:
    stored_upload(people.school, people.leader)
    assert Result.objects.count() == 37
    upload = Upload.objects.get()
    mended = re.sub(rb",94(\d\d),", rb",4\1,", mending(upload))
    second = stored_upload(people.school, people.leader, mended)
    assert (second.rows_read, second.created, second.rejected) == (3, 3, 0)
    assert Result.objects.count() == 40


def test_a_roster_counts_for_this_year(people: Any) -> None:
    upload = read_upload(people.school, people.leader, roster(4, team="Grade 4", email=people.teacher.email))
    assert (upload.year, upload.understood["covers"]) == ("2026-27", [("Roster of students", "")])


@pytest.mark.parametrize("state", [UploadState.RECEIVED, UploadState.READING, UploadState.QUEUED, UploadState.STORING])
def test_work_is_called_off_at_any_time(upload: Upload, people: Any, state: UploadState) -> None:
    Upload.objects.update(state=state)
    actions.cancel_upload(upload, by=people.leader, at=NOW)
    assert Upload.objects.get().state == UploadState.CANCELLED


def test_a_worker_hears_that_its_work_is_called_off(
    upload: Upload, people: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "TELL_EVERY", 0.0)
    actions.read_upload(upload, at=NOW)
    actions.confirm_upload(upload, by=people.leader, at=NOW)
    real = Upload.objects.all()

    def stop(topic: str, _version: int) -> None:
        actions.cancel_upload(real.get(), by=people.leader, at=NOW)

    monkeypatch.setattr(progress, "announce", stop)
    actions.store_upload(upload, at=NOW)
    assert Upload.objects.get().state == UploadState.CANCELLED
    assert not Result.objects.exists()


def test_progress_is_told_in_rows_of_the_file(upload: Upload, people: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(progress, "TELL_EVERY", 0.0)
    rows = Upload.objects.values_list("rows_done", "rows_expected")
    monkeypatch.setattr(progress, "announce", lambda *_: told.append(rows.get()))
    actions.read_upload(upload, at=NOW)
    ((done, expected),) = told
    assert done == 41
    assert 38 <= expected <= 42
    actions.confirm_upload(upload, by=people.leader, at=NOW)
    actions.store_upload(upload, at=NOW)
    assert told[1] == (41, 40)


def test_a_file_that_costs_three_workers_is_refused(upload: Upload) -> None:
    for minutes in (3, 6):
        Upload.objects.filter(state=UploadState.RECEIVED).update(state=UploadState.READING)
        actions.resume_uploads(at=NOW + timedelta(minutes=minutes))
        assert Upload.objects.get().state == UploadState.RECEIVED
    Upload.objects.update(state=UploadState.READING)
    actions.resume_uploads(at=NOW + timedelta(minutes=9))
    fresh = Upload.objects.get()
    assert (fresh.state, fresh.refusal) == (
        UploadState.REFUSED,
        "The work on this file ended unexpectedly 3 times, so we stopped trying.",
    )


def test_a_worker_that_speaks_is_left_alone(upload: Upload) -> None:
    Upload.objects.update(state=UploadState.STORING, state_at=NOW)
    actions.resume_uploads(at=NOW + timedelta(minutes=2))
    assert Upload.objects.get().state == UploadState.STORING


def test_an_upload_stands_while_the_broker_is_away_and_beat_rings_again(
    people: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[int] = []

    def away(*, kwargs: dict[str, int], retry: bool) -> None:
        heard.append(kwargs["upload"])
        raise OperationalError("connection refused")

    monkeypatch.setattr(tasks.read_upload, "apply_async", away)
    with django_capture_on_commit_callbacks(execute=True):
        upload = received_upload(people.school, people.leader)
    assert (Upload.objects.get().state, heard) == (UploadState.RECEIVED, [upload.pk])
    for minutes, rings in ((1, 1), (2, 2)):
        with django_capture_on_commit_callbacks(execute=True):
            actions.resume_uploads(at=NOW + timedelta(minutes=minutes))
        assert heard == [upload.pk] * rings
