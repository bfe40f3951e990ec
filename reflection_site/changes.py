"""Whether anything was written since: one small question to the database, whatever there is in it."""

from collections.abc import Hashable

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
