"""The stream says that something changed, never what; a bus that is away costs nobody their change."""

import json
import logging

import pytest
import redis
from django.db import transaction

from reflection_site import events


@pytest.mark.django_db(transaction=True)
def test_an_event_is_a_topic_and_a_version_after_the_transaction_stands(redis_url):
    listener = redis.Redis.from_url(redis_url).pubsub(ignore_subscribe_messages=True)
    listener.subscribe(events.CHANNEL)
    listener.get_message(timeout=1)
    with transaction.atomic():
        events.announce("session:7", 3)
        assert listener.get_message(timeout=0.2) is None
    message = listener.get_message(timeout=2)
    assert json.loads(message["data"]) == {"topic": "session:7", "version": 3}
    listener.close()


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_not_told(redis_url):
    listener = redis.Redis.from_url(redis_url).pubsub(ignore_subscribe_messages=True)
    listener.subscribe(events.CHANNEL)
    listener.get_message(timeout=1)
    with transaction.atomic():
        events.announce("session:7", 3)
        transaction.set_rollback(True)
    assert listener.get_message(timeout=0.3) is None
    listener.close()


def test_a_bus_that_is_away_is_logged_and_forgiven(settings, caplog):
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    with caplog.at_level(logging.WARNING):
        events.publish("session:7", 3)
    assert caplog.messages == ["event bus away: ConnectionError"]
