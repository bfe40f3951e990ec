"""The event bus: *that* something changed, never *what*.

An event is a topic and a version. Listeners ask again through the ordinary address, and so through the
door. The bus is Redis publish/subscribe; a lost event is found by its version, and where Redis is away
browsers poll.
"""

import json
import logging
from functools import lru_cache

import redis
from django.conf import settings
from django.db import transaction

logger = logging.getLogger(__name__)
CHANNEL = "solstice:events"


@lru_cache(maxsize=4)
def _client(address: str) -> redis.Redis:
    return redis.Redis.from_url(address, socket_timeout=2, socket_connect_timeout=2)


def announce(topic: str, version: int) -> None:
    """Tell every listener of `topic`, once the transaction stands, that `version` can be fetched."""
    transaction.on_commit(lambda: publish(topic, version))


def publish(topic: str, version: int) -> None:
    """Tell it now. A bus that is away is logged and costs nobody their change."""
    try:
        _client(settings.REDIS_URL).publish(CHANNEL, json.dumps({"topic": topic, "version": version}))
    except redis.RedisError as error:
        logger.warning("event bus away: %s", type(error).__name__)
