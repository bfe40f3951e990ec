"""Is it alive, is it ready? For load balancers and for `make run`; both without sign-in."""

from functools import cache

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

OK = "ok"


@never_cache
@require_safe
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the process answers at all."""
    return JsonResponse({"alive": True})


@never_cache
@require_safe
@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database, migrations and Redis are there, else 503 and which of them is not."""
    parts = {"database": _database(), "redis": _redis()}
    parts["migrations"] = _migrations() if parts["database"] == OK else "unknown"
    ready = all(answer == OK for answer in parts.values())
    return JsonResponse({"ready": ready, **parts}, status=200 if ready else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "away"
    return OK


def _redis() -> str:
    try:
        _client(settings.REDIS_URL).ping()
    except redis.RedisError:
        return "away"
    return OK


@cache
def _client(address: str) -> redis.Redis:
    return redis.Redis.from_url(address, socket_timeout=2, socket_connect_timeout=2)


_migrated = False


def _migrations() -> str:
    """Walks the migration graph until it is complete once: a process cannot outlive its own code."""
    global _migrated
    if not _migrated:
        try:
            _migrated = not migrations_wait()
        except DatabaseError:
            return "away"
    return OK if _migrated else "pending"


def migrations_wait() -> bool:
    """Whether the tables are older than the code. Raises `DatabaseError` where there is no database."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
