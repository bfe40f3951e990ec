"""Whether anything was written since: one small question to the database, whatever there is in it."""

import threading
from collections.abc import Hashable
from typing import Any

from django.db import connection

# SQLite counts what other connections commit; PostgreSQL's snapshot names each transaction that has written
_QUESTIONS = {"sqlite": "PRAGMA data_version", "postgresql": "SELECT pg_current_snapshot()::text"}


def mark() -> Hashable:
    """Equal to an earlier one of this thread's only if nobody else has committed a change in between.

    The connection is part of it: what a new one counts says nothing of what came before. 1 query.
    """
    with connection.cursor() as cursor:
        cursor.execute(_QUESTIONS[connection.vendor])
        return connection.connection, cursor.fetchone()[0]


class Memory(threading.local):
    """What a thread has found out since the last change: nothing after the next one."""

    mark: Hashable = None
    found: "dict[Any, Any]"

    def since(self, *until: Hashable) -> dict[Any, Any]:
        """What was put in while nobody has written, and `until` is the same. 1 query."""
        now = mark(), *until
        if self.mark != now:
            self.mark, self.found = now, {}
        return self.found
