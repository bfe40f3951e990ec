"""The life of a file on the page."""

from datetime import timedelta
from typing import Any

import pytest

from data_imports import actions
from data_imports.enums import UploadState
from data_imports.models import Result, Upload
from teams.models import AuditEntry
from tests.data_imports.making import NOW, iready, received_upload

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
    upload = received_upload(people.school, people.leader, b"a,b\n1,2\n")
    actions.read_upload(upload, at=NOW)
    fresh = Upload.objects.get()
    assert (fresh.state, fresh.refusal) == (
        UploadState.REFUSED,
        "We do not recognize this file. Choose its kind, or export it again.",
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
