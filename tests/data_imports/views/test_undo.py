"""Rows to mend, the brake, stopping and taking back, as people meet them."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from data_imports import actions
from data_imports.models import Result, Upload
from teams.models import AuditEntry, Person
from tests.data_imports.making import NOW, imported, iready, leap, read_upload, stored_upload

pytestmark = pytest.mark.django_db


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(name: str, upload: Upload) -> str:
    return reverse(f"data_imports:{name}", args=[upload.pk])


def shown(person: Person, upload: Upload) -> str:
    return signed_in(person).get(address("upload", upload)).content.decode()


def changed(scores: int) -> bytes:
    return re.sub(rb",Y,N,4\d\d,", b",Y,N,555,", iready(20), count=scores)


def test_the_leader_downloads_the_rows_to_mend_which_is_noted(people: Any) -> None:
    upload = read_upload(people.school, people.leader)
    assert "Download 3 rows to mend" in shown(people.leader, upload)
    assert "Download 3 rows" not in shown(people.steward, upload)
    answer = signed_in(people.leader).get(address("upload-rejected", upload))
    assert answer["Content-Disposition"] == 'attachment; filename="To mend from iready.csv"'
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert len(answer.content.decode("utf-8-sig").splitlines()) == 4
    entry = AuditEntry.objects.get(verb="rows to mend downloaded")
    assert (entry.actor_id, entry.school_id, entry.count) == (people.leader.pk, people.school.pk, 3)


def test_where_nothing_is_to_mend_there_is_nothing_to_download(people: Any) -> None:
    upload = read_upload(people.school, people.leader, iready(2))
    assert signed_in(people.leader).get(address("upload-rejected", upload)).status_code == 404


def test_differences_are_shown_and_masked_for_those_who_read_no_values(people: Any) -> None:
    imported(iready(20), people.school)
    upload = read_upload(people.school, people.leader, changed(1))
    clear, masked = shown(people.leader, upload), shown(people.steward, upload)
    assert "i-Ready math, fall" in clear
    assert ">400<" in clear
    assert ">555<" in clear
    assert ">555<" not in masked
    assert ">999<" in masked


def test_header_row_and_dropped_columns_are_listed(people: Any) -> None:
    page = shown(people.leader, read_upload(people.school, people.leader))
    assert "<dt>Column names in row</dt><dd>1</dd>" in page
    assert "<li>Last Name</li>" in page


def test_the_brake_needs_a_word(people: Any) -> None:
    imported(iready(20), people.school)
    upload = read_upload(people.school, people.leader, changed(9))
    client = signed_in(people.leader)
    answer = client.post(address("upload-confirm", upload))
    assert answer.status_code == 422
    told = answer.content.decode()
    assert told.count("This file would change or remove 9 of the 40 results that the school has.") == 1
    assert 'class="note note--error" role="alert"' in told
    assert Upload.objects.get(pk=upload.pk).state == "understood"
    assert client.post(address("upload-confirm", upload), {"knowingly": "yes"}).status_code == 302
    assert Upload.objects.get(pk=upload.pk).state == "queued"


def test_a_file_without_a_brake_asks_for_no_word(people: Any) -> None:
    upload = read_upload(people.school, people.leader)
    assert "I know, and these values are right" not in shown(people.leader, upload)


def test_a_stored_file_is_taken_back_from_its_page(people: Any) -> None:
    upload = stored_upload(people.school, people.leader)
    assert "Take this file back?" in shown(people.leader, upload)
    answer = signed_in(people.leader).post(address("upload-undo", upload), follow=True)
    assert "Being taken back" in answer.content.decode()
    actions.take_back_upload(Upload.objects.get(), at=NOW)
    page = shown(people.leader, upload)
    assert "Taken back by Rosa Delgado" in page
    assert "Take this file back?" not in page
    assert not Result.objects.exists()


def test_a_later_file_is_named_where_it_stands_in_the_way(people: Any) -> None:
    upload = stored_upload(people.school, people.leader)
    imported(iready(20, subject="reading"), people.school)
    answer = signed_in(people.leader).post(address("upload-undo", upload), follow=True)
    assert "“export.csv”, stored later, builds on this file." in answer.content.decode()
    assert Upload.objects.get(pk=upload.pk).state == "applied"


def test_what_could_not_be_taken_back_says_so(people: Any) -> None:
    upload = stored_upload(people.school, people.leader)
    Upload.objects.update(refusal="“later.csv”, stored later, builds on this file.")
    page = shown(people.leader, upload)
    assert "This file could not be taken back. “later.csv”" in page
    assert "Nothing was stored." not in page


@pytest.mark.parametrize("state", ["received", "reading", "queued", "storing"])
def test_work_can_be_stopped_while_it_runs(people: Any, state: str) -> None:
    upload = read_upload(people.school, people.leader)
    Upload.objects.update(state=state)
    assert "Stop, and store nothing" in shown(people.leader, upload)
    answer = signed_in(people.leader).post(address("upload-cancel", upload), follow=True)
    assert "Nothing was stored" in answer.content.decode()


def test_the_line_of_progress_has_rows_rate_and_time_left(people: Any) -> None:
    upload = read_upload(people.school, people.leader)
    Upload.objects.update(
        state="storing", rows_done=500, rows_expected=1_000, state_at=NOW,
        understood={"began": "2026-12-04T15:59:50+00:00"},
    )  # fmt: skip
    part = signed_in(people.leader).get(address("upload-state", upload)).content.decode()
    assert '<progress value="500" max="1000"' in part
    assert "500 of about 1,000 rows" in part
    assert "50 rows a second, about 10 seconds left" in part


def test_people_who_are_not_known_lead_to_the_queue(people: Any) -> None:
    upload = stored_upload(people.school, people.leader, leap(2))
    assert reverse("data_imports:staff") in shown(people.leader, upload)
    assert reverse("data_imports:staff") not in shown(people.district, upload)
    assert "2 people in the file are not known here" in shown(people.district, upload)
