"""Rejected rows leave with masked values, and come back with their own where nobody touched them."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from data_imports import actions
from data_imports.models import Result, Student, Upload
from data_imports.queries.mending import whole
from data_imports.reading.contract import FileRefused, Given
from data_imports.reading.masking import MARK
from reflection_site.encryption import keyed_hash
from teams.models import AuditEntry, Person
from tests.data_imports.making import NOW, iready, of_district, read_upload, with_mistakes

pytestmark = pytest.mark.django_db
OURS, THEIRS = "Juniper Elementary", "Cottonwood Middle"


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def district_file(people: Any) -> Upload:
    """Two rows of the first school with a score off the scale."""
    return read_upload(None, people.steward, with_mistakes(of_district(OURS, THEIRS), 2))


def downloaded(person: Person, upload: Upload) -> list[list[str]]:
    answer = client_of(person).get(reverse("data_imports:upload-rejected", args=[upload.pk]))
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def sent(person: Person, rows: list[list[str]], **data: Any) -> Any:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    file = SimpleUploadedFile("mended.csv", out.getvalue().encode())
    return client_of(person).post(reverse("data_imports:upload-create"), {"file": file, **data})


def mended(rows: list[list[str]]) -> list[list[str]]:
    """A score that is on the scale in each row."""
    at = rows[0].index("Overall Scale Score")
    return [rows[0], *([*row[:at], "455", *row[at + 1 :]] for row in rows[1:])]


def test_who_brought_a_district_file_has_its_rejected_rows_with_masked_values(people: Any) -> None:
    upload = district_file(people)
    header, *rows = downloaded(people.steward, upload)
    assert (header[0], len(rows)) == (MARK, 2)
    assert {cell for row in rows for cell in row[1:] if any(c.isdigit() and c != "9" for c in cell)} == set()
    assert {row[header.index("Student ID")] for row in rows} == {"999999"}
    entry = AuditEntry.objects.get(verb="rows to mend downloaded")
    assert (entry.actor_id, entry.count) == (people.steward.pk, 2)
    page = client_of(people.steward).get(reverse("data_imports:upload", args=[upload.pk])).content.decode()
    assert "Download 2 rows to mend" in page
    assert "Values are masked for you there too" in page


def test_nobody_else_has_them(people: Any) -> None:
    upload = district_file(people)
    address = reverse("data_imports:upload-rejected", args=[upload.pk])
    assert client_of(people.district).get(address).status_code == 403
    assert client_of(people.leader).get(address).status_code == 404
    page = client_of(people.district).get(reverse("data_imports:upload", args=[upload.pk])).content.decode()
    assert "rows to mend</a>" not in page


def test_mended_alone_they_come_back_with_their_own_values(people: Any) -> None:
    upload = district_file(people)
    actions.confirm_upload(upload, by=people.steward, at=NOW)
    actions.store_upload(upload, at=NOW)
    assert Result.objects.count() == 38
    answer = sent(people.steward, mended(downloaded(people.steward, upload)))
    assert answer.status_code == 302
    again = Upload.objects.latest("pk")
    assert (again.school, again.file_name) == (None, "mended.csv")
    actions.read_upload(again, at=NOW)
    assert (again.created, again.rejected) == (2, 0)
    actions.confirm_upload(again, by=people.steward, at=NOW)
    actions.store_upload(again, at=NOW)
    assert (Result.objects.count(), Student.objects.count()) == (40, 20)
    assert not Student.objects.filter(id_hash=keyed_hash("999999", "student")).exists()
    assert Result.objects.filter(value=455, school=people.school).count() == 2


REFUSED = {
    "another's": lambda rows, people: (people.district, rows),
    "columns gone": lambda rows, people: (people.steward, [row[:-1] for row in rows]),
    "columns turned": lambda rows, people: (people.steward, [[row[0], row[2], row[1], *row[3:]] for row in rows]),
    "no such row": lambda rows, people: (people.steward, [rows[0], [f"{rows[1][0]}9", *rows[1][1:]]]),
    "a mark gone": lambda rows, people: (people.steward, [rows[0], rows[1], ["", *rows[2][1:]]]),
    "two files": lambda rows, people: (people.steward, [rows[0], rows[1], [f"9{rows[2][0]}", *rows[2][1:]]]),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_does_not_fit_is_refused_in_one_sentence(people: Any, what: str) -> None:
    upload = district_file(people)
    person, rows = REFUSED[what](mended(downloaded(people.steward, upload)), people)
    answer = sent(person, rows)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert ("not of one file that you uploaded" in page) != ("columns of this file have changed" in page)
    assert Upload.objects.count() == 1


def test_rows_that_are_not_kept_any_more_ask_for_the_whole_file(people: Any) -> None:
    upload = district_file(people)
    rows = mended(downloaded(people.steward, upload))
    upload.rejected_rows.delete()
    assert "not kept any more" in sent(people.steward, rows).content.decode()


def test_masked_rows_are_never_read_as_they_are(people: Any) -> None:
    content = iready(2).replace(b"Last Name", MARK.encode())
    with pytest.raises(FileRefused, match="masked values"):
        actions.import_content(content, name="x", school=people.school, given=Given(), by=None, at=NOW)


@pytest.mark.parametrize(
    ("before", "typed", "found"),
    [("900001", "999999", "900001"), ("900001", "900002", "900002"), ("Ana", "xxx ", "Ana"), ("9412", "412", "412"),
     ("", "455", "455"), ("1234567890123", "9.99999E+12", "1234567890123"), ("12", "9E+12", "9E+12")],
)  # fmt: skip
def test_what_was_touched_counts(before: str, typed: str, found: str) -> None:
    assert whole(before, typed) == found
