"""One migrated database for a whole run, and a copy of it for each parallel worker."""

import fcntl
import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

_SUFFIX = settings.WORKER
# the rows that migrations made, as Django serializes them; there once the database is migrated
_MADE = settings.MIGRATED_DIR / "migrated.json"


def take_copy() -> None:
    """Makes this process' own copy the database it works on. The first process to come migrates for all."""
    creation = connection.creation
    with _MADE.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _MADE.exists():
            creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            _MADE.write_text(creation.serialize_db_to_string(), "utf-8")
            connection.close()
        _name(connection.settings_dict["TEST"]["NAME"])
        if connection.vendor == "sqlite":
            _name(shutil.copy(_MADE.with_suffix(".sqlite3"), settings.RUN_DIR / f"{_SUFFIX}.sqlite3"))
        else:
            creation.clone_test_db(_SUFFIX, verbosity=0, autoclobber=True)
            _name(creation.get_test_db_clone_settings(_SUFFIX)["NAME"])
    # every connection of the run brings them back: browser tests have one of their own each
    type(connections["default"])._test_serialized_contents = _MADE.read_text("utf-8")


def drop_copy() -> None:
    """Drops what `take_copy` made."""
    connection.creation.destroy_test_db(verbosity=0)


def drop_migrated() -> None:
    """Drops the database that the copies were taken from, where it is not a file that goes with the run's folder."""
    if connection.vendor != "sqlite" and _MADE.exists():
        _name(connection.settings_dict["TEST"]["NAME"])
        connection.creation.destroy_test_db(verbosity=0)


def _name(name: str | Path) -> None:
    connection.close()
    connection.settings_dict["NAME"] = str(name)
