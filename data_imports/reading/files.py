"""The bytes of a file to its table; the name of the file is never asked."""

from pathlib import Path

from django.utils.translation import gettext as _

from data_imports.reading.contract import FileRefused
from data_imports.reading.tables import Table, table_of
from data_imports.reading.text import decoded, delimiter_of
from data_imports.reading.workbook import OLD_OFFICE, workbook_table

MOST_BYTES = 200 * 1024 * 1024


def table_from(content: bytes) -> Table:
    """The table in a CSV, TSV or XLSX file.

    Refuses, with one sentence, what is empty, over 200 MB, damaged, locked or no table.
    """
    if not content.strip():
        raise FileRefused(_("This file is empty."))
    if len(content) > MOST_BYTES:
        raise FileRefused(_("This file is larger than 200 MB. Export one school year at a time."))
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", OLD_OFFICE)):
        return workbook_table(content)
    if content.startswith((b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff")):
        raise FileRefused(_("This is a document or picture. Export the data as CSV or XLSX."))
    text, encoding = decoded(content)
    return table_of(text, delimiter_of(text), encoding)


def tables(path: Path) -> list[Table]:
    return [table_from(path.read_bytes())]


class Opened:
    inflated = 0


def opened(path: Path) -> Opened:
    return Opened()
