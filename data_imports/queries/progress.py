"""How far a worker is with a file, in words and a line."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _, ngettext

from data_imports.enums import UploadState
from data_imports.models import Upload

# a rate is told once it means something
SOON = 2.0


@dataclass(frozen=True)
class Progress:
    """`done` of about `total` rows (0: nobody knows); `note` has rate and time left."""

    done: int
    total: int
    word: str
    note: str


def progress(upload: Upload) -> Progress:
    """Rows, rate and time left, as far as they are known. No query."""
    done, total = upload.rows_done, upload.rows_expected
    state = UploadState(upload.state)
    if state not in (UploadState.READING, UploadState.STORING) or not done:
        return Progress(0, 0, str(state.label), "")
    if total and done >= total:
        return Progress(total, total, _("All rows are read; now they are checked against what is here."), "")
    word = _("%(done)s rows") % {"done": f"{done:,}"}
    if total:
        word = _("%(done)s of about %(total)s rows") % {"done": f"{done:,}", "total": f"{total:,}"}
    return Progress(done, total, word, pace(upload, done, total))


def pace(upload: Upload, done: int, total: int) -> str:
    """Rows a second and about how long it will still take."""
    began = upload.understood.get("began")
    seconds = (upload.state_at - datetime.fromisoformat(began)).total_seconds() if began else 0.0
    if seconds < SOON:
        return ""
    rate = done / seconds
    told = _("%(rate)s rows a second") % {"rate": f"{rate:,.0f}"}
    return f"{told}, {time_left((total - done) / rate)}" if total else told


def time_left(seconds: float) -> str:
    """In words that a person would use."""
    if seconds < 50:
        nearest = max(5, round(seconds / 5) * 5)
        return _("about %(n)d seconds left") % {"n": nearest}
    minutes = max(1, round(seconds / 60))
    return ngettext("about %(n)d minute left", "about %(n)d minutes left", minutes) % {"n": minutes}
