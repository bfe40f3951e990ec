"""mCLASS."""

from data_imports.formats import read_file
from data_imports.reading.contract import Score
from tests.data_imports.making import SAMPLES


def test_the_benchmark_export() -> None:
    reading = read_file((SAMPLES / "mclass.csv").read_bytes())
    assert reading.reading.measures == {"dibels_8.composite": (8, 349.875, 2)}
    scores = reading.of(Score)
    assert [(s.student, s.grade, s.window, f"{s.taken_on}", s.section) for s in scores][:2] == [
        ("091000", "K", "fall", "2026-09-09", "Room 2"),
        ("091001", "1", "fall", "2026-09-09", "Room 2"),
    ]
    assert [(score.level_word, score.missing) for score in scores if score.missing] == [
        ("Tested Out", "tested out"),
        ("Discontinued", "stopped by the test's rule"),
    ]
    assert reading.reading.facts()["id_column"] == "Student Primary ID"
    assert "CANARY" not in repr(reading.reading)


def test_the_older_export_is_dibels_next() -> None:
    reading = read_file((SAMPLES / "mclass-next.csv").read_bytes())
    assert reading.reading.measures == {"dibels_next.composite": (4, 139.25, 0)}
    assert [(score.level, score.is_met) for score in reading.of(Score)] == [
        (3, True),
        (1, False),
        (4, True),
        (2, False),
    ]
