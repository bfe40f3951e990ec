"""The services that tests lean on are the real ones."""

from django.core.mail import EmailMessage
from django.db import connection


def test_a_message_arrives(smtp) -> None:
    EmailMessage("Hello", "Thu, Dec 11", "solstice@example.org", ["rosa@example.org"]).send()
    assert [(m["Subject"], m["To"]) for m in smtp.messages] == [("Hello", "rosa@example.org")]


def test_the_worker_works(worker, smtp) -> None:
    assert not worker.died


def test_sqlite_is_a_file_in_wal_mode(db) -> None:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_page_in_a_real_browser(page, live) -> None:
    answer = page.goto("/healthz")
    assert answer.json() == {"alive": True}
