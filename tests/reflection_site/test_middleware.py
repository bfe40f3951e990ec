from typing import Any

from django.test import Client


def test_what_is_missing_looks_the_same_in_debug_mode(people: Any, settings: Any) -> None:
    client = Client()
    client.force_login(people.teacher)
    for debug in (False, True):
        settings.DEBUG = debug
        for address in ("/nowhere/", f"/people/{people.outsider.pk}/"):
            answer = client.get(address)
            assert (answer.status_code, "This page is not here" in answer.content.decode()) == (404, True)
            assert "urlpatterns" not in answer.content.decode()
