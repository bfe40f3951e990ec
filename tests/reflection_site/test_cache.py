"""While Redis is away people still sign in, and guessing is still limited."""

from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from reflection_site.cache import RedisOrLocalCache
from tests.people import PASSWORD

AWAY = "redis://127.0.0.1:1/0"


@pytest.fixture
def away(settings: Any) -> None:
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": AWAY}}
    caches["default"].local.clear()


def test_what_redis_holds_and_what_the_process_holds_are_used_in_the_same_way(redis_url: str) -> None:
    for server in (redis_url, AWAY):
        cache = RedisOrLocalCache(server, {})
        assert cache.get("a", "none yet") == "none yet"
        assert (cache.add("a", [1], 60), cache.add("a", [2], 60), cache.get("a")) == (True, False, [1])
        cache.set("a", [3], 60)
        assert (cache.get("a"), cache.touch("a", 60), cache.delete("a"), cache.get("a")) == ([3], True, True, None)


def test_people_sign_in_while_redis_is_away(people: Any, away: None) -> None:
    client = Client()
    answer = client.post("/accounts/login/", {"login": people.teacher.email, "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert client.get("/").status_code == 200


def test_guessing_is_limited_all_the_same(people: Any, away: None) -> None:
    client = Client()
    for _ in range(10):
        client.post("/accounts/login/", {"login": people.teacher.email, "password": "a guess"})
    answer = client.post("/accounts/login/", {"login": people.teacher.email, "password": PASSWORD})
    assert answer.status_code != 302
