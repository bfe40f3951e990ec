"""How far a worker is with a file: told on the way, at most twice a second."""

import time
from collections.abc import Callable
from pathlib import Path

from django.utils import timezone

from data_imports.models import Upload
from reflection_site.events import announce

TELL_EVERY = 0.5
HEAD = 64 * 1024
PACKED = (b"PK", b"\xd0\xcf\x11\xe0")


class Cancelled(Exception):
    """Somebody put the file aside while a worker had it."""


def begin(upload: Upload, path: Path, topic: str) -> Callable[[int], None]:
    """Note the beginning; gives a function to be told of rows, which raises `Cancelled` once the file is put aside."""
    began = timezone.now()
    upload.rows_done, upload.rows_expected = 0, upload.rows_read or estimated_rows(path)
    upload.understood["began"] = began.isoformat()
    ours = Upload.objects.filter(pk=upload.pk, state=upload.state)
    ours.update(rows_done=0, rows_expected=upload.rows_expected, understood=upload.understood, state_at=began)
    told = time.monotonic()

    def tick(rows: int) -> None:
        nonlocal told
        if time.monotonic() - told < TELL_EVERY:
            return
        told = time.monotonic()
        if not ours.update(rows_done=rows, state_at=timezone.now()):
            raise Cancelled
        announce(topic, rows)

    return tick


def estimated_rows(path: Path) -> int:
    """About how many rows a text file has, from its size and the first of them; 0 where only reading it tells."""
    if not path.is_file():
        return 0
    with path.open("rb") as file:
        head = file.read(HEAD)
    lines = max(head.count(b"\n"), head.count(b"\r"))
    if head.startswith(PACKED) or not lines:
        return 0
    return max(1, round(path.stat().st_size * lines / len(head)) - 1)
