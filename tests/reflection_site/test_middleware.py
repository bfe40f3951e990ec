from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse


def test_what_is_missing_looks_the_same_in_debug_mode(people: Any, settings: Any) -> None:
    client = Client()
    client.force_login(people.teacher)
    for debug in (False, True):
        settings.DEBUG = debug
        for address in ("/nowhere/", f"/people/{people.outsider.pk}/"):
            answer = client.get(address)
            assert (answer.status_code, "This page is not here" in answer.content.decode()) == (404, True)
            assert "urlpatterns" not in answer.content.decode()


@pytest.mark.parametrize(
    ("came", "leads_to"),
    [
        ("http://testserver/sessions/1/record/step/?from=board", "/sessions/1/record/step/?from=board"),
        ("http://elsewhere.test/sessions/1/", "/"),
        ("https://testserver.elsewhere.test/", "/"),
        ("http://testserver//elsewhere.test/", "/"),
        ("http://testserver", "/"),
        ("javascript:alert(1)", "/"),
        ("http://testserver/sessions/1/record/step/take/", "/"),
        ("", "/"),
    ],
)
def test_who_signs_in_after_sending_comes_back_to_the_page(client: Client, db: None, came: str, leads_to: str) -> None:
    """An address that only takes changes would show nothing."""
    answer = client.post("/sessions/1/record/step/take/", {"text": "x"}, headers={"Referer": came})
    target = answer["Location"]
    assert target.split("?")[0] == reverse("account_login")
    assert QueryDict(target.partition("?")[2]).get("next") == leads_to


def test_who_asked_for_a_page_gets_it_after_signing_in(client: Client, db: None) -> None:
    answer = client.get(f"{reverse('cycles:commitments')}?scope=all", headers={"Referer": "http://testserver/"})
    assert QueryDict(answer["Location"].partition("?")[2])["next"] == f"{reverse('cycles:commitments')}?scope=all"
