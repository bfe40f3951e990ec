"""What the attacker takes while people write: every row with its hidden columns, the files, the lines of the log."""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import connection

from reflection_site.logs import SecretAddresses

HIDDEN = {"sqlite": "rowid AS hidden_row", "postgresql": "xmin::text AS hidden_xmin, ctid::text AS hidden_row"}
Rows = dict[tuple[str, str], Mapping[str, Any]]  # by table and key


class Lines(logging.Handler):
    """What the site's own log would have kept."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.addFilter(SecretAddresses())
        self.kept: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append(record.getMessage())

    def take(self) -> str:
        lines, self.kept = "\n".join(self.kept), []
        return lines


def dumped(tables: Mapping[str, str], key: int) -> Rows:
    """Every column of every row of `tables`, each with its condition on `key`, in the order that the table gives."""
    rows: Rows = {}
    with connection.cursor() as cursor:
        for table, where in tables.items():
            asked = f"SELECT {HIDDEN[connection.vendor]}, t.* FROM {table} t WHERE {where}"  # noqa: S608
            cursor.execute(asked, [key] * where.count("%s"))
            names = [column[0] for column in cursor.description]
            for values in cursor.fetchall():
                row = dict(zip(names, values, strict=True))
                rows[table, str(row.get("id", row.get("card_id")))] = row
    return rows


def changed(before: Rows, after: Rows) -> list[Mapping[str, Any]]:
    """Rows that are new or not as they were."""
    return [row for key, row in after.items() if before.get(key) != row]


def files() -> bytes:
    """The database's own files; empty where it has none on this machine."""
    if connection.vendor != "sqlite":
        return b""
    name = str(connection.settings_dict["NAME"])
    found = [Path(name), Path(f"{name}-wal")]
    return b"".join(file.read_bytes() for file in found if file.exists())
