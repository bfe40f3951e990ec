"""One migrated database for a whole run, and a copy of it for each parallel worker.

A test that commits leaves its rows behind: `refill` makes the copy what it was. That takes milliseconds, where emptying
each of more than a hundred tables and loading the rows that migrations made took a third of a second.
"""

import fcntl
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

_SUFFIX = settings.WORKER
# there once the database is migrated
_MIGRATED = settings.MIGRATED_DIR / "migrated"


def take_copy() -> None:
    """Makes this process' own copy the database it works on. The first process to come migrates for all."""
    creation = connection.creation
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(_MIGRATED.with_suffix(".sqlite3"))
    with _MIGRATED.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _MIGRATED.exists():
            creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            if connection.vendor == "postgresql":
                _keep_made()
            connection.close()
            _MIGRATED.touch()
        _name(connection.settings_dict["TEST"]["NAME"])
        if connection.vendor == "sqlite":
            _name(shutil.copy(_MIGRATED.with_suffix(".sqlite3"), settings.RUN_DIR / f"{_SUFFIX}.sqlite3"))
        else:
            creation.clone_test_db(_SUFFIX, verbosity=0, autoclobber=True)
            _name(creation.get_test_db_clone_settings(_SUFFIX)["NAME"])


def refill() -> None:
    """Every table as the migrations left it, whoever else has the database open; numbers once given stay given."""
    connection.close()
    if connection.vendor == "sqlite":
        _refill_sqlite()
    else:
        _refill_postgres()
    connection.close()


def _refill_sqlite() -> None:
    with closing(sqlite3.connect(_MIGRATED.with_suffix(".sqlite3"))) as migrated, connection.cursor() as cursor:
        given = cursor.execute("SELECT name, seq FROM sqlite_sequence").fetchall()
        migrated.backup(connection.connection)
        cursor.execute("DELETE FROM sqlite_sequence")
        cursor.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", given)


def _keep_made() -> None:
    """The rows that migrations made, a second time where no table of ours is."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA made")
        for table in _tables():
            cursor.execute(f'CREATE TABLE made."{table}" AS TABLE public."{table}"')


def _refill_postgres() -> None:
    tables = [f'"{table}"' for table in _tables()]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(tables)}")
        # what one row of a table points to in another is asked when all are there
        cursor.execute("; ".join(f"INSERT INTO {table} TABLE made.{table}" for table in tables))


def _tables() -> list[str]:
    return connection.introspection.django_table_names(only_existing=True, include_views=False)


def drop_copy() -> None:
    """Drops what `take_copy` made, whoever still has it open: a thread of a test, a process that is ending."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
    connection.creation.destroy_test_db(verbosity=0)


def drop_migrated() -> None:
    """Drops the database that the copies were taken from, where it is not a file that goes with the run's folder."""
    if connection.vendor != "sqlite" and _MIGRATED.exists():
        _name(connection.settings_dict["TEST"]["NAME"])
        connection.creation.destroy_test_db(verbosity=0)


def _name(name: str | Path) -> None:
    connection.close()
    connection.settings_dict["NAME"] = str(name)
