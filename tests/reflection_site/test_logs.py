"""Addresses whose last part is a secret leave no trace in a log."""

import logging
from typing import Any

import pytest

from reflection_site.logs import SecretAddresses


@pytest.mark.parametrize(
    ("words", "parts", "expected"),
    [
        ("Not Found: %s", ("/calendars/s3cret-_x.ics",), "Not Found: /calendars/…"),
        ('"GET %s HTTP/1.1"', ("/calendars/s3cret.ics?a=1",), '"GET /calendars/…?a=1 HTTP/1.1"'),
        ('in "http://localhost/calendars/s3cret.ics"', (), 'in "http://localhost/calendars/…"'),
        ("Not Found: %s", ("/voices/secretsecret/well/save/",), "Not Found: /voices/…/well/save/"),
        ("GET %s", ("/screens/abcd-efgh-jkmn/code.svg",), "GET /screens/…/code.svg"),
        ("POST %s", ("/joining/5-0123abcd/ask",), "POST /joining/…/ask"),
        ("%d of %s", (3, "/sessions/3/"), "3 of /sessions/3/"),
    ],
)
def test_the_secret_is_left_out_and_all_else_stays(words: str, parts: tuple[Any, ...], expected: str) -> None:
    record = logging.LogRecord("a", logging.INFO, "f.py", 1, words, parts, None)
    assert (SecretAddresses().filter(record), record.getMessage()) == (True, expected)


def test_parts_given_by_name_lose_it_too() -> None:
    parts = {"count": 3, "path": "/calendars/s3cret.ics"}
    record = logging.LogRecord("a", logging.INFO, "f.py", 1, "%(count)d at %(path)s", (parts,), None)
    assert (SecretAddresses().filter(record), record.getMessage()) == (True, "3 at /calendars/…")


def test_the_sites_own_log_and_the_web_servers_have_it(settings: Any) -> None:
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["secret_addresses"]
    assert [type(one) for one in logging.getLogger("uvicorn.access").filters].count(SecretAddresses) == 1
