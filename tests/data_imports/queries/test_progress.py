"""How far a worker is, in words."""

from datetime import timedelta

import pytest

from data_imports.enums import UploadState
from data_imports.models import Upload
from data_imports.queries import progress
from tests.data_imports.making import NOW


def at_work(done: int, expected: int, seconds: float, state: UploadState = UploadState.STORING) -> Upload:
    return Upload(
        state=state, rows_done=done, rows_expected=expected, state_at=NOW + timedelta(seconds=seconds),
        understood={"began": NOW.isoformat()},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("upload", "word", "note"),
    [
        (at_work(0, 900, 0), "Being stored", ""),
        (at_work(500, 12_000, 1), "500 of about 12,000 rows", ""),
        (at_work(5_000, 20_000, 10), "5,000 of about 20,000 rows", "500 rows a second, about 30 seconds left"),
        (at_work(5_000, 50_000, 10), "5,000 of about 50,000 rows", "500 rows a second, about 2 minutes left"),
        (at_work(5_000, 34_000, 10), "5,000 of about 34,000 rows", "500 rows a second, about 1 minute left"),
        (at_work(5_000, 0, 10), "5,000 rows", "500 rows a second"),
        (at_work(900, 900, 9), "All rows are read; now they are checked against what is here.", ""),
        (at_work(900, 1_000, 9, UploadState.UNDOING), "Being taken back", ""),
    ],
)
def test_rows_rate_and_time_left(upload: Upload, word: str, note: str) -> None:
    shown = progress(upload)
    assert (shown.word, shown.note) == (word, note)


def test_the_line_never_runs_over() -> None:
    shown = progress(at_work(1_001, 1_000, 9))
    assert (shown.done, shown.total) == (1_000, 1_000)
