"""Rejected rows for somebody who may not read them: they leave with masked values and come back with their own.

What was not touched in the file that comes back gets the value that it had; what was typed counts.
"""

import csv
import io
import re
from itertools import islice

from django.core.files import File
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from data_imports import access, privacy
from data_imports.models import Upload
from data_imports.reading.contract import FileRefused
from data_imports.reading.files import in_memory, opened_content, tables_of
from data_imports.reading.masking import MARK
from data_imports.reading.tables import Table, plain
from teams.models import Person

HEAD, MOST = 4_096, 20 << 20
KEY = re.compile(r"(\d+)-(\d+)")
# what spreadsheets make of a long number
POWER = re.compile(r"\d([.,]\d+)?E\+\d+", re.IGNORECASE)
LONG = 12


def masked_rows(upload: Upload) -> bytes:
    """The rows to mend with every value masked, each with the mark by which it finds its own values again."""
    header, *rows = kept_rows(upload)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([MARK, *header])
    writer.writerows([f"{upload.pk}-{at}", *map(privacy.masked, row)] for at, row in enumerate(rows, start=1))
    return out.getvalue().encode("utf-8-sig")


def plain_rows(upload: Upload) -> bytes:
    """The rows to mend as they are."""
    with upload.rejected_rows.open() as file:
        return bytes(file.read())


def kept_rows(upload: Upload) -> list[list[str]]:
    """The header and the rejected rows as they stood in the file. Refuses where they are not kept any more."""
    if not upload.rejected_rows:
        raise FileRefused(_("The rows that these came from are not kept any more. Upload the whole file again."))
    return list(csv.reader(io.StringIO(plain_rows(upload).decode("utf-8-sig"))))


def with_own_values(file: "File[bytes]", *, by: Person) -> "File[bytes]":
    """A file that comes back with marked rows, its untouched cells as they were; any other file as it is.

    Refuses, in one sentence, rows of a file that is not the person's own, and columns that are not those that left.
    """
    head = file.read(HEAD)
    file.seek(0)
    if MARK.encode() not in head or (file.size or 0) > MOST:
        return file
    content = file.read()
    table = tables_of(opened_content(lambda: in_memory(content), len(content)))[0]
    merged = merge(table, by)
    return ContentFile(merged, name=file.name)


def merge(table: Table, by: Person) -> bytes:
    """The rows with their own values, as a file."""
    at = table.place(MARK) or 0
    found = [(KEY.fullmatch(record.cells[at].strip()), record.cells) for record in table.records]
    uploads = {key[1] for key, _cells in found if key is not None}
    own = access.masked_mending(by).filter(pk__in=uploads).first() if len(uploads) == 1 else None
    if own is None or any(key is None for key, _cells in found):
        raise FileRefused(_("These rows are not of one file that you uploaded. Download its rows to mend again."))
    header, *rows = kept_rows(own)
    if [plain(name) for place, name in enumerate(table.header) if place != at] != [plain(name) for name in header]:
        raise FileRefused(_("The columns of this file have changed. Keep them as they were when you downloaded them."))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    for key, cells in found:
        before = next(islice(rows, int(key[2]) - 1, None), None) if key and int(key[2]) else None
        if before is None:
            raise FileRefused(_("These rows are not of one file that you uploaded. Download its rows to mend again."))
        typed = [cell for place, cell in enumerate(cells) if place != at]
        writer.writerow([whole(*pair) for pair in zip(before, typed, strict=False)])
    return out.getvalue().encode("utf-8-sig")


def whole(before: str, typed: str) -> str:
    """The value that a cell had where nobody touched it, else what was typed."""
    mask = privacy.masked(before)
    is_long = len(mask) >= LONG and mask.isdigit() and POWER.fullmatch(typed.strip()) is not None
    return before if is_long or typed.strip() == mask.strip() else typed
