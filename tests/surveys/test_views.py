"""Survey findings."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.data_imports.making import google_form, imported

pytestmark = pytest.mark.django_db


def test_findings_are_bands_and_small_surveys_hidden(people: Any, count_queries: Any) -> None:
    client = Client()
    client.force_login(people.leader)
    address = reverse("surveys:findings")
    imported(google_form(30), people.school)
    with count_queries() as queries:
        shown = client.get(address).content.decode()
    assert "60-69%" in shown
    imported(google_form(4).replace(b"I feel safe", b"I feel seen"), people.school)
    imported(google_form(30), people.other_school)
    with count_queries() as again:
        shown = client.get(address).content.decode()
    assert shown.count("60-69%") == 1
    assert shown.count("hidden-cell") == 2
    assert len(again) == len(queries)
