"""Alive and ready, told without sign-in."""

import pytest
from django.test import Client


def test_alive(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"alive": True})


def test_ready_where_database_migrations_and_redis_are_there(client: Client, db: None) -> None:
    answer = client.get("/readyz")
    assert answer.json() == {"ready": True, "database": "ok", "redis": "ok", "migrations": "ok"}
    assert answer.status_code == 200


def test_not_ready_without_redis(client: Client, db: None, settings) -> None:
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    answer = client.get("/readyz")
    assert answer.json() == {"ready": False, "database": "ok", "redis": "away", "migrations": "ok"}
    assert answer.status_code == 503


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_only_asked_never_changed(client: Client, db: None, address: str) -> None:
    assert client.post(address).status_code == 405
