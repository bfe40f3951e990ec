"""What is too large is turned away while it comes."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from data_imports.models import Upload
from data_imports.receiving import Limit
from tests.data_imports.making import iready

pytestmark = pytest.mark.django_db
SENTENCE = "This file is larger than 1 MB. Export one school year at a time."


def chosen(people: Any, content: bytes) -> Any:
    client = Client()
    client.force_login(people.leader)
    data = {"file": SimpleUploadedFile("export.csv", content), "school": people.school.pk, "year": "2026-27"}
    return client.post(reverse("data_imports:upload-create"), data)


def test_a_file_over_the_limit_is_refused_kindly(people: Any, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    answer = chosen(people, b"x" * (1024 * 1024 + 1))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert SENTENCE in shown
    assert 'value="2026-27"' in shown
    assert not Upload.objects.exists()


def test_a_file_at_the_limit_comes_in(people: Any, settings: Any) -> None:
    content = iready(4)
    settings.UPLOAD_MAX_BYTES = len(content)
    assert chosen(people, content).status_code == 302
    assert Upload.objects.get().size == len(content)


def test_no_more_than_the_limit_is_ever_held(people: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    real, seen = Limit.receive_data_chunk, []

    def counted(self: Limit, raw_data: bytes, start: int) -> bytes:
        kept = real(self, raw_data, start)
        seen.append(len(kept))
        return kept

    monkeypatch.setattr(Limit, "receive_data_chunk", counted)
    assert chosen(people, b"x" * (5 * 1024 * 1024)).status_code == 422
    assert 0 < sum(seen) <= 1024 * 1024
