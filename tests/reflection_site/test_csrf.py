"""A page that has been open too long."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse


@pytest.mark.parametrize(("headers", "status"), [({}, 403), ({"X-Autosave": "1"}, 401), ({"HX-Request": "true"}, 401)])
def test_scripts_are_told_to_sign_in_and_people_why(people: Any, headers: dict[str, str], status: int) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.teacher)
    answer = client.post(reverse("teams:me-edit"), {"name": "x"}, headers=headers)
    assert answer.status_code == status
    assert ("open too long" in answer.content.decode()) is (status == 403)
