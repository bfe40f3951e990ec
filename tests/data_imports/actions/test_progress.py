"""How many rows a file may have, before it is read."""

from pathlib import Path

import pytest

from data_imports.actions.progress import estimated_rows
from tests.data_imports.making import iready


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (iready(400), 800),
        (b"a,b\n1,2\n3,4\n", 2),
        (b"a\r1\r2\r3\r", 3),
        (b"no line ends here", 0),
        (b"PK\x03\x04\n\n", 0),
    ],
)
def test_from_the_head_and_the_size(tmp_path: Path, content: bytes, rows: int) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert estimated_rows(path) == pytest.approx(rows, rel=0.05)


def test_a_folder_is_not_guessed(tmp_path: Path) -> None:
    assert estimated_rows(tmp_path) == 0
