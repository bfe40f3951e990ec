"""The cache: Redis, and while it is away a memory of each process's own.

Sign-in keeps its limits of tries and its used second-factor codes here. An outage of Redis must neither lock
everybody out nor lift the limits altogether.
"""

import logging
from typing import Any

import redis
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache

logger = logging.getLogger(__name__)


class RedisOrLocalCache(BaseCache):
    """Asks Redis; what it cannot answer, this process answers from its own memory."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.redis = RedisCache(server, params)
        self.local = LocMemCache("while-redis-is-away", params)

    def _ask(self, verb: str, key: str, *args: Any, version: int | None) -> Any:
        try:
            return getattr(self.redis, verb)(key, *args, version=version)
        except (redis.ConnectionError, redis.TimeoutError) as error:
            logger.warning("cache away: %s", type(error).__name__)
            return getattr(self.local, verb)(key, *args, version=version)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(self._ask("add", key, value, timeout, version=version))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._ask("get", key, default, version=version)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._ask("set", key, value, timeout, version=version)

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(self._ask("touch", key, timeout, version=version))

    def delete(self, key: str, version: int | None = None) -> bool:
        return bool(self._ask("delete", key, version=version))

    def clear(self) -> None:
        self.local.clear()
        self.redis.clear()
